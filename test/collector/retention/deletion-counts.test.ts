import { once } from 'node:events';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeletionTarget } from '../../../src/shared/contract/deletion.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { ProjectEraser } from '../../../src/main/collector/projects/project-eraser.ts';
import { DeletionService } from '../../../src/main/collector/retention/deletion-service.ts';
import { toText } from '../../../src/main/collector/retention/deletion-row.ts';
import { KEEP_EVERYTHING } from '../../../src/main/collector/retention/rules.ts';
import { describeTarget } from '../../../src/main/collector/retention/deletion-target.ts';
import type { PickedFilter } from '../../../src/main/collector/store/types.ts';
import { createTestLog } from '../../support/open-test-collector.ts';
import { addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const bytesOf = (n: number) => Buffer.from(traceId(n), 'hex');
const counts = (spans: number) => ({ traces: spans, spans, logs: 0, metrics: 0 });

/** Three traces of a day, and a deletion of one of them that was killed when it had noted what goes next. */
async function openKilled(
  picked = JSON.stringify({ traceIds: bytesOf(1).toString('base64') }),
  search: () => Promise<void> = async () => {},
) {
  const { store, dataDir } = await openTestStore();
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let n = 0; n < 3; n++) {
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  }
  catalog.raw
    .prepare('INSERT INTO deletion (id, project_id, selection, created_ms) VALUES (?, ?, ?, ?)')
    .run('del_1', PROJECT, picked, 1);
  const next = { signal: 'traces', day: DAY, generation: 0, removed: counts(1) };
  catalog.raw
    .prepare('INSERT INTO deletion_progress (deletion_id, progress) VALUES (?, ?)')
    .run('del_1', JSON.stringify({ removed: counts(0), next }));
  const log = createTestLog();
  const clock = { now: () => NOON_MS };
  const deletions = new DeletionService({
    catalog,
    audit: trail,
    store: {
      ...store,
      matchingTraces: async (...of) => {
        await search();
        return store.matchingTraces(...of);
      },
    },
    clock,
    log,
    annotations: { removeOf: async () => {}, removeOfGone: async () => {} },
  });
  const entries = async (wanted = 'traces.deleted') =>
    (await rows())
      .filter(({ action }) => action === wanted)
      .map(({ after }) => JSON.parse(after!) as unknown);
  return {
    store,
    catalog,
    trail,
    deletions,
    entries,
    log,
    folder: join(dataDir, 'projects', PROJECT, 'traces'),
  };
}

test('a day that failed counts once, also where no note of that is taken and another writes it anew before the next try', async () => {
  const { store, catalog, deletions, entries, folder } = await openKilled();
  catalog.raw.exec(
    `CREATE TRIGGER full BEFORE UPDATE ON deletion_progress WHEN new.progress NOT LIKE '%next%'
     BEGIN SELECT RAISE(ABORT, 'no room'); END`,
  );
  const inTheWay = join(folder, `${DAY}.db.rewrite`);
  mkdirSync(inTheWay);
  await deletions.resume();
  rmdirSync(inTheWay);
  expect(await entries()).toEqual([]);
  await store.days.remove(place, { traceIds: new Uint8Array(bytesOf(2)) });
  await deletions.resume();
  expect(await entries()).toEqual([counts(1)]);
});

test('a day that changed counts, though its old file cannot be removed', async () => {
  const { deletions, entries, folder } = await openKilled();
  const inTheWay = join(folder, `${DAY}.db.packing`);
  mkdirSync(inTheWay);
  await deletions.resume();
  expect(await entries()).toEqual([]);
  rmdirSync(inTheWay);
  await deletions.resume();
  expect(await entries()).toEqual([counts(1)]);
});

test('what a deletion had noted of its next day counts in its end with the project, if that day went', async () => {
  for (const isGone of [false, true]) {
    const { store, catalog, trail, entries, folder } = await openKilled();
    if (isGone) await store.days.remove(place, { traceIds: new Uint8Array(bytesOf(1)) });
    catalog.raw.prepare('UPDATE project SET deleting_ms = 2').run();
    await new ProjectEraser(catalog, trail, store).erase(PROJECT);
    expect(existsSync(folder)).toBe(false);
    expect(await entries('traces.deletion_stopped')).toEqual([counts(isGone ? 1 : 0)]);
  }
});

