import { expect, test } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { runCommand } from '../../support/run-command.ts';

const at = (ms: number): string => `${Date.now() - 60_000 + ms}000000`;

const resource = (name: string) => ({
  resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
});

const genAi = (operation: string) => ({
  attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: operation } }],
});

test('numbers, services and errors are printed, and are those of REST', async () => {
  const dataDir = createTestFolder();
  const collector = await openTestCollector({ dataDir });
  const { project, key } = await collector.client.projects.create({ name: 'Shop' });
  const traceId = 'ab'.repeat(16);
  const span = (spanId: string, name: string, more: object) => ({
    scopeSpans: [
      {
        spans: [
          { traceId, spanId, name, startTimeUnixNano: at(0), endTimeUnixNano: at(40), ...more },
        ],
      },
    ],
  });
  const sent = await fetch(`${collector.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key.secret },
    body: JSON.stringify({
      resourceSpans: [
        { ...resource('web'), ...span('a1'.repeat(8), 'GET /cart', {}) },
        {
          ...resource('orders'),
          ...span('b2'.repeat(8), 'SELECT', {
            parentSpanId: 'a1'.repeat(8),
            status: { code: 2, message: 'locked' },
          }),
        },
        {
          ...resource('web'),
          ...span('c3'.repeat(8), 'invoke_agent helper', genAi('invoke_agent')),
        },
        {
          ...resource('web'),
          ...span('d4'.repeat(8), 'execute_tool look', {
            parentSpanId: 'c3'.repeat(8),
            ...genAi('execute_tool'),
          }),
        },
      ],
    }),
  });
  expect(sent.status).toBe(200);
  const run = async (...args: string[]) => {
    const to = ['--project', 'shop', '--data-dir', dataDir];
    const { code, stdout, stderr } = await runCommand('analytics', ...args, ...to);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  const series = await run('series', '--count', 'spans', '--by', 'service');
  expect(series).toMatch(/^SERVICE +COUNT +ERRORS/);
  expect(series).toMatch(/^orders +1 +1 +40/m);
  expect(series).toMatch(/^all +4 +1/m);
  const byKey = await run('series', '--count', 'spans', '--by', 'gen_ai.operation.name');
  expect(byKey).toMatch(/^\(not named\) +2 +1 .*\nexecute_tool +1 .*\ninvoke_agent +1 /m);
  expect(await run('services')).toMatch(/^web +orders +1 +1 +40 +40/m);
  const compared = await run('series', '--by', 'service', '--values', 'web', 'nobody', '--before');
  expect(compared).toMatch(/^web +1 .*\nnobody +0 .*\nall +1 .*\nweb, before +0 /m);
  expect(compared).toMatch(/^all, before +0 /m);
  expect(await run('agents')).toMatch(/^agent helper +tool look +1 +0 +40 +0/m);
  expect(await run('errors')).toContain(`locked  ${traceId}`);
  expect(await run('series', '--filter', 'service = nobody')).toMatch(/^all +0 +0/m);

  const rest = async (name: string, body: object) => {
    const answer = await fetch(`${collector.url}/api/v1/projects/${project.id}/analytics/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key.secret },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const read = await collector.client.keys.create({ projectId: project.id, scopes: ['read'] });
  const json = JSON.parse(await run('series', '--json', '--by', 'name')) as object;
  expect(json).toMatchObject({ groups: [{ value: 'GET /cart', total: { count: 1, errors: 1 } }] });
  // A key that only sends reads nothing.
  expect((await rest('series', {})).status).toBe(403);
  const ofKey = async (body: object) => {
    const answer = await fetch(`${collector.url}/api/v1/projects/${project.id}/analytics/series`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': read.secret },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  for (const [groupBy, why] of [
    ['operation', 'A trace has no operation'],
    ['gen_ai.operation.name', 'count spans or calls'],
  ] as const) {
    const wrong = await ofKey({ counted: 'traces', groupBy });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain(why);
  }
  const split = await ofKey({ counted: 'spans', groupBy: 'gen_ai.operation.name', groups: 2 });
  expect(JSON.parse(split.text)).toMatchObject({
    groups: [
      { value: '', total: { count: 2 } },
      { value: 'execute_tool', total: { count: 1 } },
    ],
    moreGroups: 1,
    truncated: false,
  });
});
