import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { runAndKill } from '../../support/run-and-kill.ts';
import { randomText } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const CHILD = fileURLToPath(new URL('./sweep-child.ts', import.meta.url));
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const DAYS = 6;
const KILLS = 6;
const SENT = DAYS * 2 * 60;

test('killed again and again at random points of a sweep: what must stay is there, what must go is gone', async () => {
  const dataDir = createTestFolder();
  let now = NOW;
  const first = await openTestCollector({ dataDir, clock: { now: () => now } });
  const projectId = (await first.client.projects.list()).projects[0]!.id;
  const kept: string[] = [];
  const gone: string[] = [];
  for (let day = 0; day < DAYS; day++) {
    now = NOW + day * DAY;
    for (const environment of ['dev', 'prod']) {
      const spans = Array.from({ length: 60 }, (_, i) => ({
        traceId: newTraceId(),
        startMs: now,
        attributes: { text: randomText(2000 + i) },
      }));
      const resource = { 'deployment.environment.name': environment };
      const answer = await postTraces(first.url, exportRequest(spans, 'test', resource));
      expect(answer.status).toBe(200);
      const ids = spans.map(({ traceId }) => traceId);
      const age = DAYS - 1 - day;
      if (age <= (environment === 'dev' ? 1 : 3)) kept.push(...ids);
      // Of the day whose rest goes tomorrow, all may go then.
      else if (age !== 3) gone.push(...ids);
    }
  }
  await first.client.retention.set({
    projectId,
    traces: { days: 3 },
    environments: [{ environment: 'dev', days: 1 }],
  });
  await first.close();
  let seed = 7;
  for (let kill = 0; kill <= KILLS; kill++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const afterMs = kill === KILLS ? Infinity : (seed >>> 8) % 400;
    await runAndKill(CHILD, [dataDir, projectId, String(now)], (soFar, end) => {
      // The first time between two days; afterwards little is left to do.
      if (soFar.includes('swept') || (kill === 0 && soFar.includes('a day went'))) end();
      else if (kill > 0 && Number.isFinite(afterMs) && soFar.includes('sweeping'))
        setTimeout(end, afterMs);
    });
    const { client, close } = await openTestCollector({ dataDir, clock: { now: () => now } });
    const { traces } = await client.traces.list({ projectId, limit: 1000 });
    const stored = new Set(traces.map(({ traceId }) => traceId));
    expect(kept.filter((traceId) => !stored.has(traceId))).toEqual([]);
    const { checks } = await client.collector.doctor();
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    await close();
  }
  const { client } = await openTestCollector({ dataDir, clock: { now: () => now } });
  await client.retention.sweep({ projectId });
  const { traces } = await client.traces.list({ projectId, limit: 1000 });
  const stored = traces.map(({ traceId }) => traceId);
  expect(stored).toEqual(expect.arrayContaining(kept));
  expect(gone.filter((traceId) => stored.includes(traceId))).toEqual([]);
  // Whatever went is in the audit log, by whichever sweep, and nothing twice.
  const { entries } = await client.audit.list({ action: 'retention.swept', limit: 200 });
  const swept = entries.map(({ after }) => (after as { spans?: number }).spans ?? 0);
  expect(swept.reduce((sum, spans) => sum + spans, 0)).toBe(SENT - stored.length);
});
