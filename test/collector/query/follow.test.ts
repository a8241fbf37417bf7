import { expect, test } from 'vitest';
import type { FollowedTraces } from '../../../src/shared/contract/traces.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

test('traces are told as they come, the oldest first, and of a flood how many were not shown', async () => {
  const { client, url } = await openTestCollector();
  const { project, key } = await client.projects.create({ name: 'Shop' });
  const startMs = Date.now() - 60_000;
  const send = async (from: number, count: number, name: string): Promise<void> => {
    const spans = Array.from({ length: count }, (_, i) => ({ name, startMs: startMs + from + i }));
    const headers = { 'x-api-key': key.secret };
    expect((await postTraces(url, exportRequest(spans), headers)).status).toBe(200);
  };
  await send(0, 3, 'before');
  const query = { projectId: project.id, filter: { query: 'name != noise' } };
  const following = await client.traces.follow(query);
  const next = async () => (await following.next()).value as FollowedTraces;
  expect(await next()).toEqual({ traces: [], missed: 0 });
  await send(10, 2, 'fresh');
  const told = await next();
  expect(told.missed).toBe(0);
  expect(told.traces.map(({ name, startUs }) => [name, startUs / 1000 - startMs])).toEqual([
    ['fresh', 10],
    ['fresh', 11],
  ]);
  await send(20, 5, 'noise');
  await send(100, 1200, 'flood');
  const flood = await next();
  expect(flood.traces).toHaveLength(500);
  expect(flood.missed).toBe(700);
  expect(flood.traces.at(-1)!.startUs / 1000 - startMs).toBe(1299);
  await following.return?.(undefined);
});
