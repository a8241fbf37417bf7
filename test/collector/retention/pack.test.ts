import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect, idsOf, list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import {
  NOON_MS,
  spanId,
  spanSegment,
  spanSegmentOf,
  traceId,
} from '../store-read/otlp-segments.ts';
import { filesHolding, randomText } from './grep-folder.ts';

const DAY = '2026-11-20';
const PATIENCE = { timeout: 20_000 };
const LONG_MS = 90_000;
const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const names = (dataDir: string) => readdirSync(join(dataDir, 'projects', PROJECT, 'traces'));
const dataFiles = (dataDir: string) => names(dataDir).filter((name) => name.endsWith('.db'));
const ids = (n: number) => new Uint8Array(Buffer.from(traceId(n), 'hex'));
const freely = () => ({ signal: new AbortController().signal, mayReplace: () => true });
const oneSpan = (n: number, text = 'text') =>
  spanSegment([{ trace: traceId(n), span: spanId(n), attributes: { text } }]);

async function openWith(spans: number, textOf?: (n: number) => string) {
  const opened = await openTestStore();
  for (let n = 0; n < spans; n++) await opened.store.append(PROJECT, oneSpan(n, textOf?.(n)));
  return opened;
}

/** A store of several MB, so that packing takes a while. */
const openLarge = () => openWith(120, (n) => randomText(100_000 + n));

test(
  'many small segments become few, in a smaller file under another name',
  async () => {
    const { store, dataDir } = await openWith(60);
    const [before] = await store.days.list(PROJECT);
    expect(before).toMatchObject({ records: 60, through: 60 });
    expect(before!.packed).toBeUndefined();
    const result = await store.days.pack(place, freely());
    expect(result).toMatchObject({ state: 'packed', bytesBefore: before!.bytes });
    const [after] = await store.days.list(PROJECT);
    const { bytes } = after!;
    const differs = { generation: 1, bytes, settledBytes: bytes, packed: { records: 60 } };
    expect(after).toMatchObject({ ...before, ...differs });
    expect(after!.bytes).toBeLessThan(before!.bytes / 3);
    expect(after!.packed!.saved).toBeGreaterThan(0);
    expect(result).toMatchObject({ bytesAfter: after!.bytes });
    expect(dataFiles(dataDir)).toEqual([`${DAY}.1.db`]);
    expect(names(dataDir).filter((name) => /packing|gone/.test(name))).toEqual([]);
    expect((await list(store)).totals.traces).toBe(60);
    expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
  },
  LONG_MS,
);

