import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import { MAX_REASON, reasonHeaders, type CallExtras } from '../../../src/shared/reason.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { runCommand } from '../../support/run-command.ts';

const REASON = 'Ticket 42: Zoë ist weg 👩‍💻, 100 %';

const create = (name: string) => ['project', 'create', name, '--reason', 'for the new team'];

async function newest(owner: Client, action: string) {
  const { entries } = await owner.audit.list({ action, limit: 1 });
  return entries[0]!;
}

describe('the reason of a change', () => {
  it('comes in on every transport, and is in the entry and its hash', async () => {
    const { collector, owner, organizationId } = await openWithPeople();
    const admin = await addPerson({ collector, owner }, organizationId, {
      email: 'admin@example.org',
      roleId: 'organization_owner',
    });
    const rename = (client: Client, name: string) =>
      client.organizations.update({ organizationId, name }, { context: { reason: REASON } });

    await rename(owner, 'direct');
    expect((await newest(owner, 'organization.updated')).reason).toBe(REASON);
    await rename(admin.client, 'console');
    expect((await newest(owner, 'organization.updated')).reason).toBe(REASON);

    const { port1, port2 } = new MessageChannel();
    collector.servePort(port1 as never);
    port1.start();
    port2.start();
    const window = createORPCClient<Client>(
      new RPCLink<CallExtras>({
        port: port2 as never,
        headers: ({ context }) => reasonHeaders(context),
      }),
    );
    await rename(window, 'window');
    const byWindow = await newest(owner, 'organization.updated');
    expect([byWindow.reason, byWindow.from.via]).toEqual([REASON, 'window']);
    port2.close();

    const rest = (reason: string) =>
      fetch(`${collector.url}/api/v1/organizations/${organizationId}`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${admin.token}`,
          'content-type': 'application/json',
          'x-spanward-reason': reason,
        },
        body: '{"name":"rest"}',
      });
    expect((await rest('as curl sends it: f\u{fc}r')).status).toBe(200);
    expect((await newest(owner, 'organization.updated')).reason).toBe('as curl sends it: für');

    expect(await owner.audit.verify()).toMatchObject({ ok: true });
    const found = await owner.audit.list({ text: 'ticket 42' });
    expect(found.entries.filter(({ action }) => action === 'organization.updated')).toHaveLength(3);
    let csv = '';
    for await (const piece of await owner.audit.export({ text: 'Ticket 42', format: 'csv' })) {
      if (piece.type === 'text') csv += piece.text;
    }
    expect(csv.split(REASON)).toHaveLength(4);
  });

  it.each([
    'x'.repeat(MAX_REASON + 1),
    "UTF-8''two%0Alines",
    "UTF-8''%E2%80%AEturned",
    "UTF-8''%00",
  ])(
    'is refused when it is too long or has control characters, and nothing is changed (%#)',
    async (reason) => {
      const { collector, owner, organizationId } = await openWithPeople();
      const admin = await addPerson({ collector, owner }, organizationId, {
        email: 'admin@example.org',
        roleId: 'organization_owner',
      });
      const answer = await fetch(`${collector.url}/api/v1/organizations/${organizationId}`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${admin.token}`,
          'content-type': 'application/json',
          'x-spanward-reason': reason,
        },
        body: '{"name":"changed"}',
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'invalid' });
      const { organizations } = await owner.organizations.list();
      expect(organizations[0]!.name).not.toBe('changed');
    },
  );

  it('is given to the command with --reason, with and without a running instance', async () => {
    const { collector, owner } = await openWithPeople();
    const folder = ['--data-dir', collector.dataDir];
    expect((await runCommand(...create('A'), ...folder)).code).toBe(0);
    expect((await newest(owner, 'project.created')).reason).toBe('for the new team');
    await collector.close();
    expect((await runCommand(...create('B'), ...folder)).code).toBe(0);
    const listed = await runCommand(
      ...folder,
      'audit',
      'list',
      '--json',
      '--action',
      'project.created',
    );
    expect(listed.stdout.match(/for the new team/g)).toHaveLength(2);
  });
});

it('text that is no whole characters does not break the chain', async () => {
  const { owner } = await openWithPeople();
  await owner.projects.create({ name: 'Half', description: 'half \u{d800} a character' });
  expect(await owner.audit.verify()).toMatchObject({ ok: true });
});
