import { expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import { exportRequest } from '../../support/export-request.ts';
import { exportText } from '../../support/files.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

async function setUp() {
  const people = await openWithPeople();
  const { collector, owner, organizationId } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const spanIds = [newSpanId(), newSpanId()];
  const traceIds = [newTraceId(), newTraceId()];
  const spans = traceIds.map((traceId, i) => ({
    traceId,
    spanId: spanIds[i]!,
    attributes: {
      'card.number': 'secret',
      'user.id': 'ann',
      plain: 'x',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 1000,
    },
  }));
  const lines = new Blob([JSON.stringify(exportRequest(spans))]);
  await owner.transfer.importFile({ projectId, file: lines });
  const hide = (pattern: string) =>
    owner.visibility.create({
      projectId,
      pattern,
      match: 'exact',
      scopes: ['span'],
      hide: 'value',
      visibleTo: ['project_member'],
      note: '',
    });
  const member = await addPerson({ collector, owner }, organizationId, {
    email: 'ann@example.com',
    project: { projectId, roleId: 'project_member' },
  });
  const reader = await addPerson({ collector, owner }, organizationId, {
    email: 'rob@example.com',
    project: { projectId, roleId: 'project_read_only' },
  });
  const read = (client: Client, i: number) =>
    client.traces.span({ projectId, traceId: traceIds[i]!, spanId: spanIds[i]! });
  const entries = async () =>
    (await owner.audit.list({ action: 'values.seen' })).entries.map(
      ({ actor, resource, projectId: place, after }) => ({
        actorId: actor.id,
        resourceId: resource.id,
        place,
        after,
      }),
    );
  return { ...people, projectId, traceIds, hide, member, reader, read, entries };
}

it('reading what is hidden from others is written down, once an hour and trace', async () => {
  const { clock, projectId, traceIds, hide, member, reader, read, entries } = await setUp();
  await read(member.client, 0);
  expect(await entries()).toEqual([]);
  await hide('card.number');
  await read(reader.client, 0);
  expect(await entries()).toEqual([]);
  await Promise.all([read(member.client, 0), read(member.client, 0), read(member.client, 0)]);
  const entry = (i: number, keys: string[]) => ({
    actorId: member.personId,
    resourceId: traceIds[i],
    place: projectId,
    after: { keys, traceId: traceIds[i] },
  });
  expect(await entries()).toEqual([entry(0, ['card.number'])]);
  await read(member.client, 1);
  expect(await entries()).toEqual([entry(1, ['card.number']), entry(0, ['card.number'])]);
  // Another key of the same trace is another thing that was seen.
  await hide('user.id');
  await read(member.client, 0);
  expect((await entries())[0]).toEqual(entry(0, ['user.id']));
  clock.pass(3_600_000);
  await read(member.client, 0);
  expect((await entries())[0]).toEqual(entry(0, ['card.number', 'user.id']));
  expect(JSON.stringify(await entries())).not.toContain('secret');
});

it('lists and exports are written down by project', async () => {
  const { projectId, hide, member, reader, entries } = await setUp();
  await hide('user.id');
  await reader.client.traces.list({ projectId });
  expect(await entries()).toEqual([]);
  const page = await member.client.traces.list({ projectId });
  expect(page.traces[0]?.user).toBe('ann');
  expect(await exportText(member.client, projectId)).toContain('ann');
  expect(await entries()).toEqual([
    {
      actorId: member.personId,
      resourceId: projectId,
      place: projectId,
      after: { keys: ['user.id'] },
    },
  ]);
  // So are the values that a chart is split by.
  await hide('card.number');
  const split = { projectId, counted: 'spans' as const, groupBy: 'card.number' };
  expect((await member.client.analytics.series(split)).groups.length).toBeGreaterThan(0);
  expect((await entries())[0]).toMatchObject({ after: { keys: ['card.number'] } });
});

it('so is whatever else is made of what is hidden from others', async () => {
  const { clock, projectId, traceIds, hide, member, reader, entries } = await setUp();
  await hide('user.id');
  const reads: ((client: Client) => Promise<unknown>)[] = [
    ({ traces }) => traces.facets({ projectId }),
    ({ traces }) => traces.open({ projectId, traceId: traceIds[0]! }),
    ({ analytics }) => analytics.series({ projectId, groupBy: 'user' }),
    ({ analytics }) => analytics.traceGroups({ projectId, by: 'user' }),
    ({ analytics }) => analytics.serviceMap({ projectId }),
    ({ analytics }) => analytics.agentMap({ projectId }),
    ({ analytics }) => analytics.errors({ projectId }),
    ({ threads }) => threads.list({ projectId, kind: 'user' }),
  ];
  for (const [index, read] of reads.entries()) {
    await read(member.client);
    const written = await entries();
    expect(written).toHaveLength(index + 1);
    expect(written[0]).toMatchObject({ after: { keys: ['user.id'] } });
    // What is seen again within the hour is no further entry.
    await read(member.client);
    expect(await entries()).toHaveLength(index + 1);
    await read(reader.client).catch(() => {});
    expect(await entries()).toHaveLength(index + 1);
    clock.pass(3_600_000);
  }
});

it('sums of tokens and cost in usage are for those who see what they are made of', async () => {
  const { projectId, hide, member, reader, entries } = await setUp();
  const usageOf = async (client: Client) => {
    const { total, days, sources, hiddenFields } = await client.usage.report({ projectId });
    const inputTokens = [total, days.at(-1)!, sources[0]!].map((one) => one.inputTokens);
    return { spans: total.spans, hasCost: total.costUsd > 0, inputTokens, hiddenFields };
  };
  const all = { spans: 2, hasCost: true, inputTokens: [2000, 2000, 2000] };
  await hide('user.id');
  expect(await usageOf(reader.client)).toEqual(all);
  await hide('gen_ai.usage.input_tokens');
  expect(await usageOf(reader.client)).toEqual({
    spans: 2,
    hasCost: false,
    inputTokens: [0, 0, 0],
    hiddenFields: ['inputTokens', 'outputTokens', 'costUsd'],
  });
  expect(await entries()).toEqual([]);
  expect(await usageOf(member.client)).toEqual(all);
  expect(await entries()).toMatchObject([{ after: { keys: ['gen_ai.usage.input_tokens'] } }]);
});
