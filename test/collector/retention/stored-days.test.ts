import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DayRewriter } from '../../../src/main/collector/store/rewrite/day-rewriter.ts';
import { Committer } from '../../../src/main/collector/store/writer/committer.ts';
import { loadZstd } from '../../../src/main/collector/store/zstd.ts';
import { AppError } from '../../../src/shared/errors.ts';
import {
  collect,
  idsOf,
  list,
  openTestStore,
  PROJECT,
  temporaryFolder,
} from '../store-read/open-test-store.ts';
import {
  logSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  spanSegment,
  traceId,
} from '../store-read/otlp-segments.ts';
import { filesHolding } from './grep-folder.ts';

const DAY = '2026-11-20';
const traces = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const ids = (...numbers: number[]) =>
  new Uint8Array(Buffer.concat(numbers.map((n) => Buffer.from(traceId(n), 'hex'))));
/** Texts with nothing in common, which compression leaves as they are. */
const WORDS = ['jqxzvkwp', 'mbnhgdtr', 'ylsfcoua'];
const oneSpan = () => spanSegment([{ trace: traceId(1), span: spanId(1) }]);
const files = (dataDir: string, signal = 'traces') =>
  readdirSync(join(dataDir, 'projects', PROJECT, signal)).filter((name) => name.endsWith('.db'));

test('removes one trace from every segment and leaves the others as they were sent', async () => {
  const { store, dataDir } = await openTestStore();
  for (let part = 0; part < 3; part++) {
    const spans = [1, 2, 3].map((n) => ({
      trace: traceId(n),
      span: spanId(n * 10 + part),
      name: `name-of-${n}`,
      attributes: { 'user.id': `user-${n}`, part },
    }));
    await store.append(PROJECT, spanSegment(spans, `service-${part}`));
  }
  const before = await collect(store.traceRecords(PROJECT, traceId(1)));
  expect(await store.stats()).toMatchObject([{ spans: 9 }]);
  expect((await list(store)).totals.traces).toBe(3);

  const selection = { traceIds: ids(2) };
  const goes = { records: 3, traces: [0] };
  expect(await store.days.count(traces, selection)).toMatchObject(goes);
  expect(await store.days.remove(traces, selection)).toMatchObject(goes);

  expect(await store.stats()).toMatchObject([{ spans: 6 }]);
  expect(await idsOf(store, {})).toEqual([traceId(1), traceId(3)]);
  expect(await store.summary(PROJECT, traceId(2))).toBeUndefined();
  expect(await store.summary(PROJECT, traceId(3))).toMatchObject({ spanCount: 3 });
  const after = await collect(store.traceRecords(PROJECT, traceId(1)));
  expect(after.map(({ bytes }) => Buffer.from(bytes))).toEqual(
    before.map(({ bytes }) => Buffer.from(bytes)),
  );
  expect(await idsOf(store, { attributes: [{ key: 'user.id', value: 'user-3' }] })).toEqual([
    traceId(3),
  ]);
  expect(await idsOf(store, { attributes: [{ key: 'user.id', value: 'user-2' }] })).toEqual([]);
  expect(filesHolding(dataDir, 'name-of-2')).toEqual([]);
  expect(filesHolding(dataDir, 'user-2')).toEqual([]);
  expect(files(dataDir)).toEqual([`${DAY}.1.db`]);
  expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
});

test('a removed trace can be sent again, and everything goes on after a restart', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, oneSpan());
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(2) }]));
  expect((await store.append(PROJECT, oneSpan())).duplicates).toEqual([1]);
  await store.days.remove(traces, { traceIds: ids(1) });
  expect((await store.append(PROJECT, oneSpan())).duplicates).toEqual([0]);
  expect((await store.append(PROJECT, oneSpan())).duplicates).toEqual([1]);
  expect(await store.stats()).toMatchObject([{ spans: 2 }]);
  await store.close();
  const next = await openTestStore(dataDir);
  expect((await list(next.store)).totals.traces).toBe(2);
  expect((await next.store.append(PROJECT, oneSpan())).duplicates).toEqual([1]);
});

