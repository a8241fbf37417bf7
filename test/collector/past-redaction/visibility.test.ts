import { describe, expect, test } from 'vitest';
import { mayHideKey } from '../../../src/main/collector/visibility/may-hide-key.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import type { AttributeScope, MatchKind } from '../../../src/shared/visibility.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { ended } from './open.ts';
import { personalData } from './personal-data.ts';

async function open() {
  const people = await openWithPeople();
  const { project } = await people.owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  for (const request of Object.values(personalData('zn').requests)) {
    const lines = new Blob([`${JSON.stringify(request)}\n`]);
    await people.owner.transfer.importFile({ projectId, file: lines });
  }
  const { client: admin } = await addPerson(people, people.organizationId, {
    email: 'admin@example.org',
    project: { projectId, roleId: 'project_admin' },
  });
  const hide = (pattern: string, match: MatchKind, scopes: AttributeScope[]) =>
    people.owner.visibility.create({
      projectId,
      pattern,
      match,
      scopes,
      hide: 'key',
      visibleTo: ['project_owner'],
      note: '',
    });
  const reportOf = async (client: Client) => (await client.pastRedaction.get({ projectId })).scan!;
  return { ...people, projectId, admin, hide, reportOf };
}

test('who may not see an attribute learns nothing of it from the report', async () => {
  const { owner, projectId, admin, hide, reportOf } = await open();
  await admin.pastRedaction.scan({ projectId });
  await ended(owner, projectId, 'scan');
  const whole = await reportOf(admin);
  expect(whole).toEqual(await reportOf(owner));
  const keys = new Set(whole.rows.map(({ key }) => key));
  expect([...keys]).toEqual(expect.arrayContaining(['user.id', 'user.email', 'plain', 'body']));

  await hide('user.', 'prefix', ['span']);
  await hide('plain', 'exact', ['log']);
  await hide('service.name', 'exact', ['resource']);
  const seen = await reportOf(admin);
  expect(seen.leavesOutHidden).toBe(true);
  expect(seen.rows.filter(({ key }) => /^(?:user\.|plain|service\.name)/.test(key))).toEqual([]);
  expect(new Set(seen.rows.map(({ service }) => service))).toEqual(new Set(['']));
  expect(seen.rows.some(({ key }) => key === 'body')).toBe(true);
  // No sum tells how much was left out.
  const sum = seen.rows.reduce((total, { count }) => total + count, 0);
  expect(seen.found).toBe(sum);
  expect(seen.byType).toEqual([{ type: 'EMAIL', count: sum }]);
  expect((await reportOf(owner)).found).toBeGreaterThan(sum);
});

test('messages that are hidden are in no number, wherever they may have been', async () => {
  const { owner, projectId, admin, hide, reportOf } = await open();
  await hide('*', 'glob', ['message']);
  await owner.pastRedaction.scan({ projectId });
  await ended(owner, projectId, 'scan');
  const seen = (await reportOf(admin)).rows.map(({ key }) => key);
  expect(seen).not.toContain('gen_ai.input.messages');
  expect(seen).not.toContain('body');
  expect(seen).toContain('gen_ai.request.model');
});

test('who may not manage redaction neither scans nor reads reports', async () => {
  const { owner, organizationId, collector, projectId } = await open();
  const { client } = await addPerson({ collector, owner }, organizationId, {
    email: 'member@example.org',
    project: { projectId, roleId: 'project_member' },
  });
  for (const call of [
    client.pastRedaction.get({ projectId }),
    client.pastRedaction.scan({ projectId }),
    client.pastRedaction.rewrite({ projectId, confirm: 'Shop' }),
    client.pastRedaction.cancel({ projectId }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'forbidden' });
  }
});

const hidden = (pattern: string, match: MatchKind, scopes: AttributeScope[] = ['span']) => ({
  rules: [{ pattern, match, scopes, verdict: 'value' as const }],
});
describe('what counts know by a key may be hidden', () => {
  test.each([
    ['user', 'exact', 'user.email', true],
    ['user.email', 'exact', 'user.email', true],
    ['user.email', 'exact', 'user.name', false],
    ['users.0.name', 'exact', 'users.name', true],
    ['users.*.name', 'glob', 'users.name', true],
    ['user.*', 'glob', 'username', false],
    ['http.', 'prefix', 'http.url', true],
    ['none', 'exact', '*', true],
    ['none', 'exact', 'x'.repeat(128), true],
  ] as const)('%s (%s) and %s', (pattern, match, key, expected) => {
    expect(mayHideKey(hidden(pattern, match), key)).toBe(expected);
  });

  test('but nothing is by a rule that shows', () => {
    const rules = [{ ...hidden('*', 'glob').rules[0]!, verdict: 'seen' as const }];
    expect(mayHideKey({ rules }, '*')).toBe(false);
  });
});
