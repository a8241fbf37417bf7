import { randomBytes } from 'node:crypto';
import { systemActor, type Actor } from '../audit/actor.ts';
import { AuditTrail, type CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import { newKeyRow } from '../keys/new-key.ts';
import type { Log } from '../log.ts';
import { personOf, type SeededPerson } from './seeded-people.ts';

/** How much a catalog is filled with. */
export interface SeedSizes {
  /** People of the first organization; person 777 has the address that ends in `.777@example.org`. */
  readonly people: number;
  /** The first of them are also members of the Default Project. */
  readonly members: number;
  /** Keys of the Default Project; key 777 is called `service 777`. */
  readonly keys: number;
  /** Audit entries, at least one. */
  readonly entries: number;
}

/** Where the rows were put. */
export interface SeededPlace {
  readonly organizationId: string;
  /** The Default Project. */
  readonly projectId: string;
}

/** Entries written in one transaction. */
const ENTRIES_AT_ONCE = 5000;
/** Rows in one statement: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 500;
const MINUTE_MS = 60_000;

const QUIET: Log = { info() {}, warn() {}, error() {} };

/**
 * Fills the catalog of an existing data folder as a long life would. Everything goes through the audit trail, in few
 * transactions, so that the chain of entries is whole; the folder must not be in use.
 */
export async function seedAdministration(dataDir: string, sizes: SeedSizes): Promise<SeededPlace> {
  const catalog = await openCatalog(dataDir);
  try {
    const clock = { now: () => Date.now() };
    const trail = await AuditTrail.open({ catalog, dataDir, clock, log: QUIET });
    const { id: projectId, organization_id: organizationId } = await catalog.db
      .selectFrom('project')
      .select(['id', 'organization_id'])
      .where('is_default', '=', 1)
      .executeTakeFirstOrThrow();
    const place = { organizationId, projectId };
    const people = Array.from({ length: sizes.people }, (_, index) => personOf(index));
    const entriesFrom = (first: number) =>
      Array.from({ length: Math.min(ENTRIES_AT_ONCE, sizes.entries - first) }, (_, i) =>
        entryOf(place, people, first + i),
      );
    await trail.change(systemActor('seed'), async (tx) => {
      await addPeople(tx, place, people, sizes.members);
      await addKeys(tx, projectId, sizes.keys);
      return { answer: undefined, entries: entriesFrom(0) };
    });
    for (let first = ENTRIES_AT_ONCE; first < sizes.entries; first += ENTRIES_AT_ONCE) {
      const entries = entriesFrom(first);
      const actor = actorOf(people[(first / ENTRIES_AT_ONCE) % people.length]!);
      await trail.change(actor, async () => ({ answer: undefined, entries }));
    }
    await trail.close();
    return place;
  } finally {
    await catalog.close();
  }
}

async function addPeople(
  tx: CatalogTransaction,
  { organizationId, projectId }: SeededPlace,
  people: readonly SeededPerson[],
  members: number,
): Promise<void> {
  const now = Date.now();
  const joinedMs = (index: number) => now - (people.length - index) * 60 * MINUTE_MS;
  for (const [at, part] of partsOf(people)) {
    const rows = part.map((person, i) => ({ ...person, created_ms: joinedMs(at + i) }));
    await tx.insertInto('person').values(rows).execute();
    const inOrganization = rows.map(({ id, created_ms }, i) => ({
      organization_id: organizationId,
      person_id: id,
      role_id: (at + i) % 50 === 0 ? 'organization_admin' : 'organization_member',
      created_ms,
    }));
    await tx.insertInto('organization_member').values(inOrganization).execute();
    const sessions = rows.map(({ id, created_ms }, i) => ({
      id: createRowId('ses'),
      token_sha256: randomBytes(32),
      person_id: id,
      kind: 'password' as const,
      address: '10.2.0.14',
      client: 'Firefox',
      created_ms,
      last_seen_ms: now - (at + i) * MINUTE_MS,
      expires_ms: now + 24 * 60 * MINUTE_MS,
    }));
    await tx.insertInto('session').values(sessions).execute();
    const inProject = rows.slice(0, Math.max(0, members - at)).map(({ id, created_ms }, i) => ({
      project_id: projectId,
      person_id: id,
      role_id: ['project_admin', 'project_read_only'][(at + i) % 9] ?? 'project_member',
      created_ms,
    }));
    if (inProject.length > 0) await tx.insertInto('project_member').values(inProject).execute();
  }
}

async function addKeys(tx: CatalogTransaction, projectId: string, count: number): Promise<void> {
  const now = Date.now();
  const keys = Array.from({ length: count }, (_, index) => {
    const createdMs = now - (count - index) * MINUTE_MS;
    const name = `service ${index}`;
    const environment = ['production', 'staging', ''][index % 3]!;
    const kind = index % 10 === 0 ? 'pair' : 'single';
    const scopes = index % 5 === 0 ? (['ingest', 'read'] as const) : (['ingest'] as const);
    const request = { projectId, name, environment, kind, scopes } as const;
    const { row } = newKeyRow(request, 'seed', createdMs);
    if (index % 4 === 0) return row;
    const requests = 17 * index;
    const used = { last_used_ms: now - ((7919 * index) % count) * 1000, requests };
    return { ...row, ...used, spans: 40 * requests, last_used_from: '10.2.0.14' };
  });
  for (const [, part] of partsOf(keys)) await tx.insertInto('api_key').values(part).execute();
}

/** One entry in fifty is about a project; the others are what people do all day. */
function entryOf(
  { organizationId, projectId }: SeededPlace,
  people: readonly SeededPerson[],
  index: number,
): AuditDraft {
  const { id, name, email } = people[index % people.length]!;
  if (index % 50 === 0) {
    const before = { name: `Project ${index}`, description: '', isDefault: false };
    return {
      action: 'project.updated',
      resource: 'project',
      resourceId: projectId,
      resourceName: before.name,
      projectId,
      organizationId,
      before,
      after: { ...before, description: `Described anew, ${index}` },
    };
  }
  const whom = { resourceId: id, resourceName: name };
  if (index % 3 === 0) {
    const after = { kind: 'password', email } as const;
    return { action: 'session.started', resource: 'session', ...whom, after };
  }
  const after = { email, role: 'Member' };
  return {
    action: 'member.added',
    resource: 'member',
    ...whom,
    projectId,
    organizationId,
    after,
  };
}

function actorOf({ id }: SeededPerson): Actor {
  return {
    kind: 'person',
    id,
    from: { via: 'console', address: '10.2.0.14', client: 'Firefox' },
  };
}

function* partsOf<T>(rows: readonly T[]): Generator<[at: number, part: T[]]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    yield [at, rows.slice(at, at + ROWS_AT_ONCE)];
  }
}
