import type { Selectable } from 'kysely';
import type { SavedFilter } from '../../../shared/contract/saved-filters.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorColumns, isOwn, toAuthor, type Annotator } from '../annotations/author.ts';
import type { Authority } from '../annotations/own-annotation.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { SavedFilterTable } from '../catalog/saved-filter-table.ts';
import type { Clock } from '../clock.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import { checkQuery } from '../traces/check-query.ts';

/** Filters of one project at most. */
const MAX_FILTERS = 500;

interface SavedFilterOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Filters that people and programs keep under names, for themselves or for all who see a project. */
export class SavedFilterService {
  readonly #options: SavedFilterOptions;

  constructor(options: SavedFilterOptions) {
    this.#options = options;
  }

  /** Those somebody may use, by name. */
  async list(projectId: string, reader: Annotator): Promise<SavedFilter[]> {
    const rows = await this.#options.catalog.db
      .selectFrom('saved_filter')
      .selectAll()
      .where('project_id', '=', projectId)
      .orderBy('name')
      .execute();
    return rows
      .map((row) => toFilter(row, reader))
      .filter(({ isShared, isOwn: own }) => isShared || own);
  }

  /** @throws AppError `invalid` for a filter that cannot be read, `conflict` for one too many */
  async save(
    projectId: string,
    { name, query, isShared }: Pick<SavedFilter, 'name' | 'query' | 'isShared'>,
    actor: Annotator,
  ): Promise<SavedFilter> {
    checkQuery(query);
    const id = createRowId('fil');
    const saved = await this.#options.audit.change(actor, async (tx) => {
      await projectRowOf(tx, projectId);
      const author = await authorColumns(tx, actor);
      const created_ms = this.#options.clock.now();
      const is_shared = isShared ? 1 : 0;
      const row = await tx
        .insertInto('saved_filter')
        .values({ id, project_id: projectId, name, query, is_shared, created_ms, ...author })
        .onConflict((conflict) =>
          conflict
            .columns(['project_id', 'author_kind', 'author_id', 'name'])
            .doUpdateSet({ query, is_shared, created_ms }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      const { count } = await tx
        .selectFrom('saved_filter')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('project_id', '=', projectId)
        .executeTakeFirstOrThrow();
      if (count > MAX_FILTERS) {
        throw new AppError(
          'conflict',
          `A project has at most ${MAX_FILTERS} saved filters; remove some.`,
        );
      }
      return { answer: toFilter(row, actor), entries: [entry(projectId, 'saved', row)] };
    });
    if (saved.id !== id) await this.#emptyLog();
    return saved;
  }

  /** @throws AppError `not_found`, `forbidden` for what somebody else saved */
  async remove(
    projectId: string,
    filterId: string,
    { actor, mayRemoveAny }: Authority,
  ): Promise<void> {
    await this.#options.audit.change(actor, async (tx) => {
      const row = await tx
        .selectFrom('saved_filter')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('id', '=', filterId)
        .executeTakeFirst();
      // What somebody keeps for themselves is not there for others.
      if (row === undefined || (row.is_shared === 0 && !isOwn(row, actor))) {
        throw new AppError('not_found', `There is no saved filter ${filterId} in this project.`);
      }
      if (!mayRemoveAny && !isOwn(row, actor)) {
        throw new AppError(
          'forbidden',
          `This filter was saved by ${row.author_name}: who saved it may remove it, and who may delete traces.`,
        );
      }
      await tx.deleteFrom('saved_filter').where('id', '=', filterId).execute();
      return { answer: undefined, entries: [entry(projectId, 'removed', row)] };
    });
    await this.#emptyLog();
  }

  /** What it looked for may be of somebody who is to be forgotten: it was overwritten in the file, and leaves the log. */
  #emptyLog(): Promise<void> {
    return this.#options.catalog.emptyLog();
  }
}

function toFilter(row: Selectable<SavedFilterTable>, reader: Annotator): SavedFilter {
  const { id, name, query } = row;
  const isShared = row.is_shared === 1;
  return { id, name, query, isShared, author: toAuthor(row), isOwn: isOwn(row, reader) };
}

/** Neither the name nor what it looks for: both may be personal. */
function entry(
  projectId: string,
  verb: 'saved' | 'removed',
  { id, is_shared }: Selectable<SavedFilterTable>,
): AuditDraft {
  const about = { resource: 'saved_filter', resourceId: id, projectId } as const;
  return { ...about, action: `saved_filter.${verb}`, after: { isShared: is_shared === 1 } };
}
