import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { annotationSource } from '../../../src/main/collector/annotations/annotated-places.ts';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { planQuery } from '../../../src/shared/query/resolve.ts';
import { idsOf, openTestStore, temporaryFolder } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
import { tracePasses, type PlainSpan, type Said } from './plain-evaluator.ts';
import { plainSpans, querySaid, said, sketchOf } from './random-traces.ts';

/** Something said of a trace, and with a span of that span. */
interface Place extends Said {
  readonly trace: number;
  readonly span: number | null;
}

const places = fc.array(
  fc.tuple(said, fc.nat(), fc.boolean()).map(([one, at, ofSpan]) => ({ one, at, ofSpan })),
  { maxLength: 12 },
);

test('filters on pins, tags, notes and scores list what a plain look at what is said finds', async () => {
  const folder = temporaryFolder();
  const catalog = await openCatalog(folder);
  onTestFinished(() => catalog.close());
  const database = new Database(join(folder, 'catalog.db'));
  onTestFinished(() => void database.close());
  // Projects of their own are not made for this.
  database.pragma('foreign_keys = OFF');
  const { store } = await openTestStore(folder, annotationSource(catalog.db));
  let project = 0;
  await fc.assert(
    fc.asyncProperty(
      plainSpans,
      places,
      fc.array(querySaid, { minLength: 5, maxLength: 10 }),
      async (spans, drawn, queries) => {
        const projectId = `prj_${String(project++).padStart(12, '0')}`;
        for (let at = 0; at < spans.length; at += 7) {
          for (const span of spans.slice(at, at + 7)) {
            await store.append(projectId, spanSegment([sketchOf(span)], span.service));
          }
        }
        const placed = drawn.map(({ one, at, ofSpan }): Place => {
          const { trace, span } = spans[at % spans.length]!;
          return { ...one, trace, span: ofSpan && one.field !== 'pinned' ? span : null };
        });
        placed.forEach((place, n) => annotate(database, projectId, place, n));
        const traces = [...new Set(spans.map(({ trace }) => trace))];
        const saidOf = (trace: number, span: number | null): Said[] =>
          placed.filter((place) => place.trace === trace && place.span === span);
        for (const query of queries) {
          const plan = planQuery(query);
          const expected = traces
            .filter((trace) => {
              const group = spans
                .filter((span) => span.trace === trace)
                .map((span): PlainSpan => ({ ...span, said: saidOf(trace, span.span) }));
              return tracePasses(plan, group, saidOf(trace, null));
            })
            .map(traceId)
            .toSorted();
          expect({ query, ids: await idsOf(store, { query }, projectId) }).toEqual({
            query,
            ids: expected,
          });
        }
      },
    ),
    { numRuns: 8 },
  );
});

function annotate(
  database: Database.Database,
  projectId: string,
  { field, name, value, trace, span }: Place,
  number: number,
): void {
  const insert = (table: string, columns: Record<string, string | number | null>): void => {
    const all = { project_id: projectId, trace_id: traceId(trace), created_ms: 0, ...columns };
    const names = Object.keys(all);
    database
      .prepare(
        `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(all));
  };
  const place = { span_id: span === null ? '' : spanId(span) };
  // Another author each, as the same one has one score of a name in a place.
  const author = { author_kind: 'person', author_id: String(number), author_name: 'Ann' };
  const id = `${projectId}-${number}`;
  if (field === 'pinned') insert('trace_pin', author);
  else if (field === 'tag') insert('trace_tag', { ...place, name: String(value) });
  else if (field === 'note') insert('trace_note', { ...place, ...author, id, text: String(value) });
  else {
    const kind = { number: 'number', boolean: 'boolean', string: 'label' }[
      typeof value as 'string'
    ];
    insert('trace_score', {
      ...place,
      ...author,
      id,
      name,
      kind,
      number: typeof value === 'string' ? null : Number(value),
      label: typeof value === 'string' ? value : null,
      comment: '',
    });
  }
}