test('a trace that is found when it is looked for anew is not taken for one that went before', async () => {
  const target = { kind: 'attribute', key: 'user.id', value: 'u1' } as const;
  const attribute = { key: target.key, value: target.value, isNested: true, hidden: null };
  const selection = { traceIds: new Uint8Array(bytesOf(9)), attribute };
  const opened = await openKilled(toText(selection, describeTarget(target)));
  const { store, catalog, deletions, entries } = opened;
  // The first that was picked, of a day that is gone by now.
  const gone = { removed: counts(1), traces: Buffer.of(0b1).toString('base64') };
  catalog.raw.prepare('UPDATE deletion_progress SET progress = ?').run(JSON.stringify(gone));
  const late = { trace: traceId(4), span: spanId(4), attributes: { 'user.id': 'u1' } };
  await store.append(PROJECT, spanSegment([late]));
  await deletions.resume();
  const about = { target: 'attribute', attributeKey: 'user.id' };
  expect(await entries()).toEqual([{ ...about, ...counts(2) }]);
  expect((await list(store)).totals.traces).toBe(3);
});

test.each(['goes on', 'fails'])(
  'one that is cancelled while it is looked for anew what it is to remove ends at once, whether that then %s',
  async (how) => {
    const searching = new EventTarget();
    const isSearching = once(searching, 'begun');
    const mayEnd = once(searching, 'ended');
    const target = { kind: 'attribute', key: 'user.id', value: 'u1' } as const;
    const attribute = { key: target.key, value: target.value, isNested: true, hidden: null };
    const selection = { traceIds: new Uint8Array(bytesOf(1)), attribute };
    const opened = await openKilled(toText(selection, describeTarget(target)), async () => {
      searching.dispatchEvent(new Event('begun'));
      await mayEnd;
      if (how === 'fails') throw new AppError('unavailable', 'The store is closed.');
    });
    const { store, catalog, deletions, entries, log } = opened;
    catalog.raw
      .prepare('UPDATE deletion_progress SET progress = ?')
      .run(JSON.stringify({ removed: counts(2) }));
    const resumed = deletions.resume();
    await isSearching;
    expect(await deletions.list(PROJECT)).toMatchObject([{ target: 'attribute' }]);
    const days = { done: 0, total: 0 };
    expect(await deletions.cancel(PROJECT, 'del_1', systemActor('test'))).toEqual({
      days,
      removed: counts(2),
    });
    expect(await deletions.list(PROJECT)).toEqual([]);
    searching.dispatchEvent(new Event('ended'));
    await resumed;
    const about = { target: 'attribute', attributeKey: 'user.id', daysDone: 0, daysTotal: 0 };
    expect(await entries('traces.deletion_cancelled')).toEqual([{ ...about, ...counts(2) }]);
    expect(await entries()).toEqual([]);
    expect(log.lines).toEqual([]);
    expect((await list(store)).totals.traces).toBe(3);
    expect(await deletions.list(PROJECT)).toEqual([]);
  },
);

test('what is cancelled, and cannot be written down as that, ends with the next try and no search', async () => {
  const target = { kind: 'attribute', key: 'user.id', value: 'u1' } as const;
  const attribute = { key: target.key, value: target.value, isNested: true, hidden: null };
  const selection = { traceIds: new Uint8Array(bytesOf(1)), attribute };
  const opened = await openKilled(toText(selection, describeTarget(target)), async () => {
    throw new Error('Nobody looks for it.');
  });
  const { store, catalog, deletions, entries, log } = opened;
  catalog.raw.exec(
    "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no room'); END",
  );
  const cancelled = deletions.cancel(PROJECT, 'del_1', systemActor('test'));
  await expect(cancelled).rejects.toThrow('no room');
  expect(await deletions.list(PROJECT)).toMatchObject([{ isCancelling: true, state: 'later' }]);
  catalog.raw.exec('DROP TRIGGER full');
  await deletions.resume();
  expect(await entries('traces.deletion_cancelled')).toHaveLength(1);
  expect(await deletions.list(PROJECT)).toEqual([]);
  expect(log.lines).toEqual([]);
  expect((await list(store)).totals.traces).toBe(3);
});

