import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  openDayFileForReading,
  openDayFileForWriting,
} from '../../../src/main/collector/store/day-file.ts';
import { dayFilePath } from '../../../src/main/collector/store/day-files.ts';
import { Committer } from '../../../src/main/collector/store/writer/committer.ts';
import type { AppendRequest } from '../../../src/main/collector/store/writer/protocol.ts';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import type { PreparedSegment } from '../../../src/main/collector/store/types.ts';
import { NOON_MS, NOON_US, spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSpans } from './stored.ts';
import { temporaryFolder } from './temporary-folder.ts';

const noWarning = (message: string): never => {
  throw new Error(message);
};

/** A segment that hardly compresses, of about `bytes` bytes. */
function heavySegment(trace: number, bytes: number): PreparedSegment {
  const noise = Array.from({ length: bytes / 8 }, (_, i) =>
    Math.imul(i + trace * 977, 0x9e3779b1).toString(36),
  ).join('');
  return spanSegment([{ trace: traceId(trace), span: spanId(1), name: noise.slice(0, bytes) }]);
}

let nextId = 1;
const request = (projectId: string, segment: PreparedSegment): AppendRequest => ({
  kind: 'append',
  id: nextId++,
  projectId,
  segment,
  nowMs: NOON_MS,
});

describe('a disk that is full', () => {
  test('refuses the whole transaction, names file and reason, and keeps what was there', () => {
    const dataDir = temporaryFolder();
    const committer = new Committer({ dataDir }, noWarning);
    const small = committer.commit([request('p', heavySegment(1, 800))]);
    expect(small.failed).toEqual([]);
    const file = committer.files.current('p', 'traces', NOON_MS);
    file.db.pragma('max_page_count = 60');
    const round = committer.commit([
      request('p', heavySegment(2, 800)),
      request('p', heavySegment(3, 900_000)),
      request('q', heavySegment(3, 900_000)),
    ]);
    expect(round.failed).toHaveLength(2);
    for (const { code, message } of round.failed) {
      expect(code).toBe('unavailable');
      expect(message).toContain(file.path);
      expect(message).toContain('disk is full');
    }
    // Another file is not concerned.
    expect(round.appended).toHaveLength(1);
    expect(round.commits.map(({ projectId }) => projectId)).toEqual(['q']);

    // The file stays usable, and what was refused does not count as stored.
    const retry = committer.commit([request('p', heavySegment(2, 800))]);
    expect(retry.appended[0]?.duplicates).toEqual([0]);
    committer.close();
    expect(storedSpans(dataDir, 'p')).toHaveLength(2);
  });
});

describe('a data file that may not be written', () => {
  test('refuses with the reason', () => {
    const dataDir = temporaryFolder();
    const committer = new Committer({ dataDir }, noWarning);
    committer.commit([request('p', heavySegment(1, 800))]);
    committer.files.current('p', 'traces', NOON_MS).db.pragma('query_only = ON');
    const round = committer.commit([request('p', heavySegment(2, 800))]);
    expect(round.failed[0]).toMatchObject({ code: 'unavailable' });
    expect(round.failed[0]?.message).toContain('read-only');
    committer.close();
    expect(storedSpans(dataDir, 'p')).toHaveLength(1);
  });

  test('refuses when the folder cannot be made', async () => {
    const dataDir = temporaryFolder();
    writeFileSync(`${dataDir}/projects`, 'in the way');
    const writer = openWriter({ dataDir, clock: () => NOON_MS });
    const failed = await writer.append('p', heavySegment(1, 100)).catch((error: Error) => error);
    expect(failed).toMatchObject({ code: 'unavailable' });
    expect((failed as Error).message).toContain('projects');
    await writer.close();
  });
});

