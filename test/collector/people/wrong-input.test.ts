import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import { ERROR_STATUS } from '../../../src/shared/errors.ts';
import { contract } from '../../../src/shared/contract/index.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../../support/people.ts';

const AREAS = [
  'people',
  'roles',
  'organizations',
  'invitations',
  'session',
  'members',
  'access',
] as const;

/** What nobody expects in a text field. */
const TEXTS = [
  'x'.repeat(10_240),
  '',
  ' ',
  '\u{0}',
  'a\u{0}b',
  '\u{202e}drow',
  '\u{200b}\u{feff}',
  '👩‍👩‍👧‍👦',
  '\u{d800}',
  'עברית',
  "'; DROP TABLE person; --",
  '%_\\',
  '__proto__',
  '../../etc/passwd',
] as const;
/** What is no text at all. */
const OTHERS = [null, 7, -1, 1e308, true, [], {}, [['x']], { toString: 'x' }] as const;

const EXPECTED = new Set([...Object.keys(ERROR_STATUS), 'UNAUTHORIZED']);

type Call = (input: unknown) => Promise<unknown>;

/** What became of a call: "ok" or a code; never `internal`. */
async function outcome(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('every call about people, roles and organizations', () => {
  it('answers wrong input with a code, never with an internal error', async () => {
    const world = await openWithPeople();
    const { collector, owner, organizationId } = world;
    const admin = await addPerson(world, organizationId, {
      email: 'admin@example.org',
      roleId: 'organization_owner',
    });
    const { project } = await owner.projects.create({ name: 'Shop', description: '' });
    const right: Record<string, unknown> = {
      organizationId,
      projectId: project.id,
      inProjectId: project.id,
      personId: admin.personId,
      roleId: 'organization_member',
      replacementRoleId: 'organization_member',
      invitationId: 'inv_000000000000',
      sessionId: 'ses_000000000000',
      scope: 'project',
      permission: 'traces:read',
      permissions: ['traces:read'],
      name: 'A name',
      description: '',
      email: 'somebody@example.org',
      code: 'spi_nothing',
      // Wrong ones on purpose: nothing that works may end the session the others need.
      current: 'not the password',
      password: 'not the password',
    };
    const wrong: string[] = [];
    let made = 0;
    for (const area of AREAS) {
      const procedures: Record<string, { '~orpc': { inputSchema?: unknown } }> = contract[area];
      for (const [name, procedure] of Object.entries(procedures)) {
        if (`${area}.${name}` === 'session.signOut') continue;
        const schema = procedure['~orpc'].inputSchema as { shape?: object } | undefined;
        const fields = Object.keys(schema?.shape ?? {});
        const client: Client = made % 2 === 0 ? admin.client : owner;
        const call = (client[area] as unknown as Record<string, Call>)[name]!;
        const base = Object.fromEntries(fields.map((field) => [field, right[field]]));
        for (const field of fields) {
          for (const value of [...TEXTS, ...OTHERS]) {
            made += 1;
            const code = await outcome(() => call({ ...base, [field]: value }));
            if (code === 'internal' || (code !== 'ok' && !EXPECTED.has(code))) {
              wrong.push(
                `${area}.${name} ${field}=${JSON.stringify(value)?.slice(0, 40)}: ${code}`,
              );
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(made).toBeGreaterThan(500);
    expect(collector.log.lines.filter((line) => line.includes('call_failed'))).toEqual([]);
    expect(await owner.audit.verify()).toMatchObject({ ok: true });
  });

  it('takes an address for one person whatever its letter case', async () => {
    const world = await openWithPeople();
    const { collector, owner, organizationId } = world;
    await addPerson(world, organizationId, { email: 'Ann@Example.org' });
    for (const email of ['ann@example.org', 'ANN@EXAMPLE.ORG', ' ann@example.org ']) {
      expect(await outcome(() => owner.invitations.create({ organizationId, email }))).toBe(
        'conflict',
      );
    }
    expect(await outcome(() => owner.session.setProfile({ email: 'aNN@example.org' }))).toBe(
      'conflict',
    );
    const given = { email: 'ANN@example.ORG', password: PASSWORD };
    expect(await clientOf(collector).session.signIn(given)).toMatchObject({ state: 'signed_in' });
  });

  it('an invitation is worth nothing once it was accepted, replaced, taken back or is old', async () => {
    const world = await openWithPeople();
    const { collector, owner, organizationId, clock } = world;
    const nobody = clientOf(collector);
    const accept = (code: string) =>
      outcome(() => nobody.session.acceptInvitation({ code, name: 'X', password: PASSWORD }));
    const invite = (email: string) => owner.invitations.create({ organizationId, email });
    const used = await invite('a@example.org');
    // Two windows with the same link: one of them joins.
    expect((await Promise.all([accept(used.code), accept(used.code)])).toSorted()).toEqual(
      expect.arrayContaining(['ok']),
    );
    expect(await accept(used.code)).not.toBe('ok');
    const replaced = await invite('b@example.org');
    await owner.invitations.resend({ organizationId, invitationId: replaced.id });
    expect(await accept(replaced.code)).toBe('unauthenticated');
    const revoked = await invite('c@example.org');
    await owner.invitations.revoke({ organizationId, invitationId: revoked.id });
    expect(await accept(revoked.code)).toBe('unauthenticated');
    const old = await invite('d@example.org');
    clock.pass(7 * 86_400_000 + 1);
    expect(await accept(old.code)).toBe('unauthenticated');
    const { people } = await owner.people.list({ organizationId });
    expect(people.map(({ email }) => String(email)).toSorted()).toEqual(['a@example.org', 'null']);
  });
});

/** An organization of its own with two owners, neither of whom owns the instance. */
async function openWithTwoOwners() {
  const world = await openWithPeople();
  const { id: organizationId } = await world.owner.organizations.create({ name: 'Team' });
  const roleId = 'organization_owner';
  const a = await addPerson(world, organizationId, { email: 'a@example.org', roleId });
  const b = await addPerson(world, organizationId, { email: 'b@example.org', roleId });
  const { people } = await world.owner.people.list({ organizationId });
  const local = people.find(({ isLocalOwner }) => isLocalOwner)!;
  await a.client.people.remove({ organizationId, personId: local.id });
  return { ...world, organizationId, a, b };
}

describe('two administrators at once', () => {
  it.each(['setRole', 'remove', 'disable'] as const)(
    'who both %s each other leave one owner',
    async (act) => {
      const { owner, organizationId, a, b } = await openWithTwoOwners();
      const on = (by: typeof a, to: typeof a) =>
        outcome(() => {
          const input = { organizationId, personId: to.personId };
          return act === 'setRole'
            ? by.client.people.setRole({ ...input, roleId: 'organization_member' })
            : by.client.people[act](input);
        });
      const outcomes = await Promise.all([on(a, b), on(b, a)]);
      expect(outcomes.filter((one) => one === 'ok')).toHaveLength(1);
      expect(outcomes).not.toContain('internal');
      const { people } = await owner.people.list({ organizationId });
      const owners = people.filter(
        ({ roleId, disabledAt }) => roleId === 'organization_owner' && disabledAt === null,
      );
      expect(owners).toHaveLength(1);
    },
  );

  it('who both leave: one stays', async () => {
    const { owner, organizationId, a, b } = await openWithTwoOwners();
    const leave = ({ client }: typeof a) => outcome(() => client.people.leave({ organizationId }));
    expect((await Promise.all([leave(a), leave(b)])).toSorted()).toEqual(['conflict', 'ok']);
    expect((await owner.people.list({ organizationId })).people).toHaveLength(1);
  });

  it('who both delete a role: it is deleted once', async () => {
    const { owner, organizationId, a, b } = await openWithTwoOwners();
    const role = await a.client.roles.create({
      organizationId,
      scope: 'organization',
      name: 'Auditor',
      permissions: ['people:read'],
    });
    const remove = ({ client }: typeof a) =>
      outcome(() =>
        client.roles.remove({
          organizationId,
          roleId: role.id,
          replacementRoleId: 'organization_member',
        }),
      );
    expect((await Promise.all([remove(a), remove(b)])).toSorted()).toEqual(['not_found', 'ok']);
    const { entries } = await owner.audit.list({ action: 'role.deleted' });
    expect(entries).toHaveLength(1);
  });

  it('who make roles and organizations of one name, in any letter case: one is made', async () => {
    const { owner, organizationId, a, b } = await openWithTwoOwners();
    const create = ({ client }: typeof a, name: string) =>
      outcome(() =>
        client.roles.create({ organizationId, scope: 'project', name, permissions: [] }),
      );
    expect((await Promise.all([create(a, 'Reader'), create(b, 'READER')])).toSorted()).toEqual([
      'conflict',
      'ok',
    ]);
    const make = (name: string) => outcome(() => owner.organizations.create({ name }));
    expect((await Promise.all([make('Zebra'), make('zEBRA')])).toSorted()).toEqual([
      'conflict',
      'ok',
    ]);
  });
});
