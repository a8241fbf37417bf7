import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDayFileForReading } from '../../../src/main/collector/store/day-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./create-files-child.ts', import.meta.url));

test('a reader that comes while a file is being created waits for its tables, and calls it neither foreign nor damaged', async () => {
  const folder = temporaryFolder();
  const paths = Array.from({ length: 60 }, (_, index) => join(folder, `${index}.db`));
  const child = spawn(process.execPath, [CHILD, ...paths], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  for (const path of paths) {
    // Looks again and again from the moment the file is there, as the next query would.
    for (;;) {
      const reader = existsSync(path) ? openDayFileForReading(path, {}) : undefined;
      reader?.close();
      if (reader !== undefined) break;
      await new Promise(setImmediate);
    }
  }
  expect(await ended).toEqual([0, null]);
});
