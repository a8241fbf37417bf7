import { expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { importBytes } from '../../support/files.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

it('spans of the years 1970 and 2262 are in every list, and keep no others out of them', async () => {
  const { client } = await openTestCollector();
  const { project } = await client.files.open({ name: 'far times' });
  const projectId = project.id;
  const attributes = {
    'session.id': 's',
    'gen_ai.request.model': 'm',
    'gen_ai.usage.input_tokens': 1,
  };
  // The last is where signed nanoseconds end, which programs take for never.
  const starts = [0, Date.now(), 9_223_372_036_854];
  const spans = starts.map((startMs) => ({ startMs, durationMs: 0, error: true, attributes }));
  const file = JSON.stringify(exportRequest(spans));
  expect(await importBytes(client, projectId, file)).toMatchObject({ spans: 3, rejected: 0 });
  const { traces } = await client.traces.list({ projectId });
  expect(traces.map(({ startUs }) => startUs)).toEqual(
    starts.map((ms) => ms * 1000).toSorted((a, b) => b - a),
  );
  const next = await client.traces.list({ projectId, limit: 1 });
  expect((await client.traces.list({ projectId, after: next.next! })).traces).toHaveLength(2);
  const far = traces[0]!.traceId;
  await client.traces.open({ projectId, traceId: far });
  await client.traces.marks({ projectId, traceId: far });
  expect((await client.threads.list({ projectId, kind: 'session' })).threads).toHaveLength(1);
  const { groups } = await client.analytics.errors({ projectId });
  expect(groups).toMatchObject([{ count: 3 }]);
  for (const counted of ['traces', 'spans', 'calls'] as const) {
    // With 60 steps the last of these times is a whole number of them.
    for (const steps of [1, 60]) {
      const { all } = await client.analytics.series({ projectId, counted, steps });
      expect([counted, steps, all.total.count]).toEqual([counted, steps, 3]);
      expect(all.steps.at(-1)!.count).toBe(steps === 1 ? 3 : 1);
    }
  }
  const byService = await client.analytics.traceGroups({ projectId, by: 'service' });
  expect(byService.groups).toMatchObject([{ count: 3 }]);
  const { counts } = await client.traces.histogram({ projectId, buckets: 60 });
  expect(counts.reduce((sum, count) => sum + count)).toBe(3);
});