test('removes a whole day by removing its file, and what comes later begins a new one', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, spanSegment([{ trace: traceId(1), span: spanId(1) }]));
  expect((await list(store)).totals.traces).toBe(1);
  const [day] = await store.days.list(PROJECT);
  const removed = await store.days.remove(traces, { through: day!.through });
  expect(removed).toMatchObject({ records: 1, bytes: day!.bytes });
  expect(files(dataDir)).toEqual([]);
  expect((await list(store)).totals.traces).toBe(0);
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(2) }]));
  expect(await idsOf(store, {})).toEqual([traceId(2)]);
  expect(files(dataDir)).toEqual([`${DAY}.1.db`]);
});

test('a day of which nothing stays is none any more, but for what came meanwhile', async () => {
  const { store, dataDir } = await openTestStore();
  const send = (n: number) =>
    store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  await send(1);
  await send(2);
  const [day] = await store.days.list(PROJECT);
  const removed = await store.days.remove(traces, { traceIds: ids(1, 2) });
  expect(removed).toEqual({ records: 2, traces: [0, 1], bytes: day!.bytes });
  expect(await store.days.list(PROJECT)).toEqual([]);
  expect(readdirSync(join(dataDir, 'projects', PROJECT, 'traces'))).toEqual([]);
  await send(3);
  await store.days.remove(traces, { traceIds: ids(3) }, async (_goes, change) => {
    await send(4);
    return change();
  });
  expect(await idsOf(store, {})).toEqual([traceId(4)]);
  expect(await store.days.list(PROJECT)).toMatchObject([{ records: 1 }]);
  // One that cannot be read may hold what is to go.
  writeFileSync(join(dataDir, 'projects', PROJECT, 'traces', '2026-11-19.db'), 'no database');
  const unreadable = store.days.remove({ ...traces, day: '2026-11-19' }, { traceIds: ids(4) });
  await expect(unreadable).rejects.toMatchObject({ message: expect.stringContaining('damaged') });
});

test('what forbids a removal while a day is written anew leaves the day and the disk as they were', async () => {
  const { store, dataDir } = await openTestStore();
  for (const n of [1, 2]) {
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  }
  const [day] = await store.days.list(PROJECT);
  let asked = 0;
  const forbid = async () => {
    asked++;
    throw new AppError('conflict', 'A legal hold was set.');
  };
  for (const selection of [{ traceIds: ids(1) }, { through: day!.through }]) {
    await expect(store.days.remove(traces, selection, forbid)).rejects.toMatchObject({
      message: 'A legal hold was set.',
    });
  }
  expect(asked).toBe(2);
  expect(await idsOf(store, {})).toEqual([traceId(1), traceId(2)]);
  const left = readdirSync(join(dataDir, 'projects', PROJECT, 'traces'));
  expect(left.filter((name) => name.includes('rewrite'))).toEqual([]);
  expect(files(dataDir)).toEqual([`${DAY}.db`]);
  // Nothing is asked where nothing goes.
  expect(await store.days.remove(traces, { traceIds: ids(3) }, forbid)).toMatchObject({
    records: 0,
  });
  // What is looked at before the change is so until it is made.
  const seen: string[][] = [];
  await store.days.remove(traces, { traceIds: ids(1) }, async (goes, change) => {
    expect(goes).toEqual({ records: 1, traces: [0] });
    seen.push(files(dataDir));
    const changed = await change();
    seen.push(files(dataDir));
    return changed;
  });
  expect(seen).toEqual([[`${DAY}.db`], [`${DAY}.1.db`]]);
});

