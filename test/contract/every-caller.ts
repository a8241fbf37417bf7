import { EXTERNAL_ROLES, type ExternalRole } from '../../src/shared/contract/members.ts';
import { KEY_SCOPES } from '../../src/shared/permissions.ts';
import { MAX_REASON, REASON_HEADER } from '../../src/shared/reason.ts';
import { BUILT_IN_ROLES } from '../../src/shared/roles.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD, signIn } from '../support/people.ts';
import type { CALLS } from './permission-table.ts';

type Call = (typeof CALLS)[number];

/** Ids of a place, in whatever way a call names it. */
export interface PlaceIds {
  readonly projectId: string;
  readonly organizationId: string;
  readonly keyId: string;
}

/** Ids that look right and are of nothing. */
export const NOWHERE: PlaceIds = {
  projectId: 'prj_000000000000',
  organizationId: 'org_000000000000',
  keyId: 'key_000000000000',
};

/** Callers of the table, by the heading of their column: each says who they are as a request does. */
export async function openWithCallers(titles: readonly string[]) {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop', organizationId });
  const { id: projectId } = project;
  await owner.projects.setExternal({ projectId, allowed: true });
  const other = await owner.organizations.create({ name: 'Other' });
  const theirs = await owner.projects.create({ name: 'Theirs', organizationId: other.id });
  const { id: noRights } = await owner.roles.create({
    organizationId,
    scope: 'organization',
    name: 'No rights',
    permissions: [],
  });

  const letIn = async (email: string, roleId: ExternalRole): Promise<string> => {
    const answer = await owner.members.addExternal({ projectId, email, roleId });
    if (answer.state === 'added') throw new Error('They were here before.');
    const { code } = answer;
    await clientOf(collector).session.acceptInvitation({ code, name: 'Eve', password: PASSWORD });
    return signIn(collector, email);
  };
  const secretOf = async (title: string): Promise<string | undefined> => {
    const [kind, name] = title.split(/:? /) as [string, string];
    const email = `${title.replaceAll(/\W+/g, '.')}@example.org`;
    switch (kind) {
      case 'Instance': {
        const { code } = await owner.people.resetOwner({ email });
        await owner.session.resetPassword({ code, password: PASSWORD });
        return signIn(collector, email);
      }
      case 'Org':
        return (await addPerson(world, organizationId, { email, roleId: roleOf(kind, name) }))
          .token;
      case 'Project': {
        const inProject = { projectId, roleId: roleOf(kind, name) };
        const invitee = { email, roleId: noRights, project: inProject };
        return (await addPerson(world, organizationId, invitee)).token;
      }
      case 'External':
        return letIn(
          email,
          EXTERNAL_ROLES.find((id) => id === roleOf('Project', name))!,
        );
      case 'Key': {
        const scopes = KEY_SCOPES.filter((scope) => scope === name);
        return (await owner.keys.create({ projectId, scopes })).secret;
      }
    }
    if (title !== 'No role') return undefined;
    const token = await letIn(email, 'project_admin');
    const { personId } = await clientOf(collector, token).session.me();
    await owner.members.remove({ projectId, personId });
    return token;
  };
  const secrets = new Map<string, string | undefined>();
  for (const title of titles) secrets.set(title, await secretOf(title));
  const ask = (title: string, call: Call, ids: PlaceIds) =>
    answerTo(collector, { title, secret: secrets.get(title) }, call, ids);
  const own: PlaceIds = { projectId, organizationId, keyId: key.id };
  const foreign: PlaceIds = {
    projectId: theirs.project.id,
    organizationId: other.id,
    keyId: theirs.key.id,
  };
  return { own, foreign, ask };
}

function roleOf(scope: string, name: string): string {
  const wanted = scope === 'Org' ? 'organization' : 'project';
  return BUILT_IN_ROLES.find((role) => role.scope === wanted && role.name === name)!.id;
}

type Collector = Awaited<ReturnType<typeof openWithPeople>>['collector'];

/**
 * The code and words of the answer to a call with nothing but its place, and a reason that is too long: it is refused
 * after the check of permission and before anything is done, so that `invalid` means that the call is allowed.
 */
async function answerTo(
  collector: Collector,
  { title, secret }: { readonly title: string; readonly secret: string | undefined },
  { name, schema, route }: Call,
  ids: PlaceIds,
): Promise<{ readonly code: string; readonly message: string }> {
  const declared = (schema as { readonly shape?: object } | undefined)?.shape ?? {};
  const input = Object.fromEntries(Object.entries(ids).filter(([id]) => id in declared));
  const headers = {
    [REASON_HEADER]: 'x'.repeat(MAX_REASON + 1),
    ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
  };
  if (route.path !== undefined && title !== 'Nobody') {
    const path = route.path.replaceAll(
      /\{(\w+)\}/g,
      (_part: string, id: string) => input[id] ?? 'x',
    );
    const isGet = route.method === 'GET';
    const url = `${collector.url}/api/v1${path}${isGet ? `?${new URLSearchParams(input)}` : ''}`;
    const body = isGet ? {} : { body: JSON.stringify(input) };
    const type = { 'content-type': 'application/json' };
    const init = { method: route.method!, headers: { ...headers, ...type }, ...body };
    return codeOf(await fetch(url, init));
  }
  const answer = await fetch(`${collector.listeners.console!.url}/rpc/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  });
  return codeOf(answer);
}

async function codeOf(answer: Response): Promise<{ code: string; message: string }> {
  const body = await answer.json();
  return body.json ?? body;
}
