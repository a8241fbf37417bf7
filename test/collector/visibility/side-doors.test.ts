import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import type { DeletionTarget } from '../../../src/shared/contract/deletion.ts';
import type { VisibilityRule } from '../../../src/shared/contract/visibility.ts';
import type { HideKind } from '../../../src/shared/visibility.ts';
import { importBytes } from '../../support/files.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { plantTelemetry, type Planted, type Secret } from './planted-telemetry.ts';
import { READING_CALLS, readEverything, READS, type Answer, type Target } from './read-paths.ts';

/** Derived from several secrets: their sum in the totals. */
const SUMS = ['16653579'];

/** Every form in which a secret could leave: its text, in base64, and as a number of the binary table. */
function formsOf(text: string): Buffer[] {
  const forms = [Buffer.from(text), Buffer.from(Buffer.from(text).toString('base64'))];
  if (Number.isNaN(Number(text))) return forms;
  const double = Buffer.alloc(8);
  double.writeDoubleLE(Number(text));
  return [...forms, double];
}

/** Secrets that are in some answer, with the call. */
function leaks(answers: readonly Answer[], secrets: readonly Pick<Secret, 'text'>[]): string[] {
  const forms = [...secrets.map(({ text }) => text), ...SUMS].map(
    (text) => [text, formsOf(text)] as const,
  );
  return answers.flatMap(({ call, isProbe, bytes, found }) => {
    // A refused probe may repeat what was asked for by its key, never by the value.
    const leaked = forms.filter(([, all]) => all.some((form) => bytes.includes(form)));
    return [
      ...leaked.map(([text]) => `${call}: ${text}`),
      ...(isProbe && found > 0 ? [`${call}: found by a probe`] : []),
    ];
  });
}

async function open(hide: HideKind, visibleTo: VisibilityRule['visibleTo'] = ['project_owner']) {
  const { collector, owner, organizationId } = await openWithPeople();
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const planted = plantTelemetry();
  for (const request of Object.values(planted.requests)) {
    const report = await importBytes(owner, projectId, JSON.stringify(request));
    expect(report).toMatchObject({ rejected: 0, problems: [] });
  }
  await addRules(owner, projectId, planted, hide, visibleTo);
  return { collector, owner, organizationId, projectId, planted };
}

/** One exact rule for every secret, and one for all messages. */
async function addRules(
  owner: Client,
  projectId: string,
  { secrets }: Planted,
  hide: HideKind,
  visibleTo: VisibilityRule['visibleTo'],
) {
  const rule = { projectId, hide, visibleTo, note: '' };
  await owner.visibility.create({ ...rule, pattern: '*', match: 'glob', scopes: ['message'] });
  const exact = new Map(
    secrets
      .filter(({ scope }) => scope !== 'message')
      .map(({ scope, key }) => [`${scope} ${key}`, { scope, key }]),
  );
  for (const { scope, key } of exact.values()) {
    await owner.visibility.create({ ...rule, pattern: key, match: 'exact', scopes: [scope] });
  }
}

it('every call that reads telemetry is in the table of reads', () => {
  expect(Object.keys(READS).toSorted()).toEqual(READING_CALLS.toSorted());
});

