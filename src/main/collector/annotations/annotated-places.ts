import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnnotationCondition, Test } from '../../../shared/query/plan.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type {
  AnnotationMarks,
  AnnotationSource,
  MarkedTraces,
} from '../store/annotation-source.ts';
import { attributeTest, textTest } from '../store/reader/query/value-tests.ts';
import { bytesOf, pinnedTraces } from './annotation-reader.ts';

type Reader = Catalog['db'];

/** Rows read at a time: more than one trace has of any kind, few enough to let others have their turn. */
const PAGE = 2000;
/** Tags, and names of scores, that are offered. */
const OFFERED = 100;

interface Place {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Finds what a filter asks of annotations in the catalog. */
export function annotationSource(db: Reader): AnnotationSource {
  return {
    traces: async (projectId, condition) => {
      if (condition.field === 'pinned') return pinnedTraces(db, projectId);
      const ids = new Set<string>();
      for await (const { trace_id } of placesOf(db, projectId, condition)) ids.add(trace_id);
      return bytesOf([...ids]);
    },
    spans: async (projectId, condition) => {
      const ids = new Set<string>();
      for await (const { trace_id, span_id } of placesOf(db, projectId, condition)) {
        if (span_id !== '') ids.add(trace_id + span_id);
      }
      return [...ids].toSorted();
    },
    marks: (projectId) => marksOf(db, projectId),
  };
}

/** Where a condition is met, a place maybe more than once. */
async function* placesOf(
  db: Reader,
  projectId: string,
  { field, name, test }: AnnotationCondition,
): AsyncGenerator<Place> {
  switch (field) {
    case 'tag':
      yield* tagPlaces(db, projectId, test);
      return;
    case 'note': {
      const passes = textTest(test);
      const rows = pages((after) =>
        db
          .selectFrom('trace_note')
          .select(['trace_id', 'span_id', 'text'])
          .where('project_id', '=', projectId)
          .where('trace_id', '>=', after)
          .orderBy('trace_id')
          .limit(PAGE)
          .execute(),
      );
      for await (const row of rows) if (passes(row.text)) yield row;
      return;
    }
    case 'score': {
      const passes = attributeTest(test);
      const rows = pages((after) =>
        db
          .selectFrom('trace_score')
          .select(['trace_id', 'span_id', 'kind', 'number', 'label'])
          .where('project_id', '=', projectId)
          .where('name', '=', name.normalize('NFC'))
          .where('trace_id', '>=', after)
          .orderBy('trace_id')
          .limit(PAGE)
          .execute(),
      );
      for await (const row of rows) if (passes(scoreValue(row))) yield row;
      return;
    }
    default:
  }
}

async function* tagPlaces(db: Reader, projectId: string, test: Test): AsyncGenerator<Place> {
  // Tags are kept in one way of writing the same letters.
  const names =
    test.kind === 'is' ? [...new Set(test.values.map((value) => value.normalize('NFC')))] : null;
  const passes = names === null ? textTest(test) : () => true;
  for await (const row of tagRows(db, projectId, names)) if (passes(row.name)) yield row;
}

/** @param names of these alone; null for all */
function tagRows(db: Reader, projectId: string, names: readonly string[] | null) {
  return pages((after) =>
    db
      .selectFrom('trace_tag')
      .select(['trace_id', 'span_id', 'name'])
      .where('project_id', '=', projectId)
      .$if(names !== null, (query) => query.where('name', 'in', names!))
      .where('trace_id', '>=', after)
      .orderBy('trace_id')
      .limit(PAGE)
      .execute(),
  );
}

/** Rows page by page; those of the trace at which a page ends come once more with the next. */
async function* pages<R extends Place>(read: (after: string) => Promise<R[]>): AsyncGenerator<R> {
  for (let after = ''; ;) {
    const rows = await read(after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.trace_id;
    // A project may have millions of scores, and the collector goes on meanwhile.
    await nextTurn();
  }
}

function scoreValue(row: {
  readonly kind: 'number' | 'boolean' | 'label';
  readonly number: number | null;
  readonly label: string | null;
}): Parameters<ReturnType<typeof attributeTest>>[0] {
  if (row.kind === 'label') return { type: 'string', value: row.label ?? '' };
  return row.kind === 'boolean'
    ? { type: 'bool', value: row.number === 1 }
    : { type: 'double', value: row.number ?? Number.NaN };
}

async function marksOf(db: Reader, projectId: string): Promise<AnnotationMarks> {
  const traces = new Map<string, Set<string>>();
  for await (const { name, trace_id } of tagRows(db, projectId, null)) {
    const known = traces.get(name);
    if (known === undefined) traces.set(name, new Set([trace_id]));
    else known.add(trace_id);
  }
  const tags = [...traces]
    .toSorted((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .slice(0, OFFERED)
    .map(([value, ids]): MarkedTraces => ({ value, ids: bytesOf([...ids]) }));
  const scores = await db
    .selectFrom('trace_score')
    .select(['name as value', (eb) => eb.fn.countAll<number>().as('count')])
    .where('project_id', '=', projectId)
    .groupBy('name')
    .orderBy('count', 'desc')
    .orderBy('name')
    .limit(OFFERED)
    .execute();
  return { pinned: await pinnedTraces(db, projectId), tags, scores };
}
