import { describe, expect, it } from 'vitest';
import { exportRequest, type SpanSpec } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const turn = (minute: number, attributes: SpanSpec['attributes'], error = false): SpanSpec => ({
  traceId: newTraceId(),
  startMs: NOON + minute * 60_000,
  durationMs: 1_000,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.input_tokens': 1_000,
    'gen_ai.usage.output_tokens': 200,
    ...attributes,
  },
  error,
});
const TURNS: readonly SpanSpec[] = [
  turn(0, { 'session.id': 'chat-1', 'user.id': 'ann' }),
  turn(1, { 'session.id': 'chat-1', 'user.id': 'ann' }, true),
  turn(2, { 'session.id': 'Chat-2', 'user.id': 'ann' }),
  turn(3, { 'session.id': 'chat-1', 'user.id': 'ben' }),
  turn(4, { 'user.id': '利用者' }),
  turn(5, {}),
];

async function open() {
  const { client } = await openTestCollector();
  const { project } = await client.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const lines = new Blob([JSON.stringify(exportRequest(TURNS))]);
  await client.transfer.importFile({ projectId, file: lines });
  return { client, projectId };
}

describe('threads.list', () => {
  it('puts the traces of a session together, the latest session first', async () => {
    const { client, projectId } = await open();
    const { threads, total, without } = await client.threads.list({ projectId, kind: 'session' });
    expect(total).toBe(2);
    expect(without).toBe(2);
    expect(threads[0]).toEqual({
      id: 'chat-1',
      traces: 3,
      errors: 1,
      firstUs: NOON * 1000,
      lastUs: (NOON + 3 * 60_000 + 1_000) * 1000,
      tokens: 3_600,
      costUsd: expect.closeTo(0.0135, 10) as number,
      others: ['ann', 'ben'],
      otherCount: 2,
    });
    expect(threads[1]).toMatchObject({ id: 'Chat-2', traces: 1, others: ['ann'] });
  });

  it('lists end users, by part of an id in any letter case, sorted and paged', async () => {
    const { client, projectId } = await open();
    const ids = async (query: object) => {
      const page = await client.threads.list({ projectId, kind: 'user', ...query });
      return page.threads.map(({ id }) => id);
    };
    expect(await ids({ sort: 'traces' })).toEqual(['ann', '利用者', 'ben']);
    expect(await ids({ sort: 'last', descending: false })).toEqual(['ann', 'ben', '利用者']);
    expect(await ids({ sort: 'traces', limit: 1, offset: 1 })).toEqual(['利用者']);
    expect(await ids({ offset: 9 })).toEqual([]);
    expect(await ids({ text: '利用' })).toEqual(['利用者']);
    expect(await ids({ text: 'x'.repeat(512) })).toEqual([]);
    const sessions = await client.threads.list({ projectId, kind: 'session', text: 'CHAT-2' });
    expect(sessions.threads.map(({ id }) => id)).toEqual(['Chat-2']);
  });

  it('counts the traces that pass a filter alone', async () => {
    const { client, projectId } = await open();
    const list = async (filter: object) =>
      (await client.threads.list({ projectId, kind: 'session', filter })).threads;
    expect(await list({ user: 'ben' })).toMatchObject([
      { id: 'chat-1', traces: 1, others: ['ben'] },
    ]);
    expect(await list({ status: 'error' })).toMatchObject([{ id: 'chat-1', traces: 1 }]);
    expect(await list({ query: 'span.name = "no such"' })).toEqual([]);
  });

  it('is the sum of what the list of traces has of each session', async () => {
    const { client, projectId } = await open();
    const { threads } = await client.threads.list({ projectId, kind: 'session' });
    for (const thread of threads) {
      const page = await client.traces.list({ projectId, filter: { session: thread.id } });
      expect(page.totals).toMatchObject({
        traces: thread.traces,
        errors: thread.errors,
        tokens: thread.tokens,
      });
    }
  });
});

it('tells nothing that a rule hides: not by users, not beside sessions, not by order', async () => {
  const people = await openWithPeople();
  const { owner, organizationId } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const lines = new Blob([JSON.stringify(exportRequest(TURNS))]);
  await owner.transfer.importFile({ projectId, file: lines });
  for (const pattern of ['user.id', 'gen_ai.usage.input_tokens']) {
    await owner.visibility.create({
      projectId,
      pattern,
      match: 'exact',
      scopes: ['span'],
      hide: 'value',
      visibleTo: ['project_owner'],
      note: '',
    });
  }
  const { client: reader } = await addPerson(people, organizationId, {
    email: 'rob@example.com',
    project: { projectId, roleId: 'project_read_only' },
  });
  const page = await reader.threads.list({ projectId, kind: 'session' });
  expect(page.threads[0]).toMatchObject({
    id: 'chat-1',
    tokens: 0,
    costUsd: null,
    others: [],
    otherCount: 0,
  });
  expect(page.hiddenFields).toContain('user');
  for (const query of [
    { kind: 'user' },
    { kind: 'session', sort: 'tokens' },
    { kind: 'session', filter: { user: 'ann' } },
  ] as const) {
    await expect(reader.threads.list({ projectId, ...query })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  expect((await owner.threads.list({ projectId, kind: 'user' })).total).toBe(3);
});
