import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { grpcClient } from '../ingest/grpc-client.ts';
import { protobuf } from '../ingest/requests.ts';
import { readStatus } from '../ingest/status.ts';
import { newTraceId } from '../../support/ids.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const UNAVAILABLE = 14;
const DISK = { warnBelow: 3000, deleteBelow: 2000, refuseBelow: 1000, deleteOldest: true };

/** A collector whose disk is as full as the test says: so many bytes free, and more for each day that is removed. */
async function open() {
  let now = NOW;
  let whileMeasured: (() => Promise<void>) | undefined;
  let free = 1e12;
  let stored = Infinity;
  const countDays = (): number => {
    const folder = join(collector.dataDir, 'projects', projectId, 'traces');
    return readdirSync(folder).filter((name) => name.endsWith('.db')).length;
  };
  const collector = await openTestCollector({
    clock: { now: () => now },
    freeBytes: async () => {
      await whileMeasured?.();
      if (stored !== Infinity) {
        free += 400 * (stored - countDays());
        stored = countDays();
      }
      return free;
    },
  });
  const { client, url } = collector;
  const projectId = (await client.projects.list()).projects[0]!.id;
  const send = (traceId = newTraceId()) =>
    postTraces(url, exportRequest([{ traceId, startMs: now }]));
  for (let day = 0; day < 4; day++) {
    now = NOW + day * DAY;
    expect((await send()).status).toBe(200);
    // The guard looks every day, and sees no clock that jumps.
    await client.retention.setInstance({ ceilingDays: 2000 + day });
  }
  stored = countDays();
  let looks = 0;
  return {
    ...collector,
    projectId,
    send,
    /** Has the guard look at a disk with so many bytes free. */
    look: async (bytes: number, more: Partial<typeof DISK> = {}) => {
      free = bytes;
      // Any change of the rules makes it look at once.
      await client.retention.setInstance({
        ceilingDays: 1000 + looks++,
        disk: { ...DISK, ...more },
      });
    },
    /** Does something each time the free space is looked at: before a day is removed, and after it. */
    onMeasure: (work?: () => Promise<void>) => (whileMeasured = work),
    days: async () => (await client.retention.get({ projectId })).days.map(({ day }) => day),
    state: async () =>
      (await client.collector.doctor()).checks.find(({ name }) => name === 'disk')?.state,
  };
}

test('warns, then removes the oldest days, then refuses on every road, and resumes when there is room', async () => {
  const { look, days, state, send, grpcUrl, client, projectId, log } = await open();
  await look(10_000);
  expect(await state()).toBe('ok');
  await look(2500);
  expect(await state()).toBe('warning');
  expect(await days()).toHaveLength(4);
  expect((await send()).status).toBe(200);

  // Two days bring it above the second threshold again: no more than these go.
  await look(1300);
  expect(await days()).toEqual(['2026-11-23', '2026-11-24']);
  expect(await state()).toBe('warning');
  expect((await send()).status).toBe(200);
  const { runs } = await client.retention.get({ projectId });
  expect(runs[0]).toMatchObject({ cause: 'disk', results: [{ removals: [{}, {}] }] });

  // Nothing is left to remove but what came today: then nothing more is taken.
  await look(100);
  expect(await days()).toEqual(['2026-11-24']);
  expect(await state()).toBe('failed');
  const grpc = grpcClient(grpcUrl);
  const refused = await send();
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const request = protobuf(exportRequest([{}]));
  const { code, details } = await grpc('traces', request);
  expect(code).toBe(UNAVAILABLE);
  expect(readStatus(details!).details).toEqual([RETRY_INFO]);
  expect((await client.projects.get({ projectId })).spanCount).toBe(3);

  await look(5000);
  expect(await state()).toBe('ok');
  const traceId = newTraceId();
  expect((await send(traceId)).status).toBe(200);
  expect((await grpc('traces', request)).code).toBe(0);
  expect(await client.traces.open({ projectId, traceId })).toMatchObject({
    summary: { spanCount: 1 },
  });
  const events = log.lines.map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events.filter((event) => event.startsWith('disk.'))).toEqual([
    'disk.low',
    'disk.full',
    'disk.enough',
  ]);
});

test('removes nothing where that is not allowed, and still refuses', async () => {
  const { look, days, send } = await open();
  await look(100, { deleteOldest: false });
  expect(await days()).toHaveLength(4);
  expect((await send()).status).toBe(503);
});

test('senders are refused while the guard still makes room, and a hold that is set meanwhile ends it', async () => {
  const { look, days, send, onMeasure, client, projectId, state } = await open();
  const answers: number[] = [];
  onMeasure(async () => {
    answers.push((await send()).status);
    // The second look comes before the first day goes, the third one before the second day.
    if (answers.length === 3) await client.retention.set({ projectId, legalHold: true });
  });
  await look(100);
  onMeasure();
  expect(answers.slice(0, 3)).toEqual([200, 503, 503]);
  expect(await days()).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
  expect(await state()).toBe('failed');
  const { runs } = await client.retention.get({ projectId });
  expect(runs[0]).toMatchObject({ cause: 'disk', results: [{ removals: [{ whole: true }] }] });
  const { entries } = await client.audit.list({ action: 'retention.swept' });
  expect(entries).toMatchObject([{ after: { cause: 'disk', days: 1, spans: 1 } }]);
});

test('refuses also where what was removed cannot be written down, and removes no less', async () => {
  const { look, days, send, dataDir } = await open();
  await look(1e12);
  const catalog = new Database(join(dataDir, 'catalog.db'));
  catalog.exec(
    `CREATE TRIGGER stop BEFORE INSERT ON audit_entry WHEN NEW.action = 'retention.swept'
     BEGIN SELECT RAISE(ABORT, 'stopped by the test'); END`,
  );
  await expect(look(100, { refuseBelow: 1900 })).rejects.toMatchObject({ code: 'internal' });
  expect(await days()).toEqual(['2026-11-24']);
  expect((await send()).status).toBe(503);
  catalog.exec('DROP TRIGGER stop');
  catalog.close();
  await look(1e12);
  expect((await send()).status).toBe(200);
});

test('room that a sweep gave back is told, and data taken again, without waiting for the next look', async () => {
  const { look, days, send, client, projectId, state } = await open();
  await look(900, { deleteOldest: false });
  expect((await send()).status).toBe(503);
  const traces = { days: 1, bytes: null, records: null };
  await client.retention.set({ projectId, traces });
  await client.retention.sweep({ projectId });
  expect(await days()).toEqual(['2026-11-23', '2026-11-24']);
  expect((await client.retention.instance()).freeBytes).toBe(1700);
  expect(await state()).toBe('warning');
  expect((await send()).status).toBe(200);
});
