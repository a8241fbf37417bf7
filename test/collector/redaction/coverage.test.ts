import { expect, test } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { importBytes } from '../../support/files.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

async function setUp() {
  const people = await openWithPeople();
  const { owner } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const store = (attributes: Record<string, string>, count = 1) =>
    importBytes(
      owner,
      projectId,
      JSON.stringify(exportRequest(Array.from({ length: count }, () => ({ attributes })))),
    );
  return { ...people, projectId, store };
}

test('coverage counts what the stored or other rules would find, and tells no value', async () => {
  const { owner, projectId, store } = await setUp();
  await store({ 'user.email': 'ada@corp.io', note: 'EMP-17 and EMP-18' }, 3);
  const found = await owner.redaction.coverage({ projectId });
  expect(found).toMatchObject({ spans: 3, logs: 0, metrics: 0, complete: true });
  expect(found.stored).toEqual({ spans: 3, logs: 0, metrics: 0 });
  expect(found.rows).toMatchObject([{ type: 'EMAIL', rule: 'email', key: 'user.email', count: 3 }]);
  expect(JSON.stringify(found)).not.toContain('corp.io');

  const rule = { id: 'emp', type: 'EMPLOYEE', kind: 'pattern', pattern: 'EMP-[0-9]+' } as const;
  const draft = await owner.redaction.coverage({ projectId, types: [], rules: [rule] });
  expect(draft.rows).toMatchObject([{ type: 'EMPLOYEE', rule: 'emp', key: 'note', count: 6 }]);
  expect((await owner.redaction.audit({ projectId })).rows).toEqual([]);
});

test('only the newest records are looked at, and how far it is is told', async () => {
  const { owner, projectId, store } = await setUp();
  await store({ 'user.email': 'ada@corp.io' });
  await store({ 'client.address': '8.8.4.4' }, 4);
  const { spans, rows } = await owner.redaction.coverage({ projectId, records: 4 });
  expect(spans).toBe(4);
  const all = await owner.redaction.coverage({ projectId, records: Number.MAX_SAFE_INTEGER });
  expect(all).toMatchObject({ spans: 5, stored: { spans: 5 }, complete: true });
  expect(all.rows.map(({ type, count }) => [type, count])).toEqual([
    ['IP', 4],
    ['EMAIL', 1],
  ]);
  expect(rows.map(({ type, count }) => [type, count])).toEqual([['IP', 4]]);
  const steps = [];
  for await (const step of await owner.redaction.watchCoverage({ projectId })) steps.push(step);
  expect(steps.at(-1)).toMatchObject({ step: 'found', spans: 5 });
  expect(steps.slice(0, -1).every(({ step }) => step === 'looking')).toBe(true);

  // Of more places than are told those with the most are; the rest is added up.
  for (const part of ['a', 'b']) {
    const keys = Array.from({ length: 700 }, (_, i) => [`${part}.${i}`, 'ada@corp.io']);
    await store(Object.fromEntries(keys));
  }
  const many = await owner.redaction.coverage({ projectId });
  expect(many.rows).toHaveLength(1001);
  expect(many.rows[0]).toMatchObject({ key: 'client.address', count: 4 });
  expect(many.rows.at(-1)).toMatchObject({ type: 'EMAIL', key: '*', service: '*', count: 402 });
});

test('hidden attributes are not counted, and it takes reading traces and rules', async () => {
  const people = await setUp();
  const { owner, projectId, organizationId, store } = people;
  await store({ 'user.email': 'ada@corp.io', 'client.address': '8.8.4.4' });
  await owner.visibility.create({
    projectId,
    pattern: 'user.email',
    match: 'exact',
    scopes: ['span'],
    hide: 'value',
    visibleTo: ['project_owner'],
    note: '',
  });
  const role = async (name: string, permissions: ('traces:read' | 'redaction:read')[]) => {
    const { id } = await owner.roles.create({
      organizationId,
      scope: 'project',
      name,
      permissions: ['projects:read', ...permissions],
    });
    const project = { projectId, roleId: id };
    return (await addPerson(people, organizationId, { email: `${name}@example.org`, project }))
      .client;
  };
  const both = await role('both', ['traces:read', 'redaction:read']);
  const { rows } = await both.redaction.coverage({ projectId });
  expect(rows.map(({ key }) => key)).toEqual(['client.address']);
  for (const one of ['traces:read', 'redaction:read'] as const) {
    const client = await role(one.slice(0, 6), [one]);
    await expect(client.redaction.coverage({ projectId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});
