import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { Clock } from '../../src/main/collector/clock.ts';
import type { Client } from '../../src/main/headless/connect.ts';
import { reasonHeaders, type CallExtras } from '../../src/shared/reason.ts';
import { createTestFolder, openTestCollector, type TestCollector } from './open-test-collector.ts';

export const PASSWORD = 'correct horse battery';

/** A collector with a console, its first organization, and a clock that stands still until it is moved. */
export async function openWithPeople(dataDir?: string) {
  const pageFolder = join(createTestFolder(), 'page');
  mkdirSync(pageFolder, { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  let now = Date.parse('2026-03-01T12:00:00Z');
  const clock: Clock & { pass(ms: number): void } = {
    now: () => now,
    pass(ms) {
      now += ms;
    },
  };
  const folder = dataDir === undefined ? {} : { dataDir };
  const collector = await openTestCollector({ pageFolder, clock, ...folder });
  const owner = collector.client;
  const organizationId = (await owner.organizations.list()).organizations[0]!.id;
  return { collector, owner, clock, organizationId };
}

/** Calls over the console as whoever has this session; without one as nobody. */
export function clientOf(
  collector: TestCollector,
  token = '',
  headers: Readonly<Record<string, string>> = {},
): Client {
  const url = `${collector.listeners.console!.url}/rpc`;
  const authorization = `Bearer ${token}`;
  return createORPCClient(
    new RPCLink<CallExtras>({
      url,
      headers: ({ context }) => ({ authorization, ...reasonHeaders(context), ...headers }),
    }),
  );
}

interface Invitee {
  readonly email: string;
  readonly roleId?: string;
  readonly project?: { readonly projectId: string; readonly roleId: string };
}

/** Invites somebody, accepts for them and signs them in. */
export async function addPerson(
  { collector, owner }: { readonly collector: TestCollector; readonly owner: Client },
  organizationId: string,
  invitee: Invitee,
) {
  const { code } = await owner.invitations.create({ organizationId, ...invitee });
  const nobody = clientOf(collector);
  const name = invitee.email.split('@')[0]!;
  await nobody.session.acceptInvitation({ code, name, password: PASSWORD });
  const token = await signIn(collector, invitee.email);
  const client = clientOf(collector, token);
  const { personId } = await client.session.me();
  return { client, token, personId };
}

/** Signs in with the password every test person has. */
export async function signIn(collector: TestCollector, email: string): Promise<string> {
  const answer = await clientOf(collector).session.signIn({ email, password: PASSWORD });
  if (answer.state !== 'signed_in') throw new Error('A code is needed.');
  return answer.token;
}