describe.each(['value', 'key'] as const)('with every secret hidden by its %s', (hide) => {
  it(
    'no read path tells any to any role, and all to the role that may',
    { timeout: 480_000 },
    async () => {
      const { collector, owner, organizationId, projectId, planted } = await open(hide);
      const target: Target = { projectId, planted };
      const custom = await owner.roles.create({
        organizationId,
        scope: 'project',
        name: 'Analyst',
        permissions: ['projects:read', 'traces:read', 'audit:read'],
      });
      const invite = (name: string, roleId: string, inProject: boolean) =>
        addPerson({ collector, owner }, organizationId, {
          email: `${name}@example.com`,
          roleId: inProject ? 'organization_member' : roleId,
          ...(inProject ? { project: { projectId, roleId } } : {}),
        });
      const hiddenFrom = {
        reader: (await invite('reader', 'project_read_only', true)).client,
        member: (await invite('member', 'project_member', true)).client,
        projectAdmin: (await invite('admin', 'project_admin', true)).client,
        analyst: (await invite('analyst', custom.id, true)).client,
        organizationAdmin: (await invite('boss', 'organization_admin', false)).client,
        organizationMember: (await invite('nobody', 'organization_member', false)).client,
      };
      // What is hidden differs by the kind of hiding, not from whom: one kind is tried on every role.
      const isEvery = hide === 'value';
      const few = new Set(['reader', 'organizationMember']);
      for (const [name, client] of Object.entries(hiddenFrom)) {
        if (!isEvery && !few.has(name)) continue;
        const thorough = name === 'reader';
        const answers = await readEverything(client, { ...target, thorough });
        expect([name, leaks(answers, planted.secrets)]).toEqual([name, []]);
        const refused = answers.every(({ code }) => code === 'forbidden');
        expect(refused).toBe(name === 'organizationMember');
        expect(answers.filter(({ code }) => code === 'internal')).toEqual([]);
      }

      const allowed = await invite('owner', 'project_owner', true);
      for (const client of [owner, allowed.client]) {
        const answers = (await readEverything(client, target)).filter(({ isProbe }) => !isProbe);
        const all = Buffer.concat(answers.map(({ bytes }) => bytes));
        const isTold = ({ text }: Secret) => formsOf(text).some((form) => all.indexOf(form) >= 0);
        expect(planted.secrets.filter((secret) => !isTold(secret))).toEqual([]);
      }

      const others = ['key:read', 'key:admin', 'organization_owner', custom.id] as const;
      for (const viewAs of ['project_read_only', ...(isEvery ? others : [])] as const) {
        const answers = await readEverything(owner, { ...target, viewAs });
        expect([viewAs, leaks(answers, planted.secrets)]).toEqual([viewAs, []]);
        expect(answers.some(({ code }) => code === undefined)).toBe(true);
      }
      const asMember = await readEverything(owner, { ...target, viewAs: 'organization_member' });
      expect(new Set(asMember.map(({ code }) => code))).toEqual(new Set(['forbidden']));

      // Who may delete cannot find out by how much would go.
      for (const { scope, key, text } of planted.secrets) {
        if (scope === 'message') continue;
        const count = (target: DeletionTarget) =>
          hiddenFrom.projectAdmin.retention.countDeletion({ projectId, target }).then(
            ({ traces, spans, logs, metrics }) => traces + spans + logs + metrics,
            () => 0,
          );
        const attributes = [{ key, value: text }];
        const top = `${key.split('.')[0]}.${key.split('.')[1]}`;
        const counts = await Promise.all([
          count({ kind: 'attribute', key, value: text }),
          count({ kind: 'attribute', key: top, value: text }),
          count({ kind: 'attribute', key: top, value: `{"email":"${text}","id":1}` }),
          count({ kind: 'attribute', key: top, value: `[{"name":"${text}"}]` }),
          count({ kind: 'filter', filter: { attributes } }),
        ]);
        expect([key, counts]).toEqual([key, [0, 0, 0, 0, 0]]);
      }

      const { key, text: value } = planted.secrets[0]!;
      const picked = { kind: 'attribute', key, value } as const;
      const counted = await allowed.client.retention.countDeletion({ projectId, target: picked });
      expect(counted.spans).toBeGreaterThan(0);

      // What is kept of all this reading tells nothing either.
      const kept: unknown[] = [
        await owner.audit.list({}),
        await owner.collector.status(),
        await owner.visibility.preview({
          projectId,
          pattern: '*',
          match: 'glob',
          scopes: ['span', 'message', 'log'],
        }),
        await owner.projects.list(),
        collector.log.lines,
      ];
      const text = JSON.stringify(kept);
      expect(planted.secrets.filter((secret) => text.includes(secret.text))).toEqual([]);
    },
  );
});
