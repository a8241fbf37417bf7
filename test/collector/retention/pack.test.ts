import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idsOf, list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
import { filesHolding, randomText } from './grep-folder.ts';

const DAY = '2026-11-20';
const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const watch = () => ({ signal: new AbortController().signal, mayReplace: () => true });
const names = (dataDir: string) => readdirSync(join(dataDir, 'projects', PROJECT, 'traces'));
const span = (trace: number, id: number, text = 'text') => ({
  trace: traceId(trace),
  span: spanId(id),
  attributes: { text },
});

test('many small segments become few, in a smaller file under another name', async () => {
  const { store, dataDir } = await openTestStore();
  for (let n = 0; n < 60; n++) {
    await store.append(PROJECT, spanSegment([span(n % 20, n, `number ${n}`)]));
  }
  const [before] = await store.days.list(PROJECT);
  expect(before).toMatchObject({ records: 60, through: 60 });
  expect(before!.packed).toBeUndefined();
  const result = await store.days.pack(place, watch());
  expect(result).toMatchObject({ state: 'packed', bytesBefore: before!.bytes });
  const [after] = await store.days.list(PROJECT);
  expect(after).toMatchObject({ ...before, bytes: after!.bytes, packed: { records: 60 } });
  expect(after!.bytes).toBeLessThan(before!.bytes / 3);
  expect(after!.packed!.saved).toBeGreaterThan(0);
  expect(result).toMatchObject({ bytesAfter: after!.bytes });
  expect(names(dataDir).filter((name) => name.endsWith('.db'))).toEqual([`${DAY}.1.db`]);
  expect(names(dataDir).filter((name) => /packing|gone/.test(name))).toEqual([]);
  expect((await list(store)).totals.traces).toBe(20);
  expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
});
