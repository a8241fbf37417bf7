import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';
import { openTestCollector } from '../support/open-test-collector.ts';

const AT = Date.UTC(2026, 10, 21, 12);

/** A collector with one span stored, and the folder of its traces. */
async function openWithSpan() {
  const { client, url, dataDir, log } = await openTestCollector({ clock: { now: () => AT } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  const span = { traceId: newTraceId(), spanId: newSpanId(), startMs: AT };
  const send = (spans: Parameters<typeof exportRequest>[0]) =>
    postTraces(url, exportRequest(spans));
  expect((await send([span])).status).toBe(200);
  const folder = join(dataDir, 'projects', projectId, 'traces');
  const traces = async () =>
    (await client.traces.list({ projectId, filter: {} })).traces.map(({ traceId }) => traceId);
  return { client, projectId, span, send, folder, traces, log };
}

it('what arrives after somebody removed the file of today is stored in a new one', async () => {
  const { client, projectId, span, send, folder, traces, log } = await openWithSpan();
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const traceId = newTraceId();
  expect((await send([{ traceId, startMs: AT }])).status).toBe(200);
  expect(await traces()).toEqual([traceId]);
  // What went with the file is not known any more: sent again, it is stored again.
  expect((await send([span])).status).toBe(200);
  expect((await traces()).toSorted()).toEqual([traceId, span.traceId].toSorted());
  expect(log.lines.join()).toContain('removed or replaced');
  const { days } = await client.retention.get({ projectId });
  expect(days).toMatchObject([{ day: '2026-11-21', records: 2 }]);
});

it('what arrives after another file took the place of that of today is stored in that one', async () => {
  const { send, folder, traces, span } = await openWithSpan();
  const file = join(folder, '2026-11-21.db');
  copyFileSync(`${file}-wal`, `${file}.copy-wal`);
  copyFileSync(file, `${file}.copy`);
  for (const name of ['', '-wal']) renameSync(`${file}.copy${name}`, `${file}${name}`);
  rmSync(`${file}-shm`);
  const traceId = newTraceId();
  expect((await send([{ traceId, startMs: AT }])).status).toBe(200);
  expect((await traces()).toSorted()).toEqual([traceId, span.traceId].toSorted());
});
