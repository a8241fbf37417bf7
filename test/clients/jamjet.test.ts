import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { conversation, defaultProject, listTraces, onlyTrace } from './support/seen-trace.ts';

// Events in the form JamJet's SDKs send: Python's as package 0.12 does, TypeScript's after its source (0.4), with
// made-up content.

const now = Date.now();
const at = (ms: number): string => new Date(now + ms).toISOString();

const TRACE = 'tr_5982fe77008310cc80f1da5e10147517';
const spanId = (digit: string): string => `sp_${digit.repeat(32)}`;

const python = {
  project: 'support bot',
  events: [
    {
      type: 'span',
      trace_id: TRACE,
      span_id: spanId('1'),
      kind: 'llm_call',
      name: 'openai.gpt-4o-2024-08-06',
      sequence: 1,
      timestamp: at(0).replace('Z', '000+00:00'),
      status: 'ok',
      duration_ms: 812,
      model: 'gpt-4o-2024-08-06',
      input_tokens: 1000,
      output_tokens: 200,
      cost_usd: 0.0045,
      agent_name: 'researcher',
      session_id: 's-1',
      environment: 'staging',
      release_version: '1.2.3',
      end_user_id: 'ada',
      payload: {
        messages: [{ role: 'user', content: 'Weather in Bonn?' }],
        response: 'Mild.',
        tags: ['weather'],
      },
    },
    {
      type: 'span',
      trace_id: TRACE,
      span_id: spanId('2'),
      kind: 'tool_call',
      name: 'weather',
      sequence: 2,
      timestamp: at(900).replace('Z', '000+00:00'),
      status: 'error',
      duration_ms: 12,
      agent_name: 'researcher',
      session_id: 's-1',
      environment: 'staging',
      payload: { tool_input: { at: 'Bonn' }, error: 'no such place' },
    },
  ],
};

function post(
  { url }: TestCollector,
  body: object,
  headers: Record<string, string> = {},
  path = '/v1/events/ingest',
) {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

it('events become spans of the project of the key, once however often they are sent', async () => {
  const collector = await openTestCollector();
  const { client } = collector;
  const { project, key } = await client.projects.create({ name: 'Support' });
  const headers = { authorization: `Bearer ${key.secret}` };
  const first = await post(collector, python, headers);
  expect([first.status, await first.json()]).toEqual([
    200,
    { accepted: 2, duplicates: 0, rejected: 0, errors: [] },
  ]);
  // An address with a slash at its end makes two of them.
  const again = await post(collector, python, headers, '//v1/events/ingest');
  expect(await again.json()).toMatchObject({ accepted: 0, duplicates: 2 });
  expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);

  const trace = await onlyTrace(collector, project.id);
  expect(trace.summary).toMatchObject({
    spanCount: 2,
    errorCount: 1,
    environment: 'staging',
    release: '1.2.3',
    session: 's-1',
    user: 'ada',
    model: 'gpt-4o-2024-08-06',
    inputTokens: 1000,
    outputTokens: 200,
    costUsd: 0.0045,
  });
  const call = trace.span('openai.gpt-4o-2024-08-06');
  expect(call).toMatchObject({ costSource: 'span', genAi: { provider: 'openai' } });
  expect(conversation(call)).toEqual({
    input: [['user', 'Weather in Bonn?']],
    output: [['assistant', 'Mild.']],
  });
  const tool = trace.span('weather');
  expect(tool.status).toEqual({ code: 2, message: 'no such place' });
  expect(tool.llm!.toolCall).toMatchObject({ name: 'weather', arguments: { at: 'Bonn' } });
});

it('takes what the SDK for TypeScript sends: gzip, ids it has redacted, an agent without a name', async () => {
  const collector = await openTestCollector();
  const projectId = await defaultProject(collector);
  const event = {
    type: 'span',
    trace_id: '[CREDIT_CARD]',
    span_id: '14932ddb149514b4',
    kind: 'llm_call',
    name: 'openai.gpt-4o',
    sequence: 0,
    timestamp: at(0),
    status: 'ok',
    duration_ms: 5,
    model: 'gpt-4o',
    input_tokens: 1000,
    output_tokens: 1000,
    agent_name: 'default',
    policy_decisions: [{ tool_name: 'wire_transfer', policy_kind: 'block', pattern: 'wire_*' }],
  };
  const broken = [{ ...event, timestamp: 'soon' }, 'text', { name: 'no ids' }, null];
  const body = gzipSync(JSON.stringify({ project: 'my app/1', events: [event, ...broken] }));
  const answer = await fetch(`${collector.url}/v1/events/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body,
  });
  const read = (await answer.json()) as { errors: string[] };
  expect([answer.status, read]).toMatchObject([200, { accepted: 1, rejected: 4 }]);
  expect(read.errors.join('; ')).toContain('trace_id, span_id, kind and timestamp (3');
  expect(read.errors.join('; ')).toContain('timestamp is no time (1, first at events[1])');

  const trace = await onlyTrace(collector, projectId);
  // Without a cost of its own it has that of the price table: 2.50 and 10 dollars a million.
  expect(trace.summary).toMatchObject({ service: 'my app/1', costUsd: 0.0125 });
  expect(trace.spans[0]).toMatchObject({ costSource: 'prices' });
});

it('refuses what is no list of events, and answers what is asked at start', async () => {
  const collector = await openTestCollector();
  const { url } = collector;
  for (const body of [[], {}, { events: 'none' }]) {
    const answer = await post(collector, body);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('must be an object with a list of events'),
    ]);
  }
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const [event] = python.events;
  const nested = JSON.stringify({ events: [{ ...event, payload: { messages: 0 } }, event] });
  const answer = await fetch(`${url}/v1/events/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: nested.replace('{"messages":0}', `{"messages":${deep}}`),
  });
  expect(await answer.json()).toMatchObject({ accepted: 1, rejected: 1 });

  expect((await post(collector, python, { authorization: 'Bearer jj_unknown' })).status).toBe(401);
  const type = await post(collector, python, { 'content-type': 'application/x-protobuf' });
  expect([type.status, await type.text()]).toEqual([
    415,
    expect.stringContaining('application/json'),
  ]);
  const ask = async (path: string) => (await fetch(url + path)).json() as Promise<unknown>;
  expect(await ask('/v1/projects/my%20app%2F1/readiness')).toEqual({ ready: true });
  expect(await ask('/v1/projects/a/b/policies')).toEqual({ rules: [] });
  expect(await ask('/v1/policies?kind=cache_inject&active=true')).toEqual({ policies: [] });
});
