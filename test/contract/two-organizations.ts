import { newDeletionId } from '../../src/shared/deletion-id.ts';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';
import { addPerson, openWithPeople } from '../support/people.ts';

type World = Awaited<ReturnType<typeof openWithPeople>>;

/** Two people who own an organization each, and one of everything that an id names in either. */
export async function openTwoOrganizations() {
  const world = await openWithPeople();
  const other = await world.owner.organizations.create({ name: 'Other' });
  const ann = await furnish(world, world.organizationId, 'ann');
  const bob = await furnish(world, other.id, 'bob');
  return { ann, bob };
}

/** Makes somebody who owns an organization, and one of everything in it. */
async function furnish(world: World, organizationId: string, name: string) {
  const invitee = { email: `${name}@example.org`, roleId: 'organization_owner' };
  const { client, personId } = await addPerson(world, organizationId, invitee);
  const { project, key } = await client.projects.create({ name, organizationId });
  const at = { projectId: project.id };
  const traceId = newTraceId();
  const spanId = newSpanId();
  const sent = await postTraces(world.collector.url, exportRequest([{ traceId, spanId }]), {
    'x-api-key': key.secret,
  });
  if (sent.status !== 200) throw new Error(await sent.text());
  await client.projects.setExternal({ ...at, allowed: true });
  const outside = { ...at, email: `external.${name}@example.org` };
  const external = await client.members.addExternal(outside);
  if (external.state === 'added') throw new Error('They were here before.');
  const invited = { organizationId, email: `invited.${name}@example.org` };
  const role = { organizationId, permissions: [] };
  const score = { traceId, name: 'good', value: 1 };
  const { scores } = await client.annotations.score({ ...at, scores: [score] });
  await client.visibility.create({
    ...at,
    pattern: 'x',
    match: 'exact',
    scopes: ['span'],
    hide: 'value',
  });
  const { rules } = await client.visibility.list(at);
  const saved = { ...at, name: 'Errors', query: 'status:error', isShared: true };
  const { sessions } = await client.session.list();
  const deletionId = newDeletionId();
  const target = { kind: 'trace', traceId: newTraceId() } as const;
  await client.retention.delete({ ...at, target, confirm: name, deletionId });
  const ids = {
    organization: organizationId,
    project: project.id,
    key: key.id,
    person: personId,
    trace: traceId,
    span: spanId,
    session: sessions[0]!.id,
    external: external.invitation.id,
    invitation: (await client.invitations.create(invited)).id,
    role: (await client.roles.create({ ...role, scope: 'organization', name: 'Guest' })).id,
    projectRole: (await client.roles.create({ ...role, scope: 'project', name: 'Reader' })).id,
    rule: rules[0]!.id,
    note: (await client.annotations.addNote({ ...at, traceId, text: 'Slow.' })).id,
    score: scores[0]!.id,
    filter: (await client.savedFilters.save(saved)).id,
    // One that is over: it is under way for a moment only.
    deletion: deletionId,
    reading: (await client.transfer.begin(at)).readingId,
    workspace: (await client.files.open({ name: 'a.jsonl' })).project.id,
  };
  return { client, ids };
}

export type Kind = keyof Awaited<ReturnType<typeof furnish>>['ids'];
export type Ids = Readonly<Record<Kind, string>>;
