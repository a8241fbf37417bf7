import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const CHILD = fileURLToPath(new URL('./pack-child.ts', import.meta.url));
const DAY = '2026-11-20';
const SPANS = 40;
/** Sizes at which the system takes no more of a file, in blocks of 512 bytes: at once, midway, near the end. */
const FULL_AT = [64, 100, 200, 2000, 5000];

const span = (n: number) => {
  const text = randomBytes(75_000).toString('base64');
  return spanSegment([{ trace: traceId(n % 10), span: spanId(n), attributes: { text } }]);
};

/** Packs where no file can become larger than so many blocks; what was said of it. */
async function packUpTo(blocks: number, dataDir: string): Promise<string> {
  const command = `ulimit -f ${blocks}; exec "$@"`;
  const args = ['-c', command, 'sh', process.execPath, CHILD, dataDir, PROJECT, DAY];
  const child = spawn('sh', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += String(text);
    if (/packed|paused|failed/.test(said)) break;
  }
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return said;
}

test('a disk that is full at any point while a day is packed leaves the day as it was, and nothing else', async () => {
  const { store, dataDir } = await openTestStore();
  for (let n = 0; n < SPANS; n++) await store.append(PROJECT, span(n));
  const before = await list(store);
  await store.close();
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  const path = join(folder, `${DAY}.db`);
  const bytes = readFileSync(path);
  for (const blocks of FULL_AT) {
    const said = await packUpTo(blocks, dataDir);
    expect(said).toMatch(/failed: .*\.packing cannot be used/);
    expect(readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name))).toEqual([
      `${DAY}.db`,
    ]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  }
  const again = await openTestStore(dataDir);
  expect(await list(again.store)).toEqual(before);
  const watch = { signal: new AbortController().signal, mayReplace: () => true };
  const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
  expect(await again.store.days.pack(place, watch)).toMatchObject({ state: 'packed' });
  expect(await list(again.store)).toEqual(before);
});