test('a day of which nothing goes is not written anew', async () => {
  const { store, dataDir } = await openTestStore();
  await store.append(PROJECT, oneSpan());
  await store.append(
    PROJECT,
    logSegment([{ trace: traceId(1), timeNs: NOON_NS, text: 'of nobody' }]),
  );
  const attribute = { key: 'user.id', value: 'u1' };
  for (const signal of ['traces', 'logs'] as const) {
    // Would be in the way of a new file.
    mkdirSync(join(dataDir, 'projects', PROJECT, signal, `${DAY}.db.rewrite`));
    const place = { ...traces, signal };
    const nothing = { records: 0, traces: [], bytes: 0 };
    expect(await store.days.remove(place, { traceIds: ids(2), attribute })).toEqual(nothing);
    const removed = store.days.remove(place, { traceIds: ids(1), attribute });
    await expect(removed).rejects.toThrow(AppError);
  }
});

test('what came after the decision stays', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([{ trace: traceId(1), span: spanId(1) }]));
  const [day] = await store.days.list(PROJECT);
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(2) }]));
  expect(await store.days.remove(traces, { through: day!.through })).toMatchObject({ records: 1 });
  expect(await idsOf(store, {})).toEqual([traceId(2)]);
});

test('a span that comes late to an old trace, while its day is written anew, stays', async () => {
  await loadZstd();
  const dataDir = temporaryFolder();
  const committer = new Committer({ dataDir }, () => {});
  let id = 0;
  const send = (span: number, daysAgo: bigint) => {
    const startNs = NOON_NS - daysAgo * 86_400_000_000_000n;
    const segment = spanSegment([{ trace: traceId(1), span: spanId(span), startNs }]);
    committer.commit([{ kind: 'append', id: id++, projectId: PROJECT, segment, nowMs: NOON_MS }]);
  };
  send(1, 30n);
  const staging = new DayRewriter(dataDir, undefined).stage(traces, { groups: ['2026-10-21 ok '] });
  send(2, 0n);
  expect((await staging).counted.records).toBeLessThan(2);
  committer.close();
});

test('no append is lost while a day is written anew again and again', async () => {
  const { store } = await openTestStore();
  let sent = 0;
  const stop = new AbortController();
  const send = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const n = sent++;
      await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
    }
  };
  const sending = Promise.all([send(), send(), send()]);
  for (let n = 0; n < 4; n++) {
    await expect.poll(() => sent, { timeout: 20_000 }).toBeGreaterThan(10 * (n + 1));
    expect((await store.days.remove(traces, { traceIds: ids(n) })).records).toBe(1);
  }
  stop.abort();
  await sending;
  expect((await list(store)).totals.traces).toBe(sent - 4);
  expect(await store.stats()).toMatchObject([{ spans: sent - 4 }]);
});

test('groups tell records apart by day, environment and errors, and removing them removes these', async () => {
  const { store } = await openTestStore();
  const old = NOON_NS - 86_400_000_000_000n * 9n;
  const dev = { 'deployment.environment.name': 'dev' };
  await store.append(PROJECT, spanSegment([{ trace: traceId(1), span: spanId(1), startNs: old }]));
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(2) }], 'api', dev));
  await store.append(
    PROJECT,
    spanSegment([{ trace: traceId(3), span: spanId(3), error: 'no' }], 'api', dev),
  );
  // A trace that failed in another segment is one that failed.
  await store.append(PROJECT, spanSegment([{ trace: traceId(3), span: spanId(4) }], 'api', dev));
  const groups = await store.days.groups(traces);
  expect(groups).toEqual([
    { day: '2026-11-11', environment: '', errors: false, records: 1 },
    { day: DAY, environment: 'dev', errors: false, records: 1 },
    { day: DAY, environment: 'dev', errors: true, records: 2 },
  ]);
  await store.days.remove(traces, { groups: ['2026-11-11 ok ', `${DAY} ok dev`] });
  expect(await idsOf(store, {})).toEqual([traceId(3)]);
});

