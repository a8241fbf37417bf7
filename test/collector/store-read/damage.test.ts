import Database from 'better-sqlite3';
import { mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dayFilePath } from '../../../src/main/collector/store/day-files.ts';
import { ReaderService } from '../../../src/main/collector/store/reader/reader-service.ts';
import { collect, idsOf, list, openTestStore, PROJECT } from './open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from './otlp-segments.ts';

const span = (n: number) => ({ trace: traceId(n), span: spanId(n), attributes: { tag: 'x' } });

/** A data folder with three segments of a trace each. */
async function storedFolder(): Promise<{ dataDir: string; path: string }> {
  const { store, dataDir } = await openTestStore();
  for (const n of [1, 2, 3]) await store.append(PROJECT, spanSegment([span(n)]));
  await store.close();
  return { dataDir, path: dayFilePath(dataDir, PROJECT, 'traces', '2026-11-20') };
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

test('a damaged segment is left out and reported, the others are read', async () => {
  const { dataDir, path } = await storedFolder();
  for (const table of ['segment_parts', 'segment_header', 'segment_filter']) {
    change(path, `UPDATE ${table} SET data = x'00112233445566778899' WHERE segment_id = 2`);
  }
  change(path, `UPDATE frame SET data = x'28b52ffd00' WHERE id / 65536 = 2`);
  const { store, lines } = await openTestStore(dataDir);
  expect(await idsOf(store, {})).toEqual([traceId(1), traceId(3)]);
  expect(await idsOf(store, { attributes: [{ key: 'tag', value: 'x' }] })).toEqual([
    traceId(1),
    traceId(3),
  ]);
  expect(await store.spanTable(PROJECT, traceId(2))).toBeUndefined();
  expect((await store.spanTable(PROJECT, traceId(3)))!.summary.spanCount).toBe(1);
  expect(lines).toContainEqual({
    event: 'segment_damaged',
    fields: { projectId: PROJECT, day: '2026-11-20', segmentId: 2 },
  });
  const checks = await store.check();
  expect(checks).toMatchObject([{ name: `${PROJECT}/traces/2026-11-20`, state: 'failed' }]);
  expect(checks[0]!.message).toContain('1 of 3 segments');
});

test('a file that is no database is left out and named, and everything else is read', async () => {
  const { dataDir, path } = await storedFolder();
  const { store, setNow } = await openTestStore(dataDir);
  setNow(NOON_MS + 86_400_000);
  await store.append(PROJECT, spanSegment([span(9)]));
  await store.close();
  writeFileSync(path, 'not a database at all '.repeat(1000));
  const { store: again, lines } = await openTestStore(dataDir);
  // Together, as a window asks: whoever meets the file second must not fail of it either.
  const pages = await Promise.all([list(again), list(again), again.facets(PROJECT, {})]);
  expect(pages.slice(0, 2)).toMatchObject([{ totals: { traces: 1 } }, { totals: { traces: 1 } }]);
  expect(await idsOf(again, { attributes: [{ key: 'tag', value: 'x' }] })).toEqual([traceId(9)]);
  expect(await collect(again.exportRecords(PROJECT, 'traces', {}))).toHaveLength(1);
  expect(lines).toContainEqual({
    event: 'data_file_unreadable',
    fields: { message: expect.stringContaining(path) },
  });
  const checks = await again.check();
  expect(checks.map(({ state }) => state)).toEqual(['ok', 'failed']);
  expect(checks[1]!.message).toContain(path);
});

test('a file that the system does not let anybody read is left out for a while, and read again then', async () => {
  const { dataDir, path } = await storedFolder();
  const { store, setNow } = await openTestStore(dataDir);
  setNow(NOON_MS + 86_400_000);
  await store.append(PROJECT, spanSegment([span(9)]));
  await store.close();
  renameSync(path, `${path}.away`);
  mkdirSync(path);
  const messages: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (_: string, at = {}) => messages.push(at) };
  const reader = new ReaderService({ dataDir, indexBudgetBytes: 1e6 }, log);
  onTestFinished(() => reader.close());
  const counts = async () => {
    const [project] = await reader.calls.stats();
    return [(await reader.calls.matching(PROJECT, {})).length / 16, project?.spans];
  };
  expect(await counts()).toEqual([1, 1]);
  expect(messages).toEqual([{ message: expect.stringContaining(path) }]);
  rmdirSync(path);
  renameSync(`${path}.away`, path);
  expect(await counts()).toEqual([1, 1]);
  const later = performance.now() + 6 * 60_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  expect(await counts()).toEqual([4, 4]);
  vi.restoreAllMocks();
});

test('a clean store checks out, and a closed one says so', async () => {
  const { dataDir } = await storedFolder();
  const { store } = await openTestStore(dataDir);
  expect(await store.check()).toEqual([
    { name: `${PROJECT}/traces/2026-11-20`, state: 'ok', message: '3 segments, 3 records' },
  ]);
  expect(await store.stats()).toMatchObject([{ spans: 3, lastCommitMs: NOON_MS }]);
  await list(store);
  await store.close();
  await expect(list(store)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(store.append(PROJECT, spanSegment([span(4)]))).rejects.toMatchObject({
    code: 'unavailable',
  });
});
