import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import { MAX_RULES } from '../../../src/shared/visibility.ts';
import { exportRequest } from '../../support/export-request.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

const RULE = {
  pattern: 'user.email',
  match: 'exact',
  scopes: ['span'],
  hide: 'value',
  visibleTo: ['project_owner'],
  note: 'personal',
} as const;
const rule = (changes: object = {}) =>
  ({ ...RULE, scopes: [...RULE.scopes], visibleTo: [...RULE.visibleTo], ...changes }) as never as {
    [K in keyof typeof RULE]: never;
  };

async function setUp() {
  const people = await openWithPeople();
  const { project } = await people.owner.projects.create({ name: 'Shop' });
  return { ...people, projectId: project.id };
}

/** Stores a span with these attributes and says in which trace. */
async function store(client: Client, projectId: string, attributes: Record<string, string>) {
  const traceId = newTraceId();
  const request = JSON.stringify(exportRequest([{ traceId, attributes }]));
  await client.transfer.importFile({ projectId, file: new Blob([request]) });
  return traceId;
}

const entries = async (client: Client, action: string) =>
  (await client.audit.list({ action })).entries;

describe('rules', () => {
  it('are made, changed and deleted, each with its entry in the audit log', async () => {
    const { owner, projectId } = await setUp();
    const made = await owner.visibility.create({ projectId, ...rule() });
    const { id: ruleId } = made;
    expect(made).toMatchObject(RULE);
    const changed = await owner.visibility.update({
      projectId,
      ruleId,
      ...rule({ pattern: 'user.', match: 'prefix', scopes: ['message', 'resource'], hide: 'key' }),
    });
    expect(changed).toMatchObject({ id: ruleId, scopes: ['resource', 'message'], hide: 'key' });
    expect((await owner.visibility.list({ projectId })).rules).toEqual([changed]);
    await owner.visibility.remove({ projectId, ruleId });
    expect((await owner.visibility.list({ projectId })).rules).toEqual([]);
    const log = await entries(owner, 'visibility_rule.*');
    expect(log.map(({ action, before, after }) => [action, before, after])).toMatchObject([
      ['visibility_rule.deleted', { pattern: 'user.' }, null],
      ['visibility_rule.updated', { pattern: 'user.email' }, { pattern: 'user.', hide: 'key' }],
      ['visibility_rule.created', null, { ...RULE }],
    ]);
  });

  it.each([
    ['an empty pattern', { pattern: '' }],
    ['a pattern of 10 kB', { pattern: 'x'.repeat(10_000) }],
    ['no place', { scopes: [] }],
    ['a place twice', { scopes: ['span', 'span'] }],
    ['an unknown place', { scopes: ['everywhere'] }],
    ['an unknown way to match', { match: 'regexp' }],
    ['a role that is not there', { visibleTo: ['rol_000000000000'] }],
    ['a viewer twice', { visibleTo: ['key:read', 'key:read'] }],
    ['keys for ingest', { visibleTo: ['key:ingest'] }],
    ['a note of 10 kB', { note: 'x'.repeat(10_000) }],
  ])('with %s are refused', async (_what, change) => {
    const { owner, projectId } = await setUp();
    await expect(owner.visibility.create({ projectId, ...rule(change) })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await owner.visibility.list({ projectId })).rules).toEqual([]);
  });

  it('that are there already, are gone, or of another project are refused', async () => {
    const { owner, projectId } = await setUp();
    const { id: ruleId } = await owner.visibility.create({ projectId, ...rule() });
    await expect(owner.visibility.create({ projectId, ...rule() })).rejects.toMatchObject({
      code: 'conflict',
    });
    const other = (await owner.projects.create({ name: 'Other' })).project.id;
    const elsewhere = { projectId: other, ruleId };
    await expect(owner.visibility.update({ ...elsewhere, ...rule() })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(owner.visibility.remove(elsewhere)).rejects.toMatchObject({ code: 'not_found' });
    await owner.visibility.remove({ projectId, ruleId });
    await expect(owner.visibility.remove({ projectId, ruleId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('have patterns in any script, and are limited in number', async () => {
    const { owner, projectId } = await setUp();
    await owner.visibility.create({ projectId, ...rule({ pattern: 'схема.😀*', match: 'glob' }) });
    for (let i = 1; i < MAX_RULES; i++) {
      await owner.visibility.create({ projectId, ...rule({ pattern: `key ${i}` }) });
    }
    const traceId = await store(owner, projectId, { 'схема.😀х': 'secret', 'key 7': 'secret' });
    const seen = await owner.traces.otlp({ projectId, traceId, viewAs: 'project_member' });
    expect(await seen.text()).not.toContain('secret');
    await expect(
      owner.visibility.create({ projectId, ...rule({ pattern: 'one more' }) }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('hold from the next call on, and open windows are told', async () => {
    const { owner, projectId } = await setUp();
    const traceId = await store(owner, projectId, { 'user.email': 'secret' });
    const text = async () =>
      (await owner.traces.otlp({ projectId, traceId, viewAs: 'project_member' })).text();
    const events = await owner.collector.events();
    const heard = (async () => {
      for await (const event of events) {
        if (event.type === 'changed' && event.subject === 'visibility') return true;
      }
      return false;
    })();
    expect(await text()).toContain('secret');
    const { id: ruleId } = await owner.visibility.create({ projectId, ...rule() });
    expect(await text()).toContain('[hidden]');
    expect(await heard).toBe(true);
    await owner.visibility.update({
      projectId,
      ruleId,
      ...rule({ visibleTo: ['project_member'] }),
    });
    expect(await text()).toContain('secret');
    await owner.visibility.remove({ projectId, ruleId });
    expect(await text()).toContain('secret');
  });

  it('of a deleted project go with it', async () => {
    const { owner, projectId } = await setUp();
    await owner.visibility.create({ projectId, ...rule() });
    await owner.projects.delete({ projectId, confirm: 'Shop' });
    await expect(owner.visibility.list({ projectId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(owner.visibility.create({ projectId, ...rule() })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('the role that follows a deleted one does not see what that one saw', async () => {
  const { collector, owner, organizationId, projectId } = await setUp();
  const analyst = await owner.roles.create({
    organizationId,
    scope: 'project',
    name: 'Analyst',
    permissions: ['traces:read'],
  });
  const made = await owner.visibility.create({ projectId, ...rule({ visibleTo: [analyst.id] }) });
  const traceId = await store(owner, projectId, { 'user.email': 'secret' });
  const { client } = await addPerson({ collector, owner }, organizationId, {
    email: 'ann@example.com',
    project: { projectId, roleId: analyst.id },
  });
  const text = async () => (await client.traces.otlp({ projectId, traceId })).text();
  expect(await text()).toContain('secret');
  await owner.roles.remove({
    organizationId,
    roleId: analyst.id,
    replacementRoleId: 'project_member',
  });
  expect(await text()).toContain('[hidden]');
  // Its id stands there still, may be kept in a change, and cannot be looked as.
  const kept = { projectId, ruleId: made.id, ...rule({ visibleTo: [analyst.id], note: 'kept' }) };
  expect(await owner.visibility.update(kept)).toMatchObject({ visibleTo: [analyst.id] });
  await expect(owner.traces.otlp({ projectId, traceId, viewAs: analyst.id })).rejects.toMatchObject(
    { code: 'not_found' },
  );
});

it('only those who manage rules look as others, and only as those who may read', async () => {
  const { collector, owner, organizationId, projectId } = await setUp();
  const traceId = await store(owner, projectId, {});
  const invite = (email: string, roleId: string) =>
    addPerson({ collector, owner }, organizationId, { email, project: { projectId, roleId } });
  const member = await invite('member@example.com', 'project_member');
  const admin = await invite('admin@example.com', 'project_admin');
  const read = (client: Client, viewAs: 'project_read_only' | 'organization_member') =>
    client.traces.open({ projectId, traceId, viewAs });
  await expect(read(member.client, 'project_read_only')).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('“Hide attributes, show them again, and view'),
  });
  await expect(read(admin.client, 'project_read_only')).resolves.toBeDefined();
  await expect(read(admin.client, 'organization_member')).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('does not allow “See, search and export traces'),
  });
  await expect(member.client.visibility.list({ projectId })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
