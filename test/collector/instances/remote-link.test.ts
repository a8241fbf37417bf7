import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forwardPort } from '../../../src/main/desktop/instances/forward-router.ts';
import { RemoteLink } from '../../../src/main/desktop/instances/remote-link.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import type { InstanceLink, InstanceTrust } from '../../../src/shared/instances.ts';
import { openWithPeople, PASSWORD } from '../../support/people.ts';
import { createTestLog } from '../../support/open-test-collector.ts';

/** A window's calls to an address, made through the app. */
function openWindow(address: string, trust: InstanceTrust = { kind: 'loopback' }) {
  const states: InstanceLink[] = [];
  const sessions: string[] = [''];
  const link = new RemoteLink({
    instance: { id: 'rmt_000000000000', name: 'Production', address, color: 0, trust },
    session: () => sessions.at(-1)!,
    onSessionEnded: () => sessions.push(''),
    onState: (state) => states.push(state),
  });
  const { port1, port2 } = new MessageChannel();
  const log = createTestLog();
  forwardPort(port1, { link, log, onSession: (token) => sessions.push(token) });
  const client = createORPCClient<Client>(new RPCLink({ port: port2 }));
  onTestFinished(() => {
    port2.close();
    link.close();
  });
  return { client, link, states, sessions, log };
}

/** Gives the owner a password; their e-mail. */
async function addOwner({ owner }: Awaited<ReturnType<typeof openWithPeople>>): Promise<string> {
  const email = 'ann@example.com';
  const { code } = await owner.people.resetOwner({ email });
  await owner.session.resetPassword({ code, password: PASSWORD });
  return email;
}

/** Something that is no collector, and answers every request alike. */
async function serveAnswer(body: string, type = 'application/json', status = 200): Promise<string> {
  const server: Server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': type, location: 'https://evil.example/' });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a window about a remote instance', () => {
  it('signs in without ever getting the token, and makes its calls', async () => {
    const people = await openWithPeople();
    const email = await addOwner(people);
    const { client, sessions, states } = openWindow(people.collector.listeners.console!.url);
    await expect(client.projects.list()).rejects.toMatchObject({ code: 'unauthenticated' });
    const answer = await client.session.signIn({ email, password: PASSWORD });
    expect(answer).toMatchObject({ state: 'signed_in', token: 'kept by the app' });
    expect(sessions.at(-1)).toMatch(/^sps_/);
    expect((await client.projects.list()).projects).toHaveLength(1);
    expect(states).toEqual([{ kind: 'ready' }]);

    const events = await client.collector.events();
    await client.projects.create({ name: 'Shop' });
    for await (const event of events) {
      if (event.type === 'changed' && event.subject === 'projects') break;
    }
    await client.session.signOut({});
    expect(sessions.at(-1)).toBe('');
    await expect(client.projects.list()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is told when its session has ended there', async () => {
    const people = await openWithPeople();
    const email = await addOwner(people);
    const { client, sessions } = openWindow(people.collector.listeners.console!.url);
    await client.session.signIn({ email, password: PASSWORD });
    people.clock.pass(8 * 24 * 60 * 60 * 1000);
    await expect(client.projects.list()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(sessions.at(-1)).toBe('');
  });

  it('hears what an instance cannot do for now in its own words, and that it is there', async () => {
    const message = 'The disk is full: nothing was changed.';
    const json = { defined: false, code: 'unavailable', status: 503, message };
    const { client, states } = openWindow(
      await serveAnswer(JSON.stringify({ json }), 'application/json', 503),
    );
    const failure = { code: 'unavailable', message, data: undefined };
    await expect(client.projects.list()).rejects.toMatchObject(failure);
    expect(states).toEqual([{ kind: 'ready' }]);
  });

  it('hears since when and why it cannot be reached, and does not hammer', async () => {
    const people = await openWithPeople();
    const { url } = people.collector.listeners.console!;
    await people.collector.close();
    const { client, link, states } = openWindow(url);
    const before = Date.now();
    for (let attempt = 0; attempt < 100; attempt++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a window does
      await expect(client.projects.list()).rejects.toMatchObject({ code: 'unavailable' });
    }
    const tries = states.length;
    // Pauses of one second and more: however slow this machine is, most calls were not even tried.
    expect(tries).toBeLessThan(20);
    link.retry();
    const away = { code: 'unavailable', data: { isAway: true } };
    await expect(client.projects.list()).rejects.toMatchObject(away);
    expect(states.length).toBeGreaterThan(tries);
    const [first] = states as { since: number }[];
    expect(first!.since).toBeGreaterThanOrEqual(before);
    for (const state of states) {
      const reason = 'Nothing listens at this address.';
      expect(state).toEqual({ kind: 'offline', since: first!.since, reason });
    }
  });
});

const list = (projects: unknown) => JSON.stringify({ json: { projects } });
const error = (code: string, message: string) =>
  JSON.stringify({ json: { defined: false, code, status: 403, message } });

describe('whatever answers at an address', () => {
  it.each([
    ['a page', '<html>hello</html>', 'text/html', 200],
    ['a redirect', '', 'text/plain', 302],
    ['broken JSON', '{"json":', 'application/json', 200],
    ['another kind of error', '{"message":"no"}', 'application/json', 500],
  ])('%s is no answer of a collector', async (_what, body, type, status) => {
    const { client } = openWindow(await serveAnswer(body, type, status));
    const failure = await client.projects.list().catch((each: unknown) => each);
    expect(failure).toMatchObject({ code: 'unsupported' });
  });

  it('can say nothing but what the contract lets a call return', async () => {
    const wrong = openWindow(await serveAnswer(list('<script>')));
    await expect(wrong.client.projects.list()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('another version'),
    });
    const more = JSON.stringify({ json: { projects: [], run: 'rm -rf' } });
    const generous = openWindow(await serveAnswer(more));
    expect(await generous.client.projects.list()).toEqual({ projects: [] });
  });

  it('has its error texts cut, and its codes kept to ours', async () => {
    const long = openWindow(
      await serveAnswer(error('forbidden', 'x'.repeat(1e5)), 'application/json', 403),
    );
    const failure = (await long.client.projects.list().catch((each: unknown) => each)) as Error;
    expect(failure).toMatchObject({ code: 'forbidden' });
    expect(failure.message.length).toBeLessThanOrEqual(1000);
    const odd = openWindow(await serveAnswer(error('__proto__', 'hello'), 'application/json', 403));
    await expect(odd.client.projects.list()).rejects.toMatchObject({ code: 'unsupported' });
  });
});
