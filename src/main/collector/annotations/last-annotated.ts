import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AnnotationFilter } from '../../../shared/contract/annotations.ts';
import type { Catalog } from '../catalog/open-catalog.ts';

type Reader = Catalog['db'];
type Table = 'trace_pin' | 'trace_tag' | 'trace_note' | 'trace_score';

/** Traces read at a time, some ms: a project may have a million scores, and this thread answers everybody. */
const PAGE = 500;

interface Part {
  readonly table: Table;
  /** Of a tag or a score; undefined for any. */
  readonly name: string | undefined;
}

/** A trace, and when it was annotated last; ms since the epoch. */
interface Annotated {
  readonly trace_id: string;
  readonly last_ms: number;
}

/**
 * Annotated traces and when each was annotated last, ms since the epoch; those of which every condition holds.
 *
 * @param only of these traces alone
 */
export async function lastAnnotated(
  db: Reader,
  projectId: string,
  filter: AnnotationFilter,
  only?: readonly string[],
): Promise<Map<string, number>> {
  const { isAny, parts } = partsOf(filter);
  let found = new Map<string, number>();
  for (const [at, part] of parts.entries()) {
    // Of the conditions after the first, what met those before it; of any annotation, whatever has one.
    const next = isAny ? found : new Map<string, number>();
    for await (const { trace_id, last_ms } of pagesOf(db, projectId, part, only)) {
      const before = found.get(trace_id);
      if (before === undefined && !isAny && at > 0) continue;
      next.set(trace_id, Math.max(before ?? 0, next.get(trace_id) ?? 0, last_ms));
    }
    found = next;
  }
  return found;
}

/** The last annotated first, of those at the same time by their ids; at most `limit`. */
export function newest(found: ReadonlyMap<string, number>, limit: number): string[] {
  const times = Float64Array.from(found.values()).sort();
  const least = times[Math.max(0, times.length - limit)] ?? 0;
  return [...found]
    .filter(([, lastMs]) => lastMs >= least)
    .toSorted(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1))
    .slice(0, limit)
    .map(([id]) => id);
}

function partsOf({ pinned, tag, noted, score }: AnnotationFilter): {
  readonly isAny: boolean;
  readonly parts: readonly Part[];
} {
  const all: readonly (Part & { readonly isAsked: boolean })[] = [
    { table: 'trace_pin', name: undefined, isAsked: pinned !== undefined },
    { table: 'trace_note', name: undefined, isAsked: noted !== undefined },
    { table: 'trace_tag', name: tag, isAsked: tag !== undefined },
    { table: 'trace_score', name: score, isAsked: score !== undefined },
  ];
  const asked = all.filter(({ isAsked }) => isAsked);
  return asked.length === 0 ? { isAny: true, parts: all } : { isAny: false, parts: asked };
}

function pagesOf(
  db: Reader,
  projectId: string,
  part: Part,
  only: readonly string[] | undefined,
): AsyncGenerator<Annotated> {
  const { table, name } = part;
  if (table === 'trace_score' && name !== undefined && only === undefined) {
    return scoresOf(db, projectId, name);
  }
  return inPages((last) =>
    db
      .selectFrom(table)
      .select(['trace_id', (eb) => eb.fn.max<number>('created_ms').as('last_ms')])
      .where('project_id', '=', projectId)
      .$if(name !== undefined, (query) => query.where(sql`name`, '=', name))
      .$if(only !== undefined, (query) => query.where('trace_id', 'in', [...only!]))
      .where('trace_id', '>', last?.trace_id ?? '')
      .groupBy('trace_id')
      .orderBy('trace_id')
      .limit(PAGE)
      .execute(),
  );
}

/** In the order in which they were given: so the index of names leads to them, whatever other scores there are. */
const scoresOf = (db: Reader, projectId: string, name: string): AsyncGenerator<Annotated> =>
  inPages<Annotated & { readonly row: number }>((last) =>
    db
      .selectFrom('trace_score')
      .select(['trace_id', 'created_ms as last_ms', sql<number>`rowid`.as('row')])
      .where('project_id', '=', projectId)
      .where('name', '=', name)
      .where(sql`rowid`, '>', last?.row ?? 0)
      .orderBy(sql`rowid`)
      .limit(PAGE)
      .execute(),
  );

/** Rows page by page, each read by what came last before it, with turns for others in between. */
async function* inPages<Row>(
  read: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let last: Row | undefined; ;) {
    const rows = await read(last);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1);
    await nextTurn();
  }
}
