import { expect, test } from 'vitest';
import type { Removal } from '../../../src/shared/contract/retention.ts';
import { systemActor, type Actor } from '../../../src/main/collector/audit/actor.ts';
import { recordRun } from '../../../src/main/collector/retention/record-run.ts';
import { SweepJournal, type Sweep } from '../../../src/main/collector/retention/sweep-journal.ts';
import { addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const actor: Actor = {
  kind: 'local',
  from: { via: 'window', address: null, client: null },
  reason: 'room was needed',
};
const sweep = {
  id: 'first',
  startedAt: '2026-11-30T12:00:00.000Z',
  cause: 'request',
  actor,
  tookMs: () => 7,
} as const;
const removal: Removal = {
  signal: 'traces',
  day: DAY,
  reason: 'age',
  whole: false,
  records: 1,
  bytes: 10,
};
const bytesOf = (n: number) => new Uint8Array(Buffer.from(traceId(n), 'hex'));

test('a sweep that was killed is written down for whoever asked for it, with what went alone', async () => {
  const { store, dataDir } = await openTestStore();
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let n = 0; n < 3; n++) {
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  }
  const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
  const remove = (n: number) => store.days.remove(place, { traceIds: bytesOf(n) });
  const open = () => SweepJournal.open(catalog, store.past);
  const swept = async () => (await rows()).filter(({ action }) => action === 'retention.swept');
  // What a damaged catalog has instead of a note keeps nobody from opening it, nor from writing down a sweep.
  catalog.raw.exec("INSERT INTO sweep_removal (started_at, note) VALUES ('2026', '{no')");
  const killed = await open();
  // Of one that never came to the change nothing is told, though somebody else writes the day anew after the start.
  await killed.note(sweep, PROJECT).going(removal);
  const first = await open();
  await remove(0);
  await first.recordInterrupted(trail);
  expect(await swept()).toEqual([]);
  // One that was done, and one that the kill met after the change and before it was noted.
  const done = first.note(sweep, PROJECT);
  await done.going(removal);
  await remove(1);
  await done.settle({ ...removal, records: 2, bytes: 20 });
  await first.note(sweep, PROJECT).going(removal);
  await remove(2);
  const second = await open();
  await second.recordInterrupted(trail);
  await second.recordInterrupted(trail);
  const entries = await swept();
  expect(entries).toMatchObject([
    { actor_kind: 'local', via: 'window', reason: 'room was needed', project_id: PROJECT },
  ]);
  expect(JSON.parse(entries[0]!.after!)).toEqual({
    cause: 'request',
    interrupted: true,
    // Both of the same day.
    days: 1,
    spans: 3,
    logRecords: 0,
    metricRecords: 0,
    bytes: 30,
    tookMs: 7,
    failures: 0,
  });
  const [{ run } = { run: '' }] = await catalog.db
    .selectFrom('retention_run')
    .selectAll()
    .execute();
  const { startedAt } = sweep;
  expect(JSON.parse(run)).toMatchObject({ startedAt, cause: 'request', interrupted: true });
});

test('of two sweeps that began in the same millisecond each is written down with what it removed', async () => {
  const { store, dataDir } = await openTestStore();
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let n = 0; n < 4; n++) {
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  }
  const journal = await SweepJournal.open(catalog, store.past);
  const remove = async (of: Sweep, n: number) => {
    const note = journal.note(of, PROJECT);
    const went = { ...removal, bytes: n };
    await note.going(went);
    const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
    await store.days.remove(place, { traceIds: bytesOf(n) });
    await note.settle(went);
  };
  const second: Sweep = {
    ...sweep,
    id: 'second',
    cause: 'schedule',
    actor: systemActor('retention'),
  };
  // The disk takes no note of what goes before it is gone, and then keeps the first from being written down.
  catalog.raw.exec(
    `CREATE TRIGGER full BEFORE INSERT ON sweep_removal WHEN new.note LIKE '%generation%'
     BEGIN SELECT RAISE(ABORT, 'no room'); END`,
  );
  await remove(sweep, 1);
  catalog.raw.exec('DROP TRIGGER full');
  await remove(second, 2);
  const results = [{ projectId: PROJECT, removals: [{ ...removal, bytes: 2 }], failures: [] }];
  const { startedAt } = sweep;
  await recordRun(trail, { startedAt, tookMs: 1, cause: 'schedule', results }, second);
  await remove({ ...second, id: 'third' }, 3);
  await journal.recordInterrupted(trail);
  const swept = (await rows()).filter(({ action }) => action === 'retention.swept');
  expect(swept.map(({ actor_kind, after }) => [actor_kind, JSON.parse(after!)])).toMatchObject([
    ['system', { cause: 'schedule', bytes: 2 }],
    ['local', { cause: 'request', interrupted: true, bytes: 1 }],
    ['system', { cause: 'schedule', interrupted: true, bytes: 3 }],
  ]);
  expect(await catalog.db.selectFrom('sweep_removal').selectAll().execute()).toEqual([]);
});