test('removes the log records of traces, and those that have an attribute', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  setNow(NOON_MS);
  await store.append(
    PROJECT,
    logSegment([
      { trace: traceId(1), timeNs: NOON_NS, text: 'first-text' },
      { trace: traceId(2), timeNs: NOON_NS + 1n, text: 'second-text' },
      { timeNs: NOON_NS + 2n, text: 'third-text' },
    ]),
  );
  const removed = await store.days.remove({ ...traces, signal: 'logs' }, { traceIds: ids(1) });
  expect(removed).toMatchObject({ records: 1 });
  expect(filesHolding(dataDir, 'first-text')).toEqual([]);
  expect(await collect(store.logRecords(PROJECT, traceId(2)))).toHaveLength(1);
  expect(await store.stats(PROJECT)).toMatchObject([{ logs: 2 }]);
});

test('a span that was sent twice goes from both days, also where only its repetition is left', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  const user = (n: number) => ({
    trace: traceId(n),
    span: spanId(n),
    attributes: { 'user.id': `${WORDS[n]}` },
  });
  await store.append(PROJECT, spanSegment([user(0), user(1)]));
  setNow(NOON_MS + 86_400_000);
  const child = { trace: traceId(1), span: spanId(11), name: WORDS[2]! };
  await store.append(PROJECT, spanSegment([child]));
  const later = { ...traces, day: '2026-11-22' };
  setNow(NOON_MS + 2 * 86_400_000);
  for (const [n, again] of [[user(0)], [user(1), child]].entries()) {
    const spans = [...again, { trace: traceId(3 + n), span: spanId(3 + n) }];
    const { duplicates } = await store.append(PROJECT, spanSegment(spans));
    expect(duplicates).toEqual([again.length]);
  }
  for (const { day } of await store.days.list(PROJECT)) {
    await store.days.remove({ ...traces, day }, { traceIds: ids(0) });
  }
  expect(filesHolding(dataDir, WORDS[0]!)).toEqual([]);
  // Rules took the day of the second, so that its trace is found no more.
  await store.days.remove(traces, { through: Number.MAX_SAFE_INTEGER });
  await store.days.remove({ ...traces, day: '2026-11-21' }, { through: Number.MAX_SAFE_INTEGER });
  expect(filesHolding(dataDir, WORDS[1]!)).not.toEqual([]);
  const attribute = { key: 'user.id', value: WORDS[1]! };
  const removed = await store.days.remove(later, { traceIds: ids(), attribute });
  expect(removed).toMatchObject({ records: 0 });
  for (const word of WORDS) expect(filesHolding(dataDir, word)).toEqual([]);
  expect(await idsOf(store, {})).toEqual([traceId(3), traceId(4)]);
});

test('what repeats a record that goes in this moment goes with it; sent again afterwards it is new', async () => {
  const { store, dataDir } = await openTestStore();
  const user = (n: number) => ({
    trace: traceId(n),
    span: spanId(n),
    attributes: { 'user.id': `${WORDS[n]}` },
  });
  await store.append(PROJECT, spanSegment([user(0), user(1)]));
  const again = () => spanSegment([user(0), user(2)]);
  // It is ready, and an exporter that had no answer sends once more.
  const removed = await store.days.remove(traces, { traceIds: ids(0) }, async (_goes, change) => {
    expect((await store.append(PROJECT, again())).duplicates).toEqual([1]);
    return change();
  });
  expect(removed).toMatchObject({ records: 1 });
  expect(filesHolding(dataDir, WORDS[0]!)).toEqual([]);
  expect(await idsOf(store, {})).toEqual([traceId(1), traceId(2)]);
  expect(await collect(store.traceRecords(PROJECT, traceId(2)))).toHaveLength(1);
  expect((await store.append(PROJECT, again())).duplicates).toEqual([1]);
  expect(await idsOf(store, {})).toEqual([0, 1, 2].map(traceId));
  expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
});
