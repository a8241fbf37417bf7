import fs, {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DataFiles } from '../../../src/main/collector/store/reader/data-files.ts';
import { StatsReader } from '../../../src/main/collector/store/reader/project-stats.ts';
import { surveyDays } from '../../../src/main/collector/store/rewrite/describe-day.ts';
import { lookAtDay } from '../../../src/main/collector/store/rewrite/look-at-day.ts';
import type { StoredDay } from '../../../src/main/collector/store/rewrite/types.ts';
import { Committer } from '../../../src/main/collector/store/writer/committer.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const traces = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const spanOf = (n: number) => spanSegment([{ trace: traceId(n), span: spanId(n) }]);
const records = (days: readonly StoredDay[]) => days.map((day) => day.records);

const readRemoved = (path: string): number => {
  rmSync(path);
  return readFileSync(path).length;
};

test('a day that is written anew between two looks is found in its new file', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, spanOf(1));
  await store.close();
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  const seen: string[] = [];
  const found = lookAtDay(dataDir, traces, (path) => {
    seen.push(basename(path));
    if (seen.length <= 2) renameSync(path, join(folder, `${DAY}.${seen.length}.db`));
    return readFileSync(path).length;
  });
  expect(seen).toEqual([`${DAY}.db`, `${DAY}.1.db`, `${DAY}.2.db`]);
  expect(found).toBeGreaterThan(0);
  // Who has listed it before it was written anew is led to the new file too.
  const listed = join(folder, `${DAY}.db`);
  expect(lookAtDay(dataDir, traces, (path) => readFileSync(path).length, listed)).toBe(found);
  expect(lookAtDay(dataDir, traces, readRemoved)).toBeUndefined();
});

test('thousands of days are listed once to look at all of them', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, spanOf(1));
  await store.close();
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  for (let year = 1990; year < 2020; year++) {
    copyFileSync(join(folder, `${DAY}.db`), join(folder, `${year}${DAY.slice(4)}.db`));
  }
  const listings = vi.spyOn(fs, 'readdirSync');
  syncBuiltinESMExports();
  onTestFinished(() => {
    listings.mockRestore();
    syncBuiltinESMExports();
  });
  expect(surveyDays(dataDir, PROJECT, undefined).days).toHaveLength(31);
  // One of each signal.
  expect(listings).toHaveBeenCalledTimes(3);
});

test('of days that did not change since the last look, and of no others, what it found is told again', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  await store.append(PROJECT, spanOf(1));
  setNow(NOON_MS + 86_400_000);
  await store.append(PROJECT, spanOf(2));
  await store.close();
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  const [earlier, later] = [join(folder, `${DAY}.db`), join(folder, '2026-11-21.db')];
  const written = new Date(Date.now() - 60_000);
  for (const path of [earlier, later]) utimesSync(path, written, written);
  /** Of days that are looked at what is there, of others what is not. */
  const look = (known: readonly StoredDay[]) => {
    const told = known.map((day) => ({ ...day, records: 99 }));
    return surveyDays(dataDir, PROJECT, undefined, told).days;
  };
  const first = look([]);
  expect(records(first)).toEqual([1, 1]);
  expect(records(look(first))).toEqual([99, 99]);
  // What is in the log of a file alone changes neither its size nor its time.
  const committer = new Committer({ dataDir }, () => {});
  const segment = spanOf(3);
  committer.commit([{ kind: 'append', id: 1, projectId: PROJECT, segment, nowMs: NOON_MS }]);
  expect(records(look(first))).toEqual([2, 99]);
  expect(records(look(look(first)))).toEqual([2, 99]);
  committer.close();
  // A file that is written to now may change again and look the same.
  const second = look(first);
  expect(records(look(second))).toEqual([2, 99]);
  utimesSync(earlier, written, written);
  expect(records(look(look(first)))).toEqual([99, 99]);
  // Another file of the same size and time.
  const copy = readFileSync(later);
  rmSync(later);
  writeFileSync(later, copy);
  utimesSync(later, written, written);
  expect(records(look(second))).toEqual([2, 1]);
  rmSync(later);
  expect(records(look(second))).toEqual([2]);
});

test('what is written within one tick of the times of files is counted too', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, spanOf(1));
  await store.close();
  const path = join(dataDir, 'projects', PROJECT, 'traces', `${DAY}.db`);
  const stats = new StatsReader(new DataFiles({ dataDir }));
  const spans = () => stats.read().map((project) => project.spans);
  const writer = new Database(path);
  onTestFinished(() => void writer.close());
  /** Written into a log that begins anew, so that all sizes stay; and all times. */
  const write = (records: number, time: Date) => {
    writer.pragma('wal_checkpoint(RESTART)');
    writer.prepare('UPDATE totals SET records = ?').run(records);
    for (const name of [path, `${path}-wal`]) utimesSync(name, time, time);
  };
  const now = new Date();
  write(7, now);
  expect(spans()).toEqual([7]);
  write(8, now);
  expect(spans()).toEqual([8]);
  // Later it is as it was: then it is not looked into.
  const earlier = new Date(Date.now() - 60_000);
  write(9, earlier);
  expect(spans()).toEqual([9]);
  write(5, earlier);
  expect(spans()).toEqual([9]);
});

test('a file that the system does not let anybody read is named, and keeps no other day from being looked at', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  await store.append(PROJECT, spanOf(1));
  setNow(NOON_MS + 86_400_000);
  await store.append(PROJECT, spanOf(2));
  await store.close();
  const file = join(dataDir, 'projects', PROJECT, 'traces', `${DAY}.db`);
  rmSync(file);
  mkdirSync(file);
  const later = await openTestStore(dataDir);
  const { days, unreadable } = await later.store.days.survey(PROJECT);
  expect(days).toMatchObject([{ day: '2026-11-21', records: 1 }]);
  expect(unreadable).toMatchObject([{ day: DAY, problem: expect.stringContaining(file) }]);
  expect(await later.store.isReadable(PROJECT)).toBe(false);
});