/** Three traces over two days, one of them in both, and a way to delete what is picked of them. */
async function openOverMidnight() {
  const { store, dataDir, setNow } = await openTestStore();
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let day = 0; day < 2; day++) {
    setNow(NOON_MS + day * 86_400_000);
    const spans = [1, 2 + day].map((n) => ({ trace: traceId(n), span: spanId(10 * n + day) }));
    await store.append(PROJECT, spanSegment(spans));
  }
  /** Told of each day, before it is removed and once it is; may throw. */
  const hooks = { removed: (_day: string) => {}, removing: (_day: string) => {} };
  const days: typeof store.days = {
    ...store.days,
    remove: async (place, ...how) => {
      hooks.removing(place.day);
      const removed = await store.days.remove(place, ...how);
      hooks.removed(place.day);
      return removed;
    },
  };
  const restart = () =>
    new DeletionService({
      catalog,
      audit: trail,
      store: { ...store, days },
      clock: { now: () => NOON_MS },
      log: createTestLog(),
      annotations: { removeOf: async () => {}, removeOfGone: async () => {} },
    });
  const deletions = restart();
  const matchingTraces = (filter: PickedFilter) => store.matchingTraces(PROJECT, filter);
  const seen = { matchingTraces, checkAttribute: () => {}, hidesAnything: false, hidden: null };
  const remove = (target: DeletionTarget) => {
    const confirm = { confirm: PROJECT.slice('prj_'.length) };
    return deletions.delete(PROJECT, target, seen, confirm, systemActor('test'));
  };
  return { store, catalog, deletions, restart, seen, remove, hooks, rows };
}

test('a hold that is set while a day is written anew keeps that day', async () => {
  const { store, catalog, remove, hooks, rows } = await openOverMidnight();
  const hold = JSON.stringify({ ...KEEP_EVERYTHING, legalHold: true });
  const set = catalog.raw.prepare('INSERT INTO retention_rule (project_id, rules) VALUES (?, ?)');
  // Once it was seen that there is none.
  hooks.removing = () => void set.run(PROJECT, hold);
  const refused = remove({ kind: 'trace', traceId: traceId(1) });
  await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  expect((await store.days.list(PROJECT)).map(({ records }) => records)).toEqual([2, 2]);
  const ends = (await rows()).filter(({ action }) => action === 'traces.deletion_stopped');
  expect(ends).toHaveLength(1);
});

test('a trace that goes on over midnight is one, in the count before and after', async () => {
  const { deletions, seen, remove } = await openOverMidnight();
  const target = { kind: 'filter', filter: {} } as const;
  const all = { traces: 3, spans: 4, logs: 0, metrics: 0 };
  const one = { kind: 'trace', traceId: traceId(1) } as const;
  expect(await deletions.count(PROJECT, one, seen)).toMatchObject({ traces: 1, spans: 2 });
  expect(await deletions.count(PROJECT, target, seen)).toEqual(all);
  expect(await remove(target)).toEqual(all);
});

test('a trace that goes on over midnight is one, also where all of it went and its end was not noted', async () => {
  const { deletions, remove, hooks, rows } = await openOverMidnight();
  hooks.removed = (day) => {
    if (day !== DAY) throw new AppError('unavailable', 'The disk failed.');
  };
  const target = { kind: 'filter', filter: {} } as const;
  await expect(remove(target)).rejects.toMatchObject({ code: 'unavailable' });
  // No file is left of which it could be told anew.
  await deletions.resume();
  const ends = (await rows()).filter(({ action }) => action === 'traces.deleted');
  expect(ends.map(({ after }) => JSON.parse(after!) as object)).toMatchObject([
    { traces: 3, spans: 4 },
  ]);
});

test('a trace that goes on over midnight is one, also where others were picked that are not there', async () => {
  const { deletions, seen, remove } = await openOverMidnight();
  const target: DeletionTarget = { kind: 'traces', traceIds: [7, 1, 8, 1].map(traceId) };
  const one = { traces: 1, spans: 2, logs: 0, metrics: 0 };
  expect(await deletions.count(PROJECT, target, seen)).toEqual(one);
  expect(await remove(target)).toEqual(one);
});

test('a trace that goes on over midnight is one, also where a start goes on with its second day', async () => {
  const { catalog, remove, restart, hooks, rows } = await openOverMidnight();
  hooks.removing = (day) => {
    if (day !== DAY) throw new AppError('unavailable', 'The disk failed.');
  };
  const target: DeletionTarget = { kind: 'traces', traceIds: [7, 1, 8].map(traceId) };
  await expect(remove(target)).rejects.toMatchObject({ code: 'unavailable' });
  hooks.removing = () => {};
  await restart().resume();
  const ends = (await rows()).filter(({ action }) => action === 'traces.deleted');
  expect(ends.map(({ after }) => JSON.parse(after!) as object)).toMatchObject([
    { traces: 1, spans: 2 },
  ]);
  expect(await catalog.db.selectFrom('deletion_progress').selectAll().execute()).toEqual([]);
});
