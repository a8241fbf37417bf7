import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { policy } from '../redaction/policies.ts';
import { randomText } from '../retention/grep-folder.ts';
import { idsOf, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const place = { projectId: PROJECT, signal: 'traces', day: '2026-11-20' } as const;
const freely = () => ({ signal: new AbortController().signal, mayReplace: () => true });
const names = (dataDir: string) => readdirSync(join(dataDir, 'projects', PROJECT, 'traces'));
const LAST = Number.MAX_SAFE_INTEGER;
const unguarded = { guard: <T>(_day: unknown, change: () => Promise<T>) => change() };

async function openWith(spans: number) {
  const opened = await openTestStore();
  const values: string[] = [];
  for (let n = 0; n < spans; n++) {
    const text = `${randomText(20_000 + n)} ada${n}@corp.io`;
    values.push(`ada${n}@corp.io`);
    await opened.store.append(
      PROJECT,
      spanSegment([{ trace: traceId(n), span: spanId(n), attributes: { text } }]),
    );
  }
  const noted: unknown[] = [];
  const redact = (of = policy()) =>
    opened.store.past.redact(place, of, {
      guard: (day, change) => {
        noted.push(day);
        return change();
      },
    });
  return { ...opened, values, noted, redact };
}

const sum = (counts: readonly { count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0);

/** All of the day, slice by slice. */
async function examineAll(store: TelemetryStore) {
  const seen = { found: 0, records: 0, generation: -1 };
  for (let through = 0, isLast = false; !isLast;) {
    const slice = await store.past.examine(place, policy(), through, LAST);
    ({ through, isLast } = slice);
    seen.found += sum(slice.counts);
    seen.records += slice.records;
    seen.generation = slice.generation;
  }
  return seen;
}

test('a day that is packed, or half packed, is redacted with all its copies', async () => {
  const { store, dataDir, values, redact } = await openWith(40);
  const late = await store.days.pack(place, { ...freely(), mayReplace: () => false });
  expect(late).toEqual({ state: 'paused' });
  expect(names(dataDir)).toContain('2026-11-20.db.packing');
  expect(await examineAll(store)).toEqual({ found: 40, records: 40, generation: 0 });
  expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
  expect(await examineAll(store)).toEqual({ found: 40, records: 40, generation: 1 });
  expect(sum((await redact())!.counts)).toBe(40);
  expect(storedTexts(dataDir, values)).toEqual([]);
  expect(names(dataDir).filter((name) => /packing|gone|rewrite/.test(name))).toEqual([]);
  expect(store.past.generation(place)).toBe(2);
  expect((await idsOf(store, {})).length).toBe(40);
  expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
  expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
});

test('a day in which nothing is found keeps its file, and one that is half packed goes on', async () => {
  const { store, dataDir, noted, redact } = await openWith(10);
  await store.days.pack(place, { ...freely(), mayReplace: () => false });
  const before = names(dataDir);
  expect(await redact(policy({ types: {} }))).toEqual({ records: 10, counts: [] });
  expect(noted).toEqual([]);
  expect(names(dataDir)).toEqual(before);
});

test('a rewrite that cannot take the place of the day leaves nothing beside it, and says what to do', async () => {
  const { store, dataDir, values } = await openWith(10);
  const before = names(dataDir);
  const inTheWay = join(dataDir, 'projects', PROJECT, 'traces', '2026-11-20.1.db');
  const guard = async <T>(_day: unknown, change: () => Promise<T>): Promise<T> => {
    // What came meanwhile is added by the writer.
    await store.append(PROJECT, spanSegment([{ trace: traceId(99), span: spanId(99) }]));
    mkdirSync(inTheWay);
    return change();
  };
  await expect(store.past.redact(place, policy(), { guard })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('nothing of this was kept, see to that and try again'),
  });
  rmdirSync(inTheWay);
  expect(names(dataDir)).toEqual(before);
  expect((await idsOf(store, {})).length).toBe(11);
  await store.past.redact(place, policy(), unguarded);
  expect(storedTexts(dataDir, values)).toEqual([]);
  expect((await idsOf(store, {})).length).toBe(11);
});

test('what fails before the change leaves the day as it was, and nothing beside it', async () => {
  const { store, dataDir, values } = await openWith(10);
  await expect(
    store.past.redact(place, policy(), {
      guard: () => Promise.reject(new Error('the catalog cannot be written')),
    }),
  ).rejects.toThrow('catalog');
  expect(names(dataDir).filter((name) => name.includes('rewrite'))).toEqual([]);
  expect(storedTexts(dataDir, values).length).toBeGreaterThan(0);
  expect(store.past.generation(place)).toBe(0);
  const gone = { ...place, day: '2020-01-01' };
  await expect(store.past.redact(gone, policy(), unguarded)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a segment that cannot be read ends it, and its day stays as it is', async () => {
  const { store, dataDir, redact } = await openWith(5);
  const cut = new AbortController();
  cut.abort();
  const watch = { signal: cut.signal, ...unguarded };
  expect(await store.past.redact(place, policy(), watch)).toBeUndefined();
  await store.close();
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(join(dataDir, 'projects', PROJECT, 'traces', '2026-11-20.db'));
  db.exec("UPDATE frame SET data = x'28b52ffd00' WHERE id / 65536 = 3");
  db.close();
  const next = await openTestStore(dataDir);
  await expect(next.store.past.redact(place, policy(), unguarded)).rejects.toThrow(/damaged/);
  expect(names(dataDir).filter((name) => name.includes('rewrite'))).toEqual([]);
  await expect(redact()).rejects.toMatchObject({ code: 'unavailable' });
});
