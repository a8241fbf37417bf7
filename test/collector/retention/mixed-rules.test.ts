import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { randomText } from './grep-folder.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 1, 12);
const DAYS = 12;

/** A trace of one span, as the plain model knows it. */
interface Trace {
  readonly traceId: string;
  /** Day of arrival and of its time, from the first one on. */
  readonly day: number;
  readonly environment: string;
  readonly error: boolean;
  readonly pinned: boolean;
}

/** Small numbers that are the same at every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

async function open(seed: number) {
  let now = NOW;
  const collector = await openTestCollector({ clock: { now: () => now } });
  const { client, url, dataDir } = collector;
  const projectId = (await client.projects.list()).projects[0]!.id;
  const next = numbers(seed);
  const traces: Trace[] = [];
  /** One request a trace: caps take requests as a whole. */
  const send = async (day: number): Promise<void> => {
    const environment = ['dev', 'prod', ''][next(3)]!;
    const trace = { traceId: newTraceId(), day, environment, error: next(3) === 0, pinned: false };
    const span = { traceId: trace.traceId, startMs: now, error: trace.error };
    const text = randomText(500 + next(3000));
    const resource: Record<string, string> =
      environment === '' ? {} : { 'deployment.environment.name': environment };
    const request = exportRequest([{ ...span, attributes: { text } }], 'test', resource);
    expect((await postTraces(url, request)).status).toBe(200);
    traces.push({ ...trace, pinned: next(5) === 0 });
  };
  for (let day = 0; day < DAYS; day++) {
    now = NOW + day * DAY;
    for (let count = 2 + next(5); count > 0; count--) await send(day);
  }
  const traceIds = traces.filter(({ pinned }) => pinned).map(({ traceId }) => traceId);
  await client.annotations.pin({ projectId, traceIds, pinned: true });
  /** Bytes of data files and their logs, as the file system has them. */
  const sizeOnDisk = (): number => {
    const folder = join(dataDir, 'projects', projectId, 'traces');
    return readdirSync(folder)
      .filter((name) => /\.db(-wal)?$/.test(name))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  };
  const sizeTold = async (): Promise<number> =>
    (await client.retention.get({ projectId })).days.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    client,
    projectId,
    traces,
    send: () => send(DAYS - 1),
    stored: async () =>
      new Set((await client.traces.list({ projectId, limit: 1000 })).traces.map((t) => t.traceId)),
    sizeOnDisk,
    /** Told less what is on disk, bytes; a log may be moved into its file between the two looks. */
    wronglyTold: async () => (await sizeTold()) - sizeOnDisk(),
  };
}

/** Whether age takes a trace, in words as plain as the guide's. */
function isExpired(trace: Trace): boolean {
  const base = { dev: 3, prod: 7, '': 5 }[trace.environment]!;
  const kept = Math.max(base, trace.error ? 8 : 0, trace.pinned ? 10 : 0);
  return DAYS - 1 - trace.day > kept;
}
const RULES = {
  environments: [
    { environment: 'dev', days: 3 },
    { environment: 'prod', days: 7 },
  ],
  errorDays: 8,
  pinnedDays: 10,
};

test.each([1, 2, 3, 4])(
  'environments, errors, pins and caps together (%i): the dry run lists what the run removes, and that is what the rules say',
  async (seed) => {
    const { client, projectId, traces, send, stored, sizeOnDisk, wronglyTold } = await open(seed);
    await client.retention.set({ projectId, traces: { days: 5 }, ...RULES });
    const dry = await client.retention.preview({ projectId });
    // What arrives between the dry run and the run is of today, and stays.
    await send();
    // Whoever looks at sizes has logs go into their files.
    await expect.poll(wronglyTold).toBe(0);
    const before = sizeOnDisk();
    const { run } = await client.retention.sweep({ projectId });
    const counted = (removals: typeof dry.removals) =>
      removals.map(({ day, whole, reason, records }) => ({ day, whole, reason, records }));
    expect(counted(run.results[0]!.removals)).toEqual(counted(dry.removals));
    const left = await stored();
    // Of a day whose rest goes tomorrow, all may stay until then.
    expect(traces.filter((trace) => !isExpired(trace) && !left.has(trace.traceId))).toEqual([]);
    expect(
      traces.filter(
        (trace) => isExpired({ ...trace, day: trace.day + 1 }) && left.has(trace.traceId),
      ),
    ).toEqual([]);
    await expect.poll(wronglyTold).toBe(0);
    const back = run.results[0]!.removals.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(back).toBe(before - sizeOnDisk());

    // Then caps, of records and of bytes: the oldest that is not pinned goes.
    for (const cap of [{ records: Math.ceil(left.size / 2) }, { bytes: sizeOnDisk() >> 1 }]) {
      await client.retention.set({ projectId, traces: { records: null, bytes: null, ...cap } });
      const had = await stored();
      const { removals } = await client.retention.preview({ projectId });
      const capped = await client.retention.sweep({ projectId });
      expect(counted(capped.run.results[0]!.removals)).toEqual(counted(removals));
      const has = await stored();
      const gone = removals.reduce((sum, { records }) => sum + records, 0);
      expect(has.size).toBe(had.size - gone);
      if ('records' in cap) expect(has.size).toBeLessThanOrEqual(cap.records!);
      const kept = traces.filter(({ traceId }) => has.has(traceId));
      const taken = traces.filter(({ traceId }) => had.has(traceId) && !has.has(traceId));
      expect(taken.filter(({ pinned }) => pinned)).toEqual([]);
      const oldestKept = Math.min(...kept.filter((t) => !t.pinned).map(({ day }) => day));
      expect(taken.filter(({ day }) => day > oldestKept)).toEqual([]);
      await expect.poll(wronglyTold).toBe(0);
    }
  },
);
