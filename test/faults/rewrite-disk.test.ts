import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { list, openTestStore, PROJECT } from '../collector/store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../collector/store-read/otlp-segments.ts';

const CHILD = fileURLToPath(new URL('./rewrite-child.ts', import.meta.url));
const DAY = '2026-11-20';
const SPANS = 30;
/** Less than what a day takes that is written anew. */
const FILE_LIMIT_KIB = 1024;

interface Told {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly result?: unknown;
}

/** Runs the child as on a disk that is full after a while. */
async function onFullDisk(...args: string[]): Promise<Told[]> {
  const command = `ulimit -f ${FILE_LIMIT_KIB}; exec "$0" "$@"`;
  const { stdout } = await promisify(execFile)('bash', [
    '-c',
    command,
    process.execPath,
    CHILD,
    ...args,
  ]);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Told);
}

describe.skipIf(process.platform === 'win32')(
  'a disk that gets full (POSIX file size limit)',
  () => {
    it('leaves a day that was to be packed or written anew as it was, and goes on', async () => {
      const { store, dataDir } = await openTestStore();
      for (let n = 0; n < SPANS; n++) {
        const attributes = { text: randomBytes(100_000).toString('base64') };
        await store.append(
          PROJECT,
          spanSegment([{ trace: traceId(n), span: spanId(n), attributes }]),
        );
      }
      await store.close();
      const told = await onFullDisk(dataDir, PROJECT, DAY, traceId(7));
      expect(told).toMatchObject([
        { name: 'pack', code: 'unavailable' },
        { name: 'remove', code: 'unavailable' },
        { name: 'list', result: SPANS },
        { name: 'append', result: { duplicates: [0] } },
      ]);
      const names = readdirSync(join(dataDir, 'projects', PROJECT, 'traces'));
      expect(names.filter((name) => /packing|rewrite|gone/.test(name))).toEqual([]);

      const later = await openTestStore(dataDir);
      expect((await list(later.store)).totals.traces).toBe(SPANS + 1);
      expect((await later.store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
      const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
      const watch = { signal: new AbortController().signal, mayReplace: () => true };
      expect(await later.store.days.pack(place, watch)).toMatchObject({ state: 'packed' });
      const traceIds = new Uint8Array(Buffer.from(traceId(7), 'hex'));
      expect(await later.store.days.remove(place, { traceIds })).toMatchObject({ records: 1 });
      expect((await list(later.store)).totals.traces).toBe(SPANS);
    });
  },
);
