import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { OpenedFiles } from './opened-files.ts';

it('tells the page no path, of a file that cannot be opened either', async () => {
  const opened = new OpenedFiles({ handle: () => {} } as never, () => {});
  const gone = join(tmpdir(), 'spanward-not-there', 'gone.jsonl');
  const { files, problems } = await opened.take([import.meta.filename, gone]);
  expect(files).toEqual([
    { id: expect.any(String), name: 'opened-files.test.ts', size: expect.any(Number) },
  ]);
  expect(problems).toEqual([{ name: 'gone.jsonl', reason: 'it does not exist' }]);
});
