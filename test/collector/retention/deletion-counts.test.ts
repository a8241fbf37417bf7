import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { DeletionService } from '../../../src/main/collector/retention/deletion-service.ts';
import type { PickedFilter } from '../../../src/main/collector/store/types.ts';
import { createTestLog } from '../../support/open-test-collector.ts';
import { addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const bytesOf = (n: number) => Buffer.from(traceId(n), 'hex');
const counts = (spans: number) => ({ traces: spans, spans, logs: 0, metrics: 0 });

/** Three traces of a day, and a deletion of one of them that was killed when it had noted what goes next. */
async function openKilled() {
  const { store, dataDir } = await openTestStore();
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let n = 0; n < 3; n++) {
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }]));
  }
  catalog.raw
    .prepare('INSERT INTO deletion (id, project_id, selection, created_ms) VALUES (?, ?, ?, ?)')
    .run('del_1', PROJECT, JSON.stringify({ traceIds: bytesOf(1).toString('base64') }), 1);
  const next = { signal: 'traces', day: DAY, generation: 0, removed: counts(1) };
  catalog.raw
    .prepare('INSERT INTO deletion_progress (deletion_id, progress) VALUES (?, ?)')
    .run('del_1', JSON.stringify({ removed: counts(0), next }));
  const log = createTestLog();
  const clock = { now: () => NOON_MS };
  const deletions = new DeletionService({
    catalog,
    audit: trail,
    store,
    clock,
    log,
    annotations: { removeOfGone: async () => {} },
  });
  const entries = async () =>
    (await rows())
      .filter(({ action }) => action === 'traces.deleted')
      .map(({ after }) => JSON.parse(after!) as unknown);
  return {
    store,
    catalog,
    deletions,
    entries,
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

test('a trace that goes on over midnight is one, in the count before and after', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  const { catalog, trail } = await openTestTrail(dataDir);
  await addProject(trail, PROJECT.slice('prj_'.length));
  for (let day = 0; day < 2; day++) {
    setNow(NOON_MS + day * 86_400_000);
    const spans = [1, 2 + day].map((n) => ({ trace: traceId(n), span: spanId(10 * n + day) }));
    await store.append(PROJECT, spanSegment(spans));
  }
  const deletions = new DeletionService({
    catalog,
    audit: trail,
    store,
    clock: { now: () => NOON_MS },
    log: createTestLog(),
    annotations: { removeOfGone: async () => {} },
  });
  const matchingTraces = (filter: PickedFilter) => store.matchingTraces(PROJECT, filter);
  const seen = { matchingTraces, checkAttribute: () => {}, hidesAnything: false, hidden: null };
  const target = { kind: 'filter', filter: {} } as const;
  const all = { traces: 3, spans: 4, logs: 0, metrics: 0 };
  const one = { kind: 'trace', traceId: traceId(1) } as const;
  expect(await deletions.count(PROJECT, one, seen)).toMatchObject({ traces: 1, spans: 2 });
  expect(await deletions.count(PROJECT, target, seen)).toEqual(all);
  const confirm = { confirm: PROJECT.slice('prj_'.length) };
  expect(await deletions.delete(PROJECT, target, seen, confirm, systemActor('test'))).toEqual(all);
});
