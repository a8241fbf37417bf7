import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type {
  RedactionAuditQuery,
  RedactionRow,
  RedactionSummary,
} from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import { parsePiiType } from '../../../shared/redaction.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { RedactionTables } from '../catalog/redaction-tables.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import { HOUR_MS } from './hourly-counts.ts';

type Db = Catalog['db'];
type Counts = Pick<RedactionTables, 'redaction_count'>;

/** Names told of each field of a summary. */
const MAX_NAMES = 200;

/** What a caller may learn of attributes. */
export type Sight = Pick<VisibleStore, 'hidesAnything' | 'hiddenFields' | 'mayHide'>;

/** A query of one caller. */
interface Asked {
  readonly projectId: string;
  readonly query: RedactionAuditQuery;
  readonly sight: Sight;
}

/**
 * Rows of a project that a query asks for, the newest hour first and of one hour the most frequent; none of attributes
 * that may be hidden from the caller.
 *
 * @throws AppError `forbidden` for a service or environment where those are hidden
 */
export async function readCounts(db: Db, asked: Asked, limit: number): Promise<RedactionRow[]> {
  const { sight } = asked;
  const rows = await matching(db, asked, await hiddenKeys(db, asked))
    .select(['hour', 'type', 'rule', 'key', 'mode'])
    .select([
      shown('service', sight).as('seen_service'),
      shown('environment', sight).as('seen_environment'),
      (eb) => eb.fn.sum<number>('count').as('count'),
    ])
    .groupBy(['hour', 'type', 'rule', 'key', 'mode', 'seen_service', 'seen_environment'])
    .orderBy('hour', 'desc')
    .orderBy('count', 'desc')
    .orderBy('type')
    .orderBy('rule')
    .orderBy('key')
    .orderBy('seen_service')
    .orderBy('seen_environment')
    .orderBy('mode')
    .limit(limit)
    .execute();
  return rows.map(({ hour, type, rule, key, mode, count, ...row }) => ({
    hour: new Date(hour * HOUR_MS).toISOString(),
    type,
    rule,
    key,
    service: row.seen_service,
    environment: row.seen_environment,
    mode,
    count,
  }));
}

/**
 * Sums of what a query asks for, by hour or UTC day and by every field, without attributes that may be hidden.
 *
 * @throws AppError `forbidden` for a service or environment where those are hidden
 */
export async function sumCounts(
  db: Db,
  asked: Asked,
  bucket: 'hour' | 'day',
): Promise<RedactionSummary> {
  const { sight } = asked;
  const hours = bucket === 'day' ? 24 : 1;
  const select = matching(db, asked, await hiddenKeys(db, asked));
  const rows = await select
    .select([
      sql<number>`hour / ${sql.lit(hours)} * ${sql.lit(hours)}`.as('at'),
      'type',
      (eb) => eb.fn.sum<number>('count').as('count'),
    ])
    .groupBy(['at', 'type'])
    .orderBy('at')
    .execute();
  const buckets = new Map<number, Record<string, number>>();
  for (const { at, type, count } of rows) {
    const counts = buckets.get(at) ?? {};
    counts[type] = count;
    buckets.set(at, counts);
  }
  const named = (field: 'type' | 'rule' | 'key' | 'service' | 'environment') =>
    select
      .select([`${field} as name`, (eb) => eb.fn.sum<number>('count').as('count')])
      .groupBy(field)
      .orderBy('count', 'desc')
      .orderBy(field)
      .limit(MAX_NAMES)
      .execute();
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    buckets: [...buckets].map(([at, counts]) => ({
      at: new Date(at * HOUR_MS).toISOString(),
      counts,
    })),
    types: await named('type'),
    rules: await named('rule'),
    keys: await named('key'),
    services: sight.hiddenFields.has('service') ? [] : await named('service'),
    environments: sight.hiddenFields.has('environment') ? [] : await named('environment'),
    leavesOutHidden: sight.hidesAnything,
  };
}

/** A column, or nothing where it is hidden. */
const shown = (field: 'service' | 'environment', { hiddenFields }: Sight): RawBuilder<string> =>
  hiddenFields.has(field) ? sql<string>`''` : sql.ref<string>(field);

function matching(
  db: Db,
  { projectId, query, sight }: Asked,
  hidden: readonly string[],
): SelectQueryBuilder<Counts, 'redaction_count', object> {
  const { from, to, type, ...fields } = query;
  let select = db.selectFrom('redaction_count').where('project_id', '=', projectId);
  if (from !== undefined)
    select = select.where('hour', '>=', Math.floor(Date.parse(from) / HOUR_MS));
  if (to !== undefined) select = select.where('hour', '<', Math.ceil(Date.parse(to) / HOUR_MS));
  if (type !== undefined) select = select.where('type', '=', parsePiiType(type) ?? type);
  for (const field of ['rule', 'key', 'service', 'environment', 'mode'] as const) {
    const wanted = fields[field];
    if (wanted === undefined) continue;
    if ((field === 'service' || field === 'environment') && sight.hiddenFields.has(field)) {
      throw new AppError(
        'forbidden',
        `The ${field} is hidden from you here, so nothing is found by it.`,
      );
    }
    select = select.where(field, '=', wanted);
  }
  if (hidden.length > 0) {
    // One parameter, however many there are.
    const keys = JSON.stringify(hidden);
    select = select.where(sql<boolean>`key not in (select value from json_each(${keys}))`);
  }
  return select as unknown as SelectQueryBuilder<Counts, 'redaction_count', object>;
}

/** Keys counted in the project that may be hidden from the caller. */
async function hiddenKeys(db: Db, { projectId, sight }: Asked): Promise<string[]> {
  if (!sight.hidesAnything) return [];
  const select = db.selectFrom('redaction_count').where('project_id', '=', projectId);
  const rows = await select.select('key').distinct().execute();
  return rows.map(({ key }) => key).filter((key) => sight.mayHide(key));
}
