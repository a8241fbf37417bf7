import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { addPerson, clientOf, openWithPeople, signIn } from '../support/people.ts';

/** The events of a REST stream, those that keep the connection alive left out. */
async function* eventsOf(answer: Response): AsyncGenerator<{ name: string; data: string }> {
  let text = '';
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const [, name] = /^event: (.*)$/m.exec(part) ?? [];
      const [, data] = /^data: (.*)$/m.exec(part) ?? [];
      if (name !== undefined) yield { name, data: data ?? '' };
    }
  }
}

async function open() {
  const world = await openWithPeople();
  const { collector, owner } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const send = async (name: string, attributes: Readonly<Record<string, string>> = {}) => {
    const headers = { 'x-api-key': key.secret };
    const sent = await postTraces(collector.url, exportRequest([{ name, attributes }]), headers);
    expect(sent.status).toBe(200);
  };
  const follow = (secret: string, body: object = {}) =>
    fetch(`${collector.url}/api/v1/projects/${projectId}/traces/follow`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const hide = (pattern: string) =>
    owner.visibility.create({
      projectId,
      pattern,
      match: 'exact',
      scopes: ['span'],
      hide: 'value',
      visibleTo: ['project_owner'],
      note: '',
    });
  return { ...world, projectId, send, follow, hide };
}

it('a key follows over REST, sees nothing of what is hidden from it, and is cut off when it is revoked', async () => {
  const { owner, projectId, send, follow, hide } = await open();
  const keyWith = (scope: 'read' | 'ingest') => owner.keys.create({ projectId, scopes: [scope] });
  expect((await follow((await keyWith('ingest')).secret)).status).toBe(403);
  const reader = await keyWith('read');
  const wrong = await follow(reader.secret, { filter: { query: 'duration >' } });
  expect(wrong.status).toBe(400);

  const answer = await follow(reader.secret);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const events = eventsOf(answer);
  const next = async () => (await events.next()).value!;
  expect(await next()).toEqual({ name: 'message', data: '{"traces":[],"missed":0}' });
  await send('first', { 'user.id': 'sesame-1', 'session.id': 'sesame-2' });
  const first = await next();
  expect(first.data).toContain('sesame-1');
  await hide('user.id');
  await send('second', { 'user.id': 'sesame-3', 'session.id': 'sesame-4' });
  const second = await next();
  expect(second.data).toContain('"second"');
  expect(second.data).toContain('sesame-4');
  expect(second.data).not.toContain('sesame-3');
  expect(JSON.parse(second.data)).toMatchObject({ hiddenFields: ['user'] });

  // By who is still allowed to filter; what is asked for is hidden while the stream stands.
  const bySession = eventsOf(await follow(reader.secret, { filter: { session: 'sesame-4' } }));
  await bySession.next();
  await hide('session.id');
  await send('third', { 'session.id': 'sesame-4' });
  const refused = (await bySession.next()).value!;
  expect([refused.name, JSON.parse(refused.data).code]).toEqual(['error', 'forbidden']);
  expect((await next()).data).not.toContain('sesame-4');

  // Nothing arrives any more: it is the revocation itself that ends it.
  await owner.keys.revoke({ keyId: reader.id });
  const last = await next();
  expect(last.name).toBe('error');
  expect(JSON.parse(last.data)).toMatchObject({
    code: 'unauthenticated',
    message: expect.stringContaining('revoked'),
  });
  expect((await events.next()).done).toBe(true);
});

it('a key that expires while it follows is told nothing of what comes afterwards', async () => {
  const { owner, clock, projectId, send, follow, hide } = await open();
  const expiring = { scopes: ['read' as const], expiresInSeconds: 60 };
  const brief = await owner.keys.create({ projectId, ...expiring });
  const events = eventsOf(await follow(brief.secret));
  await events.next();
  await send('in time');
  expect((await events.next()).value!.data).toContain('"in time"');
  clock.pass(60_000);
  await send('too late');
  // It is asked again every few seconds, and at once when anybody changes anything.
  await hide('user.id');
  const last = (await events.next()).value!;
  expect([last.name, JSON.parse(last.data).code]).toEqual(['error', 'unauthenticated']);
  expect((await events.next()).done).toBe(true);
});

it('whoever is removed, signed out or demoted, or whose project is deleted, hears at once that it is over', async () => {
  const world = await open();
  const { collector, owner, organizationId, projectId } = world;
  const addMember = async (email: string) => {
    const roleId = 'organization_member';
    const project = { projectId, roleId: 'project_member' };
    return addPerson(world, organizationId, { email, roleId, project });
  };
  const ann = await addMember('ann@example.org');
  const bob = await addMember('bob@example.org');
  const cid = await addMember('cid@example.org');
  const dee = await addMember('dee@example.org');
  /** Listens to everything live; the failure that ends each. */
  const listen = async ({ client }: typeof ann) => {
    const ends: Promise<unknown>[] = [];
    for (const stream of [
      await client.traces.follow({ projectId }),
      await client.collector.events(),
    ]) {
      const end = (async () => {
        for await (const _ of stream);
        return 'no failure';
      })();
      ends.push(end.catch((error: { code: string }) => error.code));
    }
    return ends as [follow: Promise<unknown>, events: Promise<unknown>];
  };
  const [annFollow, annEvents] = await listen(ann);
  await ann.client.session.signOut();
  expect(await Promise.all([annFollow, annEvents])).toEqual(['unauthenticated', 'unauthenticated']);

  // Another session of the same person is another matter.
  const again = clientOf(collector, await signIn(collector, 'ann@example.org'));
  const [stays] = await listen({ ...ann, client: again });
  const [bobFollow, bobEvents] = await listen(bob);
  await owner.people.disable({ organizationId, personId: bob.personId });
  expect(await Promise.all([bobFollow, bobEvents])).toEqual(['unauthenticated', 'unauthenticated']);

  const [cidFollow] = await listen(cid);
  await owner.members.remove({ projectId, personId: cid.personId });
  expect(await cidFollow).toBe('forbidden');

  const [deeFollow] = await listen(dee);
  await owner.projects.delete({ projectId, confirm: 'Shop' });
  expect(await Promise.all([deeFollow, stays])).toEqual(['forbidden', 'forbidden']);
});
