import { expect, it } from 'vitest';
import { CALLS } from './permission-table.ts';
import { openTwoOrganizations, type Ids, type Kind } from './two-organizations.ts';

/** Fields that say where a call acts: every-caller.test.ts asks about those. */
const PLACES = new Set(['projectId', 'organizationId', 'keyId']);
/** What each field that names something names, unless a call is said to mean something else. */
const KINDS: Readonly<Record<string, Kind>> = {
  traceId: 'trace',
  traceIds: 'trace',
  spanId: 'span',
  viewAs: 'projectRole',
  personId: 'person',
  fromPersonId: 'person',
  keyIds: 'key',
  readingId: 'reading',
  workspaceId: 'workspace',
  invitationId: 'invitation',
  roleId: 'role',
  replacementRoleId: 'role',
  inProjectId: 'project',
  sessionId: 'session',
  ruleId: 'rule',
  noteId: 'note',
  scoreId: 'score',
  filterId: 'filter',
  deletionId: 'deletion',
};
const OTHER_KINDS: Readonly<Record<string, Kind>> = {
  'members.set roleId': 'projectRole',
  'members.withdraw invitationId': 'external',
};
/** What calls ask for beside ids. */
const FIELDS: Readonly<Record<string, object>> = {
  'projects.transfer': { confirm: 'ann' },
  'traces.follow': { forSeconds: 1 },
  'traces.value': { path: 'name' },
  'traces.find': { text: 'work' },
  'threads.list': { kind: 'session' },
  'analytics.traceGroups': { by: 'user' },
  'transfer.feed': { offset: 0, bytes: new Blob(['{}']) },
  'transfer.exportFile': { format: 'csv', signals: ['traces'] },
  'invitations.create': { email: 'new@example.org' },
  'members.addExternal': { email: 'new@example.org' },
  'roles.update': { name: 'Named', permissions: [] },
  'access.holders': { permission: 'traces:read' },
  'visibility.update': { pattern: 'y', match: 'exact', scopes: ['span'], hide: 'value' },
  'retention.delete': {
    target: { kind: 'trace', traceId: 'f'.repeat(32) },
    confirm: 'ann',
  },
  'annotations.pin': { pinned: true },
  'annotations.tag': { add: ['slow'] },
  'annotations.addNote': { text: 'Slow.' },
  'annotations.editNote': { text: 'Slow.' },
};

type Call = (typeof CALLS)[number];
const fieldsOf = ({ schema }: Call): string[] =>
  Object.keys((schema as { readonly shape?: object } | undefined)?.shape ?? {});
const namesIn = (call: Call): string[] =>
  fieldsOf(call).filter((name) => /(?:Ids?|viewAs)$/.test(name) && !PLACES.has(name));

/** Calls with one id of somebody else's each, all others being the caller's own. */
function callsWith(own: Ids, theirs: Ids) {
  return CALLS.flatMap((call) =>
    namesIn(call).map((changed) => {
      const ids = fieldsOf(call).flatMap((field): [string, unknown][] => {
        if (field === 'projectId') return [[field, own.project]];
        if (field === 'organizationId') return [[field, own.organization]];
        const kind = OTHER_KINDS[`${call.name} ${field}`] ?? KINDS[field];
        // A view as somebody else is asked for alone.
        if (kind === undefined || (field === 'viewAs' && changed !== field)) return [];
        const id = (field === changed ? theirs : own)[kind];
        return [[field, field.endsWith('Ids') ? [id] : id]];
      });
      const input = { ...Object.fromEntries(ids), ...FIELDS[call.name] };
      return { name: call.name, what: `${call.name} ${changed}`, input };
    }),
  );
}

/** Ids of the same form that nothing has, another one of each kind. */
function idsOfNothing(ids: Ids): Ids {
  const forms = Object.entries(ids).map(([kind, id], i) => [
    kind,
    id.replace(/[0-9a-z]+$/, (rest) => `${i}`.padStart(rest.length, 'f')),
  ]);
  return Object.fromEntries(forms) as Ids;
}

/** What a call answered, of a stream all of it; ids and times it made are left out. */
async function wholeOf(result: unknown): Promise<string> {
  if (typeof result !== 'object' || result === null) return String(result);
  const parts: unknown[] = [];
  if (Symbol.asyncIterator in result) {
    for await (const part of result as AsyncIterable<unknown>) parts.push(part);
  } else parts.push(result);
  return JSON.stringify(parts).replaceAll(
    /"(?:[a-z]{3}_[0-9a-z]{12}|\d{4}-\d\d-\d\dT[^"]+)"/g,
    '""',
  );
}

it('what is of another organization is answered as what is nowhere', async () => {
  const { ann, bob } = await openTwoOrganizations();
  const client = ann.client as unknown as Readonly<
    Record<string, Readonly<Record<string, (input: object) => Promise<unknown>>>>
  >;
  const answersWith = async (ids: Ids): Promise<Record<string, string>> => {
    const answers: Record<string, string> = {};
    for (const { name, what, input } of callsWith(ann.ids, ids)) {
      const [subject, call] = name.split('.') as [string, string];
      const told = await client[subject]![call]!(input)
        .then(wholeOf)
        .catch(({ code, message }) => `${code}: ${message}`);
      answers[what] = Object.values(ids).reduce((text, id) => text.replaceAll(id, 'ID'), told);
    }
    return answers;
  };
  const nowhere = await answersWith(idsOfNothing(bob.ids));
  expect(await answersWith(bob.ids)).toEqual(nowhere);
  // What answered was looked up, and not refused for its form.
  const formless = Object.entries(nowhere).filter(([, answer]) => answer.startsWith('invalid'));
  expect(formless.map(([what]) => what)).toEqual(['members.addExternal roleId']);
});

it('every field that names something is asked about', () => {
  const names = CALLS.flatMap((call) => namesIn(call));
  expect([...new Set(names)].filter((name) => KINDS[name] === undefined)).toEqual([]);
});
