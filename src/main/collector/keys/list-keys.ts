import { sql, type ExpressionBuilder } from 'kysely';
import {
  EXPIRY_WARNING_MS,
  type KEY_SORTS,
  type KEY_STATES,
} from '../../../shared/contract/keys.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { CatalogTables } from '../catalog/tables.ts';
import { hashSecret, parseSecret } from './key-format.ts';
import type { KeyRow } from './key-row.ts';

type KeyState = (typeof KEY_STATES)[number];

/** What to list; the parsed input of `keys.list`. */
export interface KeyQuery {
  readonly projectId: string;
  readonly search: string;
  readonly state?: KeyState | undefined;
  readonly scope?: KeyScope | undefined;
  readonly environment?: string | undefined;
  readonly sort: (typeof KEY_SORTS)[number];
  readonly order: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

const SORT_COLUMN = {
  created: 'created_ms',
  name: 'name',
  lastUsed: 'last_used_ms',
  expires: 'expires_ms',
  spans: 'spans',
} as const;

/** Columns that hold text people look for. */
const SEARCHED = [
  'name',
  'environment',
  'prefix',
  'last_four',
  'public_key',
  'id',
  'created_by',
] as const;

type Builder = ExpressionBuilder<CatalogTables, 'api_key'>;

/** One page of keys and how many pass; what was never used or never ends comes last either way. */
export async function listKeys(
  db: Catalog['db'],
  query: KeyQuery,
  nowMs: number,
): Promise<{ rows: KeyRow[]; total: number }> {
  const passing = db
    .selectFrom('api_key')
    .where('project_id', '=', query.projectId)
    .where((eb) => passes(eb, query, nowMs));
  const { total } = await passing
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const column = sql.ref(SORT_COLUMN[query.sort]);
  const order = query.order === 'asc' ? sql`ASC` : sql`DESC`;
  const collate = query.sort === 'name' ? sql`COLLATE NOCASE` : sql``;
  const rows = await passing
    .selectAll()
    .orderBy(sql`${column} ${collate} ${order} NULLS LAST`)
    .orderBy(sql`rowid ${order}`)
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return { rows, total };
}

/** Keys of a project in each state, and the labels in use. */
export async function countKeys(db: Catalog['db'], projectId: string, nowMs: number) {
  const of = db.selectFrom('api_key').where('project_id', '=', projectId);
  const counts = await of
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .select((eb) => countOf(eb, 'active', nowMs).as('active'))
    .select((eb) => countOf(eb, 'expiring', nowMs).as('expiring'))
    .select((eb) => countOf(eb, 'replaced', nowMs).as('replaced'))
    .select((eb) => countOf(eb, 'ended', nowMs).as('ended'))
    .executeTakeFirstOrThrow();
  const labels = await of
    .select('environment')
    .distinct()
    .where('environment', '!=', '')
    .orderBy('environment')
    .execute();
  return { counts, environments: labels.map(({ environment }) => environment) };
}

function countOf(eb: Builder, state: KeyState, nowMs: number) {
  return eb.fn.countAll<number>().filterWhere(inState(eb, state, nowMs));
}

function passes(eb: Builder, { search, state, scope, environment }: KeyQuery, nowMs: number) {
  return eb.and([
    ...(search === '' ? [] : [matches(eb, search)]),
    ...(state === undefined ? [] : [inState(eb, state, nowMs)]),
    ...(scope === undefined ? [] : [eb('scopes', 'like', `%"${scope}"%`)]),
    ...(environment === undefined ? [] : [eb('environment', '=', environment)]),
  ]);
}

/** Somebody who looks for a whole secret means the key it belongs to. */
function matches(eb: Builder, search: string) {
  const parsed = parseSecret(search);
  if (typeof parsed !== 'string') {
    return eb('secret_sha256', '=', Buffer.from(hashSecret(parsed.random), 'hex'));
  }
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return eb.or(SEARCHED.map((name) => sql<boolean>`${sql.ref(name)} LIKE ${pattern} ESCAPE '\\'`));
}

function inState(eb: Builder, state: KeyState, nowMs: number) {
  const works = eb.and([
    eb('revoked_ms', 'is', null),
    eb.or([eb('expires_ms', 'is', null), eb('expires_ms', '>', nowMs)]),
  ]);
  switch (state) {
    case 'active':
      return works;
    case 'expiring':
      return eb.and([
        works,
        eb('replaced_by', 'is', null),
        eb('expires_ms', '<=', nowMs + EXPIRY_WARNING_MS),
      ]);
    case 'replaced':
      return eb.and([works, eb('replaced_by', 'is not', null)]);
    case 'ended':
      return eb.not(works);
  }
}
