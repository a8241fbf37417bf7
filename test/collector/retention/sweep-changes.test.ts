import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AnnotationService } from '../../../src/main/collector/annotations/annotation-service.ts';
import { RetentionService } from '../../../src/main/collector/retention/retention-service.ts';
import { SweepJournal } from '../../../src/main/collector/retention/sweep-journal.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { createTestLog } from '../../support/open-test-collector.ts';
import { ACTOR, addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { policy } from '../redaction/policies.ts';
import { idsOf, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import {
  logSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  spanSegment,
  traceId,
} from '../store-read/otlp-segments.ts';

const USER = { kind: 'local', from: ACTOR.from } as const;
const IDS = [0, 1, 2].map(traceId);

const redact = async (_id: string, said: readonly { text: string }[]) =>
  said.map(({ text }) => text);
const unguarded = { guard: <T>(_day: unknown, change: () => Promise<T>) => change() };
const isBackingUp = () => false;
const doNothing = () => {};
const SEEN = { hiddenFields: new Set<never>(), checkFields: doNothing };

/** Two traces of an environment of which nothing is kept for long, and one of another, ten days later. */
async function open() {
  const { store, dataDir, setNow } = await openTestStore();
  /** Told of each day that is removed, once it is, and of each that is looked into, before; may throw. */
  const hooks = {
    removed: doNothing,
    looked: doNothing,
    isAway: false,
    isHeld: () => false,
    /** What the clock shows, after the data arrived. */
    afterMs: 10 * 86_400_000,
  };
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (const [n, environment] of ['dev', 'dev', 'prod'].entries()) {
    const resource = { 'deployment.environment.name': environment };
    const span = { trace: IDS[n]!, span: spanId(n) };
    await store.append(PROJECT, spanSegment([span], 'api', resource));
  }
  const clock = { now: () => NOON_MS + hooks.afterMs };
  const shared = { catalog, audit: trail, store, clock, log: createTestLog() };
  const annotations = new AnnotationService({ ...shared, redact });
  const clockWatch = { isHeld: async () => hooks.isHeld(), heldMs: async () => 0 };
  const journal = await SweepJournal.open(catalog, store.past);
  const days: typeof store.days = {
    ...store.days,
    survey: async (projectId) =>
      hooks.isAway ? { days: [], unreadable: [] } : store.days.survey(projectId),
    groups: async (...of) => {
      hooks.looked();
      return store.days.groups(...of);
    },
    remove: async (...of) => {
      const removed = await store.days.remove(...of);
      hooks.removed();
      return removed;
    },
  };
  const retention = new RetentionService({
    ...shared,
    store: { ...store, days },
    annotations,
    clockWatch,
    journal,
    isBackingUp,
  });
  const environments = [{ environment: 'dev', days: 1 }];
  const setRules = (change: Parameters<typeof retention.change>[1]) =>
    retention.change(PROJECT, change, SEEN, USER);
  await setRules({ environments });
  const pin = async (n: number) => {
    await annotations.pin(PROJECT, [IDS[n]!], true, USER);
  };
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  const staged = join(folder, '2026-11-20.db.rewrite');
  /** Has a change of the catalog be the next one when the removal of a day is ready and asks whether it may be made. */
  const changeBefore = async (change: () => Promise<unknown>, removal: () => Promise<unknown>) => {
    let go = doNothing;
    void trail.inTurn(() => new Promise<void>((resolve) => (go = resolve)));
    const changed = change();
    // A pin asks the store first.
    await store.storedTraces(PROJECT, new Uint8Array(16));
    await setImmediate();
    const removed = removal();
    await expect.poll(() => existsSync(staged), { timeout: 20_000 }).toBe(true);
    go();
    await Promise.all([changed, removed]);
    return idsOf(store, {});
  };
  const sweep = () => retention.sweep(PROJECT, USER);
  /** What the audit log says of sweeps, the last one first. */
  const swept = async (wanted = 'retention.swept') =>
    (await rows())
      .filter(({ action }) => action === wanted)
      .map(({ after }) => JSON.parse(after!) as object)
      .toReversed();
  const actions = { store, retention, annotations, setRules, pin, sweep, swept, changeBefore };
  return {
    ...actions,
    catalog,
    folder,
    hooks,
    setNow,
    addProject: (name: string) => addProject(trail, name),
  };
}

test('a day of which an old file stays on the disk counts as what it is, and the file goes with a later sweep', async () => {
  const { store, folder, sweep, swept } = await open();
  const inTheWay = join(folder, '2026-11-20.db.packing');
  mkdirSync(inTheWay);
  const failure = expect.stringMatching(
    /^traces of 2026-11-20: The old data file .*cannot be removed/,
  );
  const removal = { day: '2026-11-20', records: 2, reason: 'age' };
  expect(await sweep()).toMatchObject({
    results: [{ removals: [removal], failures: [failure] }],
  });
  expect(await idsOf(store, {})).toEqual([IDS[2]]);
  expect((await swept())[0]).toMatchObject({ days: 1, spans: 2, failures: 1 });
  expect(await sweep()).toMatchObject({ results: [{ removals: [], failures: [failure] }] });
  rmdirSync(inTheWay);
  expect(await sweep()).toMatchObject({ results: [{ removals: [], failures: [] }] });
});

test('what went of a day counts, whatever fails afterwards, as where the collector ends', async () => {
  const { store, retention, sweep, swept, hooks } = await open();
  let stopped: Promise<void> | undefined;
  hooks.removed = () => {
    stopped = retention.stop();
    throw new AppError('unavailable', 'The store is closed.');
  };
  const ended = { code: 'unavailable', message: expect.stringContaining('The collector ended') };
  const [one, waiting] = [sweep(), sweep()].map((each) =>
    expect(each).rejects.toMatchObject(ended),
  );
  await one;
  await waiting;
  await stopped;
  expect(await idsOf(store, {})).toEqual([IDS[2]]);
  expect(await swept()).toMatchObject([
    { days: 0, interrupted: true },
    { days: 1, spans: 2, interrupted: true },
  ]);
});

test('a scheduled sweep that is cancelled is written down as that, and the next one goes on', async () => {
  const { store, retention, setRules, swept, hooks } = await open();
  await store.append(PROJECT, logSegment([{ timeNs: NOON_NS, text: 'of the same day' }]));
  await setRules({ logs: { days: 1 } });
  let ended: Promise<unknown> | undefined;
  const told: unknown[] = [];
  const hidden = { ...SEEN, hiddenFields: new Set(['environment'] as const) };
  hooks.removed = () => {
    if (ended !== undefined) return;
    told.push(retention.sweeps.of(PROJECT, SEEN), retention.sweeps.of(PROJECT, hidden));
    // Two do, and are told the same.
    ended = Promise.all([1, 2].map(() => retention.sweeps.cancel(PROJECT, SEEN, USER)));
  };
  await retention.sweepOnSchedule();
  const under = { cause: 'schedule', state: 'removing' };
  const at = { signal: 'traces', day: '2026-11-20' };
  // Which files hold what goes tells where there is an environment.
  expect(await Promise.all(told)).toMatchObject([
    [{ ...under, days: { done: 0, total: 2 }, at }],
    [{ ...under, days: { done: 0, total: 0 }, at: null }],
  ]);
  const days = { done: 1, total: 2 };
  const answer = { days, removed: { records: 2, bytes: expect.any(Number) } };
  expect(await ended).toEqual([answer, answer]);
  expect(await swept('retention.sweep_cancelled')).toMatchObject([{ spans: 2, days: 1 }]);
  expect(await swept()).toMatchObject([{ cause: 'schedule', cancelled: true, spans: 2 }]);
  expect(await retention.sweeps.of(PROJECT, SEEN)).toEqual([]);
  await retention.sweepOnSchedule();
  const [last] = await swept();
  expect(last).toMatchObject({ cause: 'schedule', spans: 0, logRecords: 1 });
  expect(last).not.toHaveProperty('cancelled');
});

test('a sweep that was done when it was cancelled is not told as cancelled', async () => {
  const { retention, sweep, swept, hooks } = await open();
  let ended: Promise<unknown> | undefined;
  hooks.removed = () => {
    ended = retention.sweeps.cancel(PROJECT, SEEN, USER);
    ended.catch(doNothing);
  };
  await sweep();
  await expect(ended).rejects.toMatchObject({ message: expect.stringContaining('It was done') });
  expect((await swept())[0]).not.toHaveProperty('cancelled');
});

test('a sweep of all projects that is cancelled while it waits looks at none, and is written down as cancelled', async () => {
  const { retention, sweep, swept, hooks } = await open();
  let waiting: Promise<unknown> | undefined;
  let ended: Promise<unknown> | undefined;
  hooks.removed = () => {
    waiting = expect(retention.sweep(null, USER)).rejects.toMatchObject({ code: 'conflict' });
    ended = retention.sweeps.cancelAll(USER);
  };
  await sweep();
  await waiting;
  expect(await ended).toMatchObject({ removed: { records: 0 } });
  const [own, whole] = await swept();
  expect(whole).toMatchObject({ cancelled: true, days: 0 });
  expect(own).toMatchObject({ days: 1 });
  expect(own).not.toHaveProperty('cancelled');
  expect(await swept('retention.sweep_cancelled')).toMatchObject([{ days: 0 }]);
});

test('one that is cancelled while it looks for what goes removes nothing; a dry run that nobody waits for ends too', async () => {
  const { store, retention, sweep, hooks } = await open();
  await store.append(PROJECT, logSegment([{ timeNs: NOON_NS, text: 'of the same day' }]));
  let looks = 0;
  const leaving = new AbortController();
  hooks.looked = () => {
    looks++;
    leaving.abort();
  };
  await retention.preview(PROJECT, {}, leaving.signal);
  expect(looks).toBe(1);
  hooks.looked = () => {
    looks++;
    void retention.sweeps.cancel(PROJECT, SEEN, USER);
  };
  await expect(sweep()).rejects.toMatchObject({
    message: 'The sweep was cancelled. Nothing was removed.',
  });
  expect(looks).toBe(2);
  expect(await idsOf(store, {})).toEqual(IDS);
});

test('room that is made on a full disk is seen, and not cancelled', async () => {
  const { retention, hooks } = await open();
  const seen: unknown[] = [];
  hooks.removed = () => {
    seen.push(...retention.sweeps.all());
    seen.push(retention.sweeps.cancel(PROJECT, SEEN, USER).catch(({ message }) => message));
  };
  await retention.removeOldest(async () => true);
  expect(seen[0]).toMatchObject({ cause: 'disk', state: 'removing', projectId: PROJECT });
  expect(await seen[1]).toMatch(/almost full: it ends when there is enough/);
});

test('room that is made says in which project it is made now, also where it comes back to one', async () => {
  const { store, retention, setNow, addProject: add, hooks } = await open();
  await add('another');
  for (const [days, projectId] of [
    [1, 'prj_another'],
    [2, PROJECT],
  ] as const) {
    setNow(NOON_MS + days * 86_400_000);
    await store.append(projectId, spanSegment([{ trace: traceId(5), span: spanId(5) }]));
  }
  const at: unknown[] = [];
  hooks.removed = () => {
    const [run] = retention.sweeps.all();
    at.push([run!.projectId, run!.at?.day, run!.projects, retention.sweeps.of(PROJECT, SEEN)]);
  };
  await retention.removeOldest(async () => true);
  const told = await Promise.all(
    (at as [string, string, object, Promise<unknown[]>][]).map(async ([id, day, projects, of]) => [
      id,
      day,
      projects,
      (await of).length,
    ]),
  );
  const none = { done: 0, total: 0 };
  expect(told).toEqual([
    [PROJECT, '2026-11-20', none, 1],
    ['prj_another', '2026-11-21', none, 0],
    [PROJECT, '2026-11-22', none, 1],
  ]);
});

test('no other day goes for room that an old file does not give back', async () => {
  const { store, folder, retention, swept } = await open();
  const span = { trace: traceId(3), span: spanId(3) };
  await store.append(PROJECT, logSegment([{ timeNs: NOON_NS, text: 'of the same day' }]));
  await store.append(PROJECT, spanSegment([span]));
  mkdirSync(join(folder, '2026-11-20.db.packing'));
  await retention.removeOldest(async () => true);
  expect(await idsOf(store, {})).toEqual([]);
  expect(await store.stats(PROJECT)).toMatchObject([{ spans: 0, logs: 1 }]);
  expect(await swept()).toMatchObject([{ cause: 'disk', spans: 4, logRecords: 0, failures: 1 }]);
});

test('rules that change, and traces that are pinned, while a day is written anew count for it', async () => {
  const { setRules, pin, sweep, changeBefore } = await open();
  expect(await changeBefore(() => setRules({ environments: [] }), sweep)).toEqual(IDS);
  await setRules({ environments: [{ environment: 'dev', days: 1 }] });
  expect(await changeBefore(() => pin(0), sweep)).toEqual([IDS[0], IDS[2]]);
});

test('a trace that is pinned while the guard of the disk makes room stays', async () => {
  const { retention, pin, changeBefore } = await open();
  await pin(2);
  const makeRoom = () => retention.removeOldest(async () => true);
  expect(await changeBefore(() => pin(0), makeRoom)).toEqual([IDS[0], IDS[2]]);
});

test('log records of a pinned trace that went are pinned no more', async () => {
  const { store, retention, annotations, setRules, pin } = await open();
  const log = (n: number) => ({ trace: IDS[n]!, timeNs: NOON_NS, text: 'x' });
  await store.append(PROJECT, logSegment([log(0), log(2)]));
  await setRules({ logs: { days: 1 } });
  for (const n of [0, 2]) await pin(n);
  const pinnedLogs = async () =>
    (await retention.preview(PROJECT)).pinned.find(({ signal }) => signal === 'logs')?.records;
  expect(await pinnedLogs()).toBe(2);
  const place = { projectId: PROJECT, signal: 'traces', day: '2026-11-20' } as const;
  const ids = new Uint8Array(Buffer.from(IDS[0]!, 'hex'));
  await store.days.remove(place, { traceIds: ids });
  await annotations.removeOfGone(PROJECT);
  expect(await pinnedLogs()).toBe(1);
});

test('what was found in a day is known as long as the day is there, and no longer', async () => {
  const { retention, hooks } = await open();
  let looks = 0;
  hooks.looked = () => (looks += 1);
  for (const isAway of [false, false, true, false]) {
    hooks.isAway = isAway;
    await retention.preview(PROJECT);
  }
  expect(looks).toBe(2);
});

test('what was pinned, and what redaction made of an environment, is judged by what it is now', async () => {
  const { store, retention, annotations, setRules, pin } = await open();
  const place = { projectId: PROJECT, signal: 'traces', day: '2026-11-20' } as const;
  const environment = 'ada@corp.io';
  const resource = { 'deployment.environment.name': environment };
  const span = { trace: traceId(3), span: spanId(3) };
  await store.append(PROJECT, spanSegment([span], 'api', resource));
  await store.append(PROJECT, logSegment([{ trace: IDS[2]!, timeNs: NOON_NS, text: 'of a pin' }]));
  await setRules({ environments: [{ environment, days: 1 }], logs: { days: 1 } });
  await pin(2);
  const planned = async () =>
    (await retention.preview(PROJECT)).removals.map(({ signal, records }) => [signal, records]);
  expect(await planned()).toEqual([['traces', 1]]);
  await store.past.redact(place, policy(), unguarded);
  expect(await planned()).toEqual([]);
  const traceIds = new Uint8Array(Buffer.from(IDS[2]!, 'hex'));
  await store.days.remove(place, { traceIds });
  await annotations.removeOfGone(PROJECT);
  expect(await planned()).toEqual([['logs', 1]]);
});

test('a clock that goes ahead while a sweep is at work, or waits, makes nothing older for it', async () => {
  const { store, retention, hooks, addProject } = await open();
  await addProject('other');
  const projects = [PROJECT, 'prj_other'];
  const rules = { traces: { days: 30 }, environments: [{ environment: 'dev', days: 1 }] };
  for (const projectId of projects) await retention.change(projectId, rules, SEEN, USER);
  for (const [n, environment] of ['dev', 'prod'].entries()) {
    const resource = { 'deployment.environment.name': environment };
    const span = { trace: IDS[n]!, span: spanId(n) };
    await store.append('prj_other', spanSegment([span], 'api', resource));
  }
  hooks.removed = () => void (hooks.afterMs = 400 * 86_400_000);
  const asked = retention.sweep(null, USER);
  // When it is told to begin, and when its turn has come.
  const held = [false, true];
  hooks.isHeld = () => held.shift()!;
  await Promise.all([asked, retention.sweepOnSchedule()]);
  expect(held).toEqual([]);
  const stored = projects.map(async (projectId) => (await idsOf(store, {}, projectId)).length);
  expect(await Promise.all(stored)).toEqual([1, 1]);
});

test('what went while the disk took no note of it is said, and written down once it does', async () => {
  const { catalog, store, retention, hooks, sweep, swept } = await open();
  hooks.looked = () => void catalog.raw.pragma('query_only = ON');
  await expect(sweep()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^The sweep removed 2 records, .* the next one writes it down/),
  });
  expect(await idsOf(store, {})).toEqual([IDS[2]]);
  catalog.raw.pragma('query_only = OFF');
  expect(await swept()).toEqual([]);
  await retention.recordInterrupted();
  expect(await swept()).toMatchObject([{ cause: 'request', interrupted: true, spans: 2 }]);
  await retention.recordInterrupted();
  expect(await swept()).toHaveLength(1);
});