describe('a data file that is not ours to write', () => {
  test('of a newer version is refused by name and left alone', async () => {
    const dataDir = temporaryFolder();
    const path = dayFilePath(dataDir, 'p', 'traces', '2026-03-01');
    mkdirSync(dirname(path), { recursive: true });
    const db = new Database(path);
    db.exec('CREATE TABLE later (id)');
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(path);
    expect(() => openDayFileForReading(path, {})).toThrow(/newer version/);
    const writer = openWriter({ dataDir, clock: () => NOON_MS });
    await expect(writer.append('p', heavySegment(1, 100))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('newer version'),
    });
    await writer.append('q', heavySegment(1, 100));
    await writer.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('of another program is refused by name and left alone', () => {
    const path = `${temporaryFolder()}/2026-03-01.db`;
    const db = new Database(path);
    db.exec('CREATE TABLE theirs (id)');
    db.close();
    const before = readFileSync(path);
    expect(() => openDayFileForWriting(path, {})).toThrow(/not a data file of Spanward/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('that is damaged is refused by name and left alone', async () => {
    const dataDir = temporaryFolder();
    const path = dayFilePath(dataDir, 'p', 'traces', '2026-03-01');
    mkdirSync(dirname(path), { recursive: true });
    const before = Buffer.alloc(20_000, 'not a database');
    writeFileSync(path, before);
    const writer = openWriter({ dataDir, clock: () => NOON_MS });
    await expect(writer.append('p', heavySegment(1, 100))).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(path),
    });
    await writer.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

test('a request that cannot be read fails alone', () => {
  const dataDir = temporaryFolder();
  const committer = new Committer({ dataDir }, noWarning);
  const broken = spanSegment([{ trace: traceId(5), span: spanId(5) }]);
  const cut = { ...broken, parts: { ...broken.parts, body: broken.parts['body']!.slice(0, 60) } };
  const round = committer.commit([
    request('p', heavySegment(1, 100)),
    request('p', cut),
    request('p', heavySegment(2, 100)),
  ]);
  expect(round.failed.map(({ code }) => code)).toEqual(['internal']);
  expect(round.appended).toHaveLength(2);
  committer.close();
});

test('what one request breaks inside a transaction does not fail the others', () => {
  const dataDir = temporaryFolder();
  const committer = new Committer({ dataDir }, noWarning);
  const first = spanSegment([{ trace: traceId(1), span: spanId(1) }]);
  const repeat = spanSegment([
    { trace: traceId(1), span: spanId(1) },
    { trace: traceId(1), span: spanId(2) },
  ]);
  // Its header is only read because it repeats a stored span.
  const body = repeat.parts['body']!.slice(0);
  const view = new Uint32Array(body, 0, 3);
  new Uint8Array(body, 4 * (5 + 3) + view[1]!, view[2]).fill(7);
  const round = committer.commit([
    request('p', first),
    request('p', { ...repeat, parts: { ...repeat.parts, body } }),
    request('p', heavySegment(2, 100)),
  ]);
  expect(round.appended).toHaveLength(2);
  expect(round.failed.map(({ code }) => code)).toEqual(['internal']);
  expect(committer.commit([request('p', heavySegment(2, 100))]).appended[0]?.duplicates).toEqual([
    1,
  ]);
  committer.close();
  expect(storedSpans(dataDir, 'p')).toHaveLength(2);
});

test('a reader in the way does not hold up a checkpoint', () => {
  const dataDir = temporaryFolder();
  const committer = new Committer({ dataDir }, noWarning);
  committer.commit([request('p', heavySegment(1, 100))]);
  const file = committer.files.current('p', 'traces', NOON_MS);
  const reader = openDayFileForReading(file.path, {})!;
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM segment').get();
  committer.commit([request('p', heavySegment(2, 100))]);
  const before = performance.now();
  file.checkpoint(true);
  expect(performance.now() - before).toBeLessThan(2000);
  expect(file.hasLog).toBe(true);
  reader.exec('COMMIT');
  file.checkpoint(true);
  expect(file.hasLog).toBe(false);
  reader.close();
  committer.close();
});

test('an old file that is damaged does not stop new data', () => {
  const dataDir = temporaryFolder();
  const pathOf = (day: string) => dayFilePath(dataDir, 'p', 'traces', day);
  const path = pathOf('2026-02-28');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.alloc(20_000, 'not a database'));
  const warnings: string[] = [];
  const committer = new Committer({ dataDir }, (message) => warnings.push(message));
  const round = committer.commit([request('p', heavySegment(1, 100))]);
  expect(round.failed).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining(path)]);
  committer.close();
  // Nor one that is looked into as what comes late may be in it; of each it is told once.
  mkdirSync(pathOf('2026-02-27'));
  const again = new Committer({ dataDir }, (message) => warnings.push(message));
  const startUs = NOON_US - 2 * 86_400_000_000;
  const late = [1, 2, 3].map((n) =>
    request('p', spanSegment([{ trace: traceId(n), span: spanId(1), startUs }])),
  );
  expect(again.commit(late).failed).toEqual([]);
  const named = ['2026-02-28', '2026-02-27'].map((day) => expect.stringContaining(pathOf(day)));
  expect(warnings.slice(1)).toEqual(named);
  again.close();
});

test('files are for their owner only', () => {
  const dataDir = temporaryFolder();
  chmodSync(dataDir, 0o755);
  const committer = new Committer({ dataDir }, noWarning);
  committer.commit([request('p', heavySegment(1, 100))]);
  const path = dayFilePath(dataDir, 'p', 'traces', '2026-03-01');
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(statSync(dirname(dirname(path))).mode & 0o777).toBe(0o700);
  committer.close();
});
