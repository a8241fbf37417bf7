import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDayFileForReading } from '../../../src/main/collector/store/day-file.ts';
import { dayFilePath } from '../../../src/main/collector/store/day-files.ts';
import { removeLeftovers } from '../../../src/main/collector/store/rewrite/remove-leftovers.ts';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import { NOON_MS, spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSpans } from './stored.ts';
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

test("a file whose making was cut short is in nobody's way: the next append makes it anew, a start removes it", async () => {
  const dataDir = temporaryFolder();
  const path = dayFilePath(dataDir, 'p', 'traces', '2026-03-01');
  const other = dayFilePath(dataDir, 'q', 'traces', '2026-03-01');
  for (const file of [path, other]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, 'SQLite form');
  }
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  await writer.append('p', spanSegment([{ trace: traceId(1), span: spanId(1) }]));
  await writer.close();
  expect(storedSpans(dataDir, 'p')).toHaveLength(1);
  expect(readdirSync(dirname(path))).not.toContain('2026-03-01.db.new');
  expect(removeLeftovers(dataDir, () => {})).toBe(1);
  expect(readdirSync(dirname(other))).toEqual([]);
});
