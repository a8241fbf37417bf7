import type { Selectable } from 'kysely';
import {
  USAGE_KEPT_DAYS,
  type UsageNumbers,
  type UsageReport,
  type UsageSource,
} from '../../../shared/contract/usage.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { UsageDayTable } from '../catalog/usage-tables.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import { COUNT_NAMES, type UsageDelta } from './counts.ts';
import { dayText, parseDay } from './day.ts';
import { IMPORT, KEYLESS } from './usage-meter.ts';

const DEFAULT_DAYS = 30;

/**
 * What a project stored from one day to another, both included.
 *
 * @param unwritten what was counted of it and is not in the catalog
 * @param today in UTC, whole days since the epoch
 * @throws AppError `not_found`; `invalid` for days the wrong way round, or too many of them
 */
export async function reportUsage(
  { db, unwritten }: Pick<Catalog, 'db'> & { readonly unwritten: readonly UsageDelta[] },
  projectId: string,
  today: number,
  from?: string,
  to?: string,
): Promise<UsageReport> {
  await projectRowOf(db, projectId);
  const last = to === undefined ? today : parseDay(to);
  const first = from === undefined ? last - DEFAULT_DAYS + 1 : parseDay(from);
  if (first > last) {
    throw new AppError(
      'invalid',
      `The first day, ${from}, comes after the last, ${dayText(last)}.`,
    );
  }
  if (last - first >= USAGE_KEPT_DAYS) {
    throw new AppError('invalid', `At most ${USAGE_KEPT_DAYS} days at a time; as many are kept.`);
  }
  const written = await db
    .selectFrom('usage_day')
    .leftJoin('api_key', 'api_key.id', 'usage_day.source')
    .selectAll('usage_day')
    .select('api_key.name')
    .where('usage_day.project_id', '=', projectId)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .execute();
  const waiting = await rowsOf(
    db,
    unwritten.filter(({ day }) => day >= first && day <= last),
  );
  const days = Array.from({ length: last - first + 1 }, (_, i) => ({
    date: dayText(first + i),
    ...newNumbers(),
  }));
  const total = newNumbers();
  const sources = new Map<string, UsageSource>();
  for (const row of [...written, ...waiting]) {
    add(days[row.day - first]!, row);
    add(total, row);
    let source = sources.get(row.source);
    if (source === undefined) {
      source = { ...describeSource(row.source, row.name), ...newNumbers() };
      sources.set(row.source, source);
    }
    add(source, row);
  }
  return {
    projectId,
    from: dayText(first),
    to: dayText(last),
    total,
    days,
    sources: [...sources.values()].sort(
      (a, b) => b.spans - a.spans || b.requests - a.requests || a.name.localeCompare(b.name),
    ),
  };
}

function describeSource(
  source: string,
  name: string | null,
): Pick<UsageSource, 'kind' | 'keyId' | 'name'> {
  if (source === KEYLESS || source === IMPORT) return { kind: source, keyId: null, name: '' };
  return { kind: 'key', keyId: source, name: name ?? '' };
}

type Row = Omit<Selectable<UsageDayTable>, 'project_id'>;

/** Counts that wait, as they will be written. */
async function rowsOf(
  db: Catalog['db'],
  deltas: readonly UsageDelta[],
): Promise<(Row & { readonly name: string | null })[]> {
  if (deltas.length === 0) return [];
  const keys = await db
    .selectFrom('api_key')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(deltas.map(({ source }) => source))])
    .execute();
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  return deltas.map(({ day, source, counts }) => {
    const named = Object.fromEntries(COUNT_NAMES.map((name, i) => [name, counts[i]!]));
    const numbers = named as Omit<Row, 'day' | 'source'>;
    return { day, source, name: names.get(source) ?? null, ...numbers };
  });
}

function newNumbers(): UsageNumbers {
  return {
    spans: 0,
    logs: 0,
    metricPoints: 0,
    requests: 0,
    requestsRefused: 0,
    bytesReceived: 0,
    bytesStored: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
  };
}

function add(to: UsageNumbers, row: Row): void {
  to.spans += row.spans;
  to.logs += row.logs;
  to.metricPoints += row.points;
  to.requests += row.requests;
  to.requestsRefused += row.refused;
  to.bytesReceived += row.bytes_received;
  to.bytesStored += row.bytes_stored;
  to.inputTokens += row.input_tokens;
  to.outputTokens += row.output_tokens;
  // Taking a wrapper's cost back can leave a rounding error below nothing.
  to.costUsd = Math.max(0, to.costUsd + row.cost_usd);
}
