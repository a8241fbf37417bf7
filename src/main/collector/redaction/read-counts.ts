import { setImmediate } from 'node:timers/promises';
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
type Matching = SelectQueryBuilder<Counts, 'redaction_count', object>;

/** Names told of each field of a summary. */
const MAX_NAMES = 200;
const DAY_HOURS = 24;

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
  const rows: RedactionRow[] = [];
  for await (const day of daysOf(matching(db, asked, await hiddenKeys(db, asked)))) {
    for (const row of await rowsOf(day, asked.sight, limit - rows.length)) rows.push(row);
    if (rows.length >= limit) break;
  }
  return rows;
}

async function rowsOf(select: Matching, sight: Sight, limit: number): Promise<RedactionRow[]> {
  const rows = await select
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
  const hours = bucket === 'day' ? DAY_HOURS : 1;
  const select = matching(db, asked, await hiddenKeys(db, asked));
  const buckets = new Map<number, Record<string, number>>();
  const sums = { type: new Sums(), rule: new Sums(), key: new Sums() };
  const hideable = { service: new Sums(), environment: new Sums() };
  let total = 0;
  for await (const day of daysOf(select)) {
    const rows = await day
      .select(['hour', 'type', 'rule', 'key', 'service', 'environment', 'count'])
      .execute();
    for (const row of rows) {
      const at = Math.floor(row.hour / hours) * hours;
      const counts = buckets.get(at) ?? {};
      buckets.set(at, counts);
      counts[row.type] = (counts[row.type] ?? 0) + row.count;
      for (const field of ['type', 'rule', 'key'] as const) sums[field].add(row[field], row.count);
      for (const field of ['service', 'environment'] as const) {
        if (!sight.hiddenFields.has(field)) hideable[field].add(row[field], row.count);
      }
      total += row.count;
    }
  }
  return {
    total,
    buckets: [...buckets]
      .sort(([a], [b]) => a - b)
      .map(([at, counts]) => ({ at: new Date(at * HOUR_MS).toISOString(), counts })),
    types: sums.type.largest(),
    rules: sums.rule.largest(),
    keys: sums.key.largest(),
    services: hideable.service.largest(),
    environments: hideable.environment.largest(),
    leavesOutHidden: sight.hidesAnything,
  };
}

/** Sums of one field. */
class Sums {
  readonly #counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  largest(): { name: string; count: number }[] {
    return [...this.#counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, MAX_NAMES);
  }
}

/**
 * What a query asks for, a UTC day at a time and the newest first: a year of it is read on the thread that answers
 * everybody, so that others have their turn in between.
 */
async function* daysOf(select: Matching): AsyncGenerator<Matching> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const newest = await select
      .select('hour')
      .where('hour', '<', before)
      .orderBy('hour', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (newest === undefined) return;
    const start = Math.floor(newest.hour / DAY_HOURS) * DAY_HOURS;
    yield select.where('hour', '>=', start).where('hour', '<', before);
    await setImmediate();
    before = start;
  }
}

/** A column, or nothing where it is hidden. */
const shown = (field: 'service' | 'environment', { hiddenFields }: Sight): RawBuilder<string> =>
  hiddenFields.has(field) ? sql<string>`''` : sql.ref<string>(field);

function matching(db: Db, { projectId, query, sight }: Asked, hidden: readonly string[]): Matching {
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
  return select as unknown as Matching;
}

/** Keys counted in the project that may be hidden from the caller. */
async function hiddenKeys(db: Db, { projectId, sight }: Asked): Promise<string[]> {
  if (!sight.hidesAnything) return [];
  const select = db.selectFrom('redaction_count').where('project_id', '=', projectId);
  const rows = await select.select('key').distinct().execute();
  return rows.map(({ key }) => key).filter((key) => sight.mayHide(key));
}
