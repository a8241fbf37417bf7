import { sql, type SelectQueryBuilder } from 'kysely';
import type {
  RedactionAuditQuery,
  RedactionRow,
  RedactionSummary,
} from '../../../shared/contract/redaction.ts';
import { parsePiiType } from '../../../shared/redaction.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { RedactionTables } from '../catalog/redaction-tables.ts';
import { HOUR_MS } from './hourly-counts.ts';

type Db = Catalog['db'];
type Counts = Pick<RedactionTables, 'redaction_count'>;

/** Names told of each field of a summary. */
const MAX_NAMES = 200;

/** Rows of a project that a query asks for, the newest hour first and of one hour the most frequent. */
export async function readCounts(
  db: Db,
  projectId: string,
  query: RedactionAuditQuery,
  limit: number,
): Promise<RedactionRow[]> {
  const rows = await matching(db, projectId, query)
    .select(['hour', 'type', 'rule', 'key', 'service', 'environment', 'mode', 'count'])
    .orderBy('hour', 'desc')
    .orderBy('count', 'desc')
    .orderBy('type')
    .orderBy('rule')
    .orderBy('key')
    .orderBy('service')
    .orderBy('environment')
    .orderBy('mode')
    .limit(limit)
    .execute();
  return rows.map(({ hour, ...row }) => ({ ...row, hour: new Date(hour * HOUR_MS).toISOString() }));
}

/** Sums of what a query asks for, by hour or UTC day and by every field. */
export async function sumCounts(
  db: Db,
  projectId: string,
  query: RedactionAuditQuery,
  bucket: 'hour' | 'day',
): Promise<RedactionSummary> {
  const hours = bucket === 'day' ? 24 : 1;
  const rows = await matching(db, projectId, query)
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
    matching(db, projectId, query)
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
    services: await named('service'),
    environments: await named('environment'),
  };
}

function matching(
  db: Db,
  projectId: string,
  query: RedactionAuditQuery,
): SelectQueryBuilder<Counts, 'redaction_count', object> {
  const { from, to, type, ...fields } = query;
  let select = db.selectFrom('redaction_count').where('project_id', '=', projectId);
  if (from !== undefined)
    select = select.where('hour', '>=', Math.floor(Date.parse(from) / HOUR_MS));
  if (to !== undefined) select = select.where('hour', '<', Math.ceil(Date.parse(to) / HOUR_MS));
  if (type !== undefined) select = select.where('type', '=', parsePiiType(type) ?? type);
  for (const field of ['rule', 'key', 'service', 'environment', 'mode'] as const) {
    const wanted = fields[field];
    if (wanted !== undefined) select = select.where(field, '=', wanted);
  }
  return select as unknown as SelectQueryBuilder<Counts, 'redaction_count', object>;
}
