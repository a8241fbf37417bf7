import { setImmediate } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import { annotatedPages } from '../../annotations/remove-annotations.ts';
import { systemActor } from '../../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../../audit/audit-trail.ts';
import type { AuditDraft } from '../../audit/draft.ts';
import type { TraceScoreTable } from '../../catalog/annotation-tables.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import type { ActivePolicy } from '../policy.ts';

/** Traces in one transaction: everybody else waits for it. */
const PAGE = 100;

interface ScrubOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
}

type Clean = (text: string) => string;

/** Redacts what people and programs said of a project's traces, as it would be on arrival; see `said-texts.ts`. */
export async function scrubAnnotations(
  { catalog, audit }: ScrubOptions,
  projectId: string,
  policy: ActivePolicy,
): Promise<void> {
  const { TextRedactor } = await import('../text-redactor.ts');
  const redactor = new TextRedactor(policy);
  const clean: Clean = (text) => {
    const { text: after, hits } = redactor.redactSafely(text, '', true);
    return after === '' && text !== '' ? `[${hits[0]?.type ?? 'REDACTED'}]` : after;
  };
  for await (const ids of annotatedPages(catalog.db, projectId)) {
    for (let at = 0; at < ids.length; at += PAGE) {
      const of = { projectId, traceIds: ids.slice(at, at + PAGE) };
      await audit.change(systemActor('redaction'), async (tx) => {
        const scrubbed = [scrubNotes, scrubScores, scrubTags, scrubPins];
        let count = 0;
        for (const scrub of scrubbed) count += await scrub(tx, of, clean);
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

interface AuthorRow {
  readonly author_kind: string;
  readonly author_id: string;
  readonly author_name: string;
}

/** People and keys of this instance are named elsewhere too; those of another one are known by this alone. */
function cleanAuthor(row: AuthorRow, clean: Clean): Pick<AuthorRow, 'author_id' | 'author_name'> {
  const { author_kind, author_id, author_name } = row;
  if (author_kind !== 'import') return { author_id, author_name };
  return { author_id: clean(author_id), author_name: clean(author_name) };
}

/** Writes the rows whose columns come out differently, one after the other; returns how many. */
async function rewrite<Row extends object, After extends Partial<Row>>(
  rows: readonly Row[],
  cleaned: (row: Row) => After,
  write: (row: Row, after: After) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  for (const row of rows) {
    const after = cleaned(row);
    if (Object.entries(after).every(([column, value]) => row[column as keyof Row] === value)) {
      continue;
    }
    await write(row, after);
    count++;
  }
  return count;
}

async function scrubNotes(tx: CatalogTransaction, page: Page, clean: Clean): Promise<number> {
  const rows = await tx
    .selectFrom('trace_note')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => ({ text: clean(row.text), ...cleanAuthor(row, clean) }),
    ({ id }, after) => tx.updateTable('trace_note').set(after).where('id', '=', id).execute(),
  );
}

async function scrubScores(tx: CatalogTransaction, page: Page, clean: Clean): Promise<number> {
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
    (row) => ({
      name: clean(row.name),
      label: row.label === null ? null : clean(row.label),
      comment: clean(row.comment),
      ...cleanAuthor(row, clean),
    }),
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

async function scrubTags(tx: CatalogTransaction, page: Page, clean: Clean): Promise<number> {
  const rows = await tx
    .selectFrom('trace_tag')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => ({ name: clean(row.name) }),
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

async function scrubPins(tx: CatalogTransaction, page: Page, clean: Clean): Promise<number> {
  const rows = await tx
    .selectFrom('trace_pin')
    .selectAll()
    .where('project_id', '=', page.projectId)
    .where('trace_id', 'in', page.traceIds)
    .execute();
  return rewrite(
    rows,
    (row) => cleanAuthor(row, clean),
    ({ trace_id }, after) =>
      tx
        .updateTable('trace_pin')
        .set(after)
        .where('project_id', '=', page.projectId)
        .where('trace_id', '=', trace_id)
        .execute(),
  );
}