test(
  'pauses when told, keeps what is done, and goes on with it after a restart',
  async () => {
    const { store, dataDir } = await openLarge();
    const pause = new AbortController();
    const packing = store.days.pack(place, { signal: pause.signal, mayReplace: () => false });
    await expect.poll(() => names(dataDir), PATIENCE).toContain(`${DAY}.db.packing`);
    pause.abort();
    expect(await packing).toEqual({ state: 'paused' });
    expect(dataFiles(dataDir)).toEqual([`${DAY}.db`]);
    // Complete, but somebody reads just then.
    const late = await store.days.pack(place, { ...freely(), mayReplace: () => false });
    expect(late).toEqual({ state: 'paused' });
    await store.close();
    expect(names(dataDir)).toContain(`${DAY}.db.packing`);
    const next = await openTestStore(dataDir);
    expect(await next.store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    expect((await idsOf(next.store, {})).length).toBe(100);
    expect((await list(next.store)).totals.traces).toBe(120);
  },
  LONG_MS,
);

test(
  'a removal does not wait for packing, and leaves nothing of what goes in its file',
  async () => {
    const secret = `secret-${randomText(40)}`;
    const { store, dataDir } = await openWith(120, (n) =>
      n === 7 ? secret : randomText(100_000 + n),
    );
    const packing = store.days.pack(place, { ...freely(), mayReplace: () => false });
    await expect.poll(() => names(dataDir), PATIENCE).toContain(`${DAY}.db.packing`);
    expect(await store.days.remove(place, { traceIds: ids(7) })).toMatchObject({ records: 1 });
    expect((await packing).state).toBe('paused');
    expect(names(dataDir).filter((name) => name.includes('packing'))).toEqual([]);
    expect(filesHolding(dataDir, secret)).toEqual([]);
    expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    expect(filesHolding(dataDir, secret)).toEqual([]);
    expect((await list(store)).totals.traces).toBe(119);
    await store.days.remove(place, { traceIds: ids(8) });
    expect((await list(store)).totals.traces).toBe(118);
  },
  LONG_MS,
);

test(
  'a resource to which only repeated spans belonged is left behind: a removal would not find it',
  async () => {
    const { store, dataDir } = await openTestStore();
    const secret = `secret-${randomText(40)}`;
    const theirs = {
      spans: [{ trace: traceId(1), span: spanId(1) }],
      resource: { 'user.id': secret },
    };
    // As many as are joined into one.
    const many = Array.from({ length: 4096 }, (_, n) => ({ trace: traceId(2), span: spanId(n) }));
    const other = { spans: [{ trace: traceId(3), span: spanId(1) }] };
    for (const groups of [[theirs], [{ spans: many }], [theirs, other]]) {
      await store.append(PROJECT, spanSegmentOf(groups));
    }
    expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    expect(storedTexts(dataDir, [secret])).not.toEqual([]);
    expect(await store.days.remove(place, { traceIds: ids(1) })).toMatchObject({ records: 1 });
    expect(storedTexts(dataDir, [secret])).toEqual([]);
    expect((await list(store)).totals.traces).toBe(2);
  },
  LONG_MS,
);

test(
  'what was written and cannot take the place of a day is removed, and the day stays',
  async () => {
    const { store, dataDir } = await openLarge();
    // Where the new file is to stand, something else is by then.
    const inTheWay = join(dataDir, 'projects', PROJECT, 'traces', `${DAY}.1.db`);
    const works = [
      ['rewrite', () => store.days.remove(place, { traceIds: ids(7) })],
      ['packing', () => store.days.pack(place, freely())],
    ] as const;
    for (const [suffix, work] of works) {
      const failed = expect(work()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/EISDIR.* nothing of this was kept, see to that and try/),
      });
      await expect
        .poll(() => names(dataDir), { ...PATIENCE, interval: 1 })
        .toContain(`${DAY}.db.${suffix}`);
      mkdirSync(inTheWay);
      await failed;
      rmdirSync(inTheWay);
      expect(names(dataDir).filter((name) => name.includes(suffix))).toEqual([]);
    }
    expect((await list(store)).totals.traces).toBe(120);
    expect(await store.days.remove(place, { traceIds: ids(7) })).toMatchObject({ records: 1 });
  },
  LONG_MS,
);

test(
  'what is half packed goes with the project, and with the day',
  async () => {
    const { store, dataDir } = await openLarge();
    const held = { ...freely(), mayReplace: () => false };
    await store.days.pack(place, held);
    expect(names(dataDir)).toContain(`${DAY}.db.packing`);
    await store.days.remove(place, { through: 120 });
    expect(names(dataDir)).toEqual([]);
    await store.append(PROJECT, oneSpan(1));
    await store.days.pack(place, held);
    await store.deleteProject(PROJECT);
    expect(readdirSync(join(dataDir, 'projects'))).toEqual([]);
  },
  LONG_MS,
);

test(
  'late records join a packed day and are packed with the next round; the rest stays as it is',
  async () => {
    const { store, setNow } = await openWith(40);
    await store.days.pack(place, freely());
    const [packed] = await store.days.list(PROJECT);
    setNow(NOON_MS + 1000);
    await store.append(PROJECT, oneSpan(40));
    expect(await store.days.list(PROJECT)).toMatchObject([
      { records: 41, packed: { records: 40, saved: packed!.packed!.saved } },
    ]);
    await store.days.pack(place, freely());
    expect(await store.days.list(PROJECT)).toMatchObject([
      { records: 41, packed: { records: 41 } },
    ]);
    expect((await store.append(PROJECT, oneSpan(3))).duplicates).toEqual([1]);
    expect((await store.append(PROJECT, oneSpan(40))).duplicates).toEqual([1]);
  },
  LONG_MS,
);

test(
  'reads that are under way when a day is packed come to their end',
  async () => {
    const { store } = await openLarge();
    const batches = store.exportRecords(PROJECT, 'traces', {})[Symbol.asyncIterator]();
    const first = await batches.next();
    expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    let records = first.value!.records.length;
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      records += next.value.records.length;
    }
    expect(records).toBe(120);
    const again = await collect(store.exportRecords(PROJECT, 'traces', {}));
    expect(again).toHaveLength(120);
  },
  LONG_MS,
);
