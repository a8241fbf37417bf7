import { setImmediate } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import { annotatedPages } from '../../annotations/remove-annotations.ts';
import { systemActor } from '../../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../../audit/audit-trail.ts';
import type { AuditDraft } from '../../audit/draft.ts';
import type { TraceScoreTable } from '../../catalog/annotation-tables.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import type { ActivePolicy } from '../policy.ts';
import { addSaid, type JobRow } from './job-rows.ts';
import { SaidRows } from './said-columns.ts';

/** Traces in one transaction: everybody else waits for it. */
const PAGE = 100;

interface ScrubOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
}

/** A job that rewrites. */
type Job = Pick<JobRow, 'id' | 'project_id'>;

/** Redacts what people and programs said of a project's traces, as it would be on arrival, and counts that. */
export async function scrubAnnotations(
  { catalog, audit }: ScrubOptions,
  { id, project_id: projectId }: Job,
  policy: ActivePolicy,
): Promise<void> {
  const said = await SaidRows.open(policy);
  for await (const ids of annotatedPages(catalog.db, projectId)) {
    for (let at = 0; at < ids.length; at += PAGE) {
      const of = { projectId, traceIds: ids.slice(at, at + PAGE) };
      await audit.change(systemActor('redaction'), async (tx) => {
        const scrubbed = [scrubNotes, scrubScores, scrubTags, scrubPins];
        let count = 0;
        for (const scrub of scrubbed) count += await scrub(tx, of, said);
        await addSaid(tx, id, said.takeCounts());
        return { answer: undefined, entries: count === 0 ? [] : [redactedEntry(projectId, count)] };
      });
      await setImmediate();
    }
  }
}

function redactedEntry(projectId: string, count: number): AuditDraft {
  return {
    action: 'annotation.redacted',
    resource: 'annotation',
    resourceId: projectId,
    projectId,
    after: { count },
  };
}

interface Page {
  readonly projectId: string;
  readonly traceIds: readonly string[];
}

/** Writes the rows of which columns come out differently, one after the other; returns how many. */
async function rewrite<Row extends { readonly created_ms: number }>(
  rows: readonly Row[],
  cleaned: (row: Row) => Partial<Row>,
  write: (row: Row, after: Partial<Row>) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  for (const row of rows) {
    const after = cleaned(row);
    if (Object.keys(after).length === 0) continue;
    await write(row, after);
    count++;
  }
  return count;
}

async function scrubNotes(tx: CatalogTransaction, page: Page, said: SaidRows): Promise<number> {
  const rows = await tx
    .selectFrom('trace_note')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => said.cleaned('trace_note', row),
    ({ id }, after) => tx.updateTable('trace_note').set(after).where('id', '=', id).execute(),
  );
}

async function scrubScores(tx: CatalogTransaction, page: Page, said: SaidRows): Promise<number> {
  const rows = await tx
    .selectFrom('trace_score')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .orderBy('created_ms')
    .orderBy('id')
    .execute();
  return rewrite(
    rows,
    (row) => said.cleaned('trace_score', row),
    async (row, after) => {
      await removeSame(tx, { ...row, ...after });
      await tx.updateTable('trace_score').set(after).where('id', '=', row.id).execute();
    },
  );
}

/** Of two scores that now have one name the later stays, as when it is given again. */
async function removeSame(tx: CatalogTransaction, row: Selectable<TraceScoreTable>): Promise<void> {
  await tx
    .deleteFrom('trace_score')
    .where('id', '!=', row.id)
    .where((eb) => {
      const { project_id, trace_id, span_id, name, author_id } = row;
      return eb.and({ project_id, trace_id, span_id, name, author_id });
    })
    .where('author_kind', '=', row.author_kind)
    .execute();
}

async function scrubTags(tx: CatalogTransaction, page: Page, said: SaidRows): Promise<number> {
  const rows = await tx
    .selectFrom('trace_tag')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => said.cleaned('trace_tag', row),
    async (row, after) => {
      const { project_id, trace_id, span_id, name } = row;
      await tx
        .deleteFrom('trace_tag')
        .where((eb) => eb.and({ project_id, trace_id, span_id, name }))
        .execute();
      await tx
        .insertInto('trace_tag')
        .values({ ...row, ...after })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  );
}

async function scrubPins(tx: CatalogTransaction, page: Page, said: SaidRows): Promise<number> {
  const rows = await tx
    .selectFrom('trace_pin')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => said.cleaned('trace_pin', row),
    ({ trace_id }, after) =>
      tx
        .updateTable('trace_pin')
        .set(after)
        .where('project_id', '=', page.projectId)
        .where('trace_id', '=', trace_id)
        .execute(),
  );
}
