import type {
  AnnotatedTrace,
  AnnotationFilter,
  Note,
  Score,
  ScoreValue,
  TraceAnnotations,
} from '../../../shared/contract/annotations.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import {
  annotatedTraces,
  annotationsOf,
  bytesOf,
  findAnnotated,
  pinnedTraces,
  tagsOf,
} from './annotation-reader.ts';
import { authorColumns, type Annotator } from './author.ts';
import { keepAnnotation, MOST } from './keep-annotations.ts';
import { keptAnnotations, type KeptAnnotation } from './kept-annotation.ts';
import { markMissing } from './missing-folders.ts';
import { ownNote, ownScore, type Authority } from './own-annotation.ts';
import { redactKept, redactScores, type RedactSaid } from './redact-said.ts';
import { hexIds, removeAnnotations, removeOfGone, type GoneOptions } from './remove-annotations.ts';
import { about, aboutTraces, OF_PINS, told, tooMany, type Said } from './said.ts';
import { toNote, toScore, valueColumns } from './to-annotation.ts';

export interface AnnotationOptions extends GoneOptions {
  readonly clock: Clock;
  /** By the rules for data that arrives, before anything is written. */
  readonly redact: RedactSaid;
}

/** Traces, and with a span one span of the one trace. */
interface Place {
  readonly traceId: string;
  readonly spanId?: string | undefined;
}

/**
 * Pins, tags, notes and scores: what people and programs say of traces and spans.
 *
 * They are rows of the catalog, apart from what was received, which never changes. What they say stays out of the
 * audit log, as it can be personal and would stay there; they go with their traces.
 */
export class AnnotationService {
  readonly #options: AnnotationOptions;
  /** How often pins of a project changed since the start. */
  readonly #pinChanges = new Map<string, number>();

  constructor(options: AnnotationOptions) {
    this.#options = options;
  }

  get(projectId: string, traceId: string, reader: Annotator): Promise<TraceAnnotations> {
    return annotationsOf(this.#options.catalog.db, projectId, traceId, reader);
  }

  find(
    projectId: string,
    query: Parameters<typeof findAnnotated>[2],
  ): Promise<{ traces: AnnotatedTrace[]; total: number }> {
    return findAnnotated(this.#options.catalog.db, projectId, query);
  }

  /** Ids, 16 bytes each, of the traces of which every condition holds. */
  annotatedTraces(projectId: string, filter: AnnotationFilter): Promise<Uint8Array<ArrayBuffer>> {
    return annotatedTraces(this.#options.catalog.db, projectId, filter);
  }

  tags(projectId: string): Promise<{ name: string; traces: number }[]> {
    return tagsOf(this.#options.catalog.db, projectId);
  }

  /** Ids, 16 bytes each, of the traces that retention keeps longer, and a number that differs once others are. */
  async pinned(
    projectId: string,
  ): Promise<{ readonly ids: Uint8Array<ArrayBuffer>; readonly changes: number }> {
    const changes = this.pinChanges(projectId);
    return { ids: await pinnedTraces(this.#options.catalog.db, projectId), changes };
  }

  pinChanges(projectId: string): number {
    return this.#pinChanges.get(projectId) ?? 0;
  }

  /** @throws AppError `not_found` for a trace that is not stored, `conflict` for one pin too many */
  async pin(
    projectId: string,
    traceIds: readonly string[],
    pinned: boolean,
    actor: Annotator,
  ): Promise<number> {
    const ids = [...new Set(traceIds)];
    if (pinned) await this.#requireStored(projectId, ids);
    return this.#change(projectId, actor, async (tx) => {
      if (!pinned) {
        const { numDeletedRows } = await tx
          .deleteFrom('trace_pin')
          .where('project_id', '=', projectId)
          .where('trace_id', 'in', ids)
          .executeTakeFirst();
        return told(Number(numDeletedRows), 'annotation.unpinned', aboutTraces(ids));
      }
      const author = await authorColumns(tx, actor);
      const row = { project_id: projectId, created_ms: this.#options.clock.now(), ...author };
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('trace_pin')
        .values(ids.map((trace_id) => ({ trace_id, ...row })))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      const { count } = await tx
        .selectFrom('trace_pin')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('project_id', '=', projectId)
        .executeTakeFirstOrThrow();
      if (count > MOST.pin) throw tooMany(`A project has at most ${MOST.pin} pinned traces`);
      return told(Number(numInsertedOrUpdatedRows), 'annotation.pinned', aboutTraces(ids));
    });
  }

  /** @throws AppError `not_found` for a trace that is not stored, `conflict` for too many tags */
  async tag(
    projectId: string,
    change: {
      readonly traceIds: readonly string[];
      readonly spanId?: string | undefined;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    },
    actor: Annotator,
  ): Promise<number> {
    const ids = [...new Set(change.traceIds)];
    const spanId = change.spanId ?? '';
    if (spanId !== '' && ids.length > 1) {
      throw new AppError('invalid', 'A span belongs to one trace: name that one alone.');
    }
    const add = [...new Set(await this.#redact(projectId, 'tag', change.add))];
    if (add.length > 0) await this.#requireStored(projectId, ids);
    return this.#change(projectId, actor, async (tx) => {
      let changed = 0;
      let isOverwritten = false;
      if (change.remove.length > 0) {
        const { numDeletedRows } = await tx
          .deleteFrom('trace_tag')
          .where('project_id', '=', projectId)
          .where('trace_id', 'in', ids)
          .where('span_id', '=', spanId)
          .where('name', 'in', change.remove)
          .executeTakeFirst();
        changed += Number(numDeletedRows);
        isOverwritten = changed > 0;
      }
      const row = { project_id: projectId, span_id: spanId, created_ms: this.#options.clock.now() };
      for (const trace_id of add.length > 0 ? ids : []) {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('trace_tag')
          .values(add.map((name) => ({ ...row, trace_id, name })))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        changed += Number(numInsertedOrUpdatedRows);
        await this.#checkCount(tx, 'trace_tag', projectId, trace_id, MOST.tag);
      }
      const about = { ...aboutTraces(ids), ...(spanId !== '' && { spanId }), count: changed };
      return { ...told(changed, 'annotation.tagged', about), isOverwritten };
    });
  }

  /** @throws AppError `not_found` for a trace that is not stored, `conflict` for one note too many */
  async addNote(projectId: string, place: Place, text: string, actor: Annotator): Promise<Note> {
    const { traceId, spanId } = place;
    await this.#requireStored(projectId, [traceId]);
    const [kept] = await this.#redact(projectId, 'note', [text]);
    return this.#change(projectId, actor, async (tx) => {
      const row = {
        id: createRowId('not'),
        project_id: projectId,
        trace_id: traceId,
        span_id: spanId ?? '',
        text: kept!,
        created_ms: this.#options.clock.now(),
        edited_ms: null,
        ...(await authorColumns(tx, actor)),
      };
      await tx.insertInto('trace_note').values(row).execute();
      await this.#checkCount(tx, 'trace_note', projectId, traceId, MOST.note);
      return { answer: toNote(row, actor), entry: ['annotation.note_added', about(row)] };
    });
  }

  /** @throws AppError `not_found`, `forbidden` for somebody else's */
  async editNote(projectId: string, noteId: string, to: string, actor: Annotator): Promise<Note> {
    const text = (await this.#redact(projectId, 'note', [to]))[0]!;
    return this.#change(projectId, actor, async (tx) => {
      const before = await ownNote(tx, projectId, noteId, { actor, mayRemoveAny: false });
      const row = { ...before, text, edited_ms: this.#options.clock.now() };
      const { edited_ms } = row;
      await tx
        .updateTable('trace_note')
        .set({ text, edited_ms })
        .where('id', '=', noteId)
        .execute();
      const answer = toNote(row, actor);
      return { answer, entry: ['annotation.note_changed', about(row)], isOverwritten: true };
    });
  }

  /** @throws AppError `not_found`, `forbidden` for somebody else's where `mayRemoveAny` does not say otherwise */
  async deleteNote(projectId: string, noteId: string, by: Authority): Promise<void> {
    await this.#change(projectId, by.actor, async (tx) => {
      const row = await ownNote(tx, projectId, noteId, by);
      await tx.deleteFrom('trace_note').where('id', '=', noteId).execute();
      const entry = ['annotation.note_deleted', about(row)] as const;
      return { answer: undefined, entry, isOverwritten: true };
    });
  }

  /** @throws AppError `not_found` for a trace that is not stored, `conflict` for too many of one trace */
  async score(
    projectId: string,
    scores: readonly (Place & {
      readonly name: string;
      readonly value: ScoreValue;
      readonly comment: string;
    })[],
    actor: Annotator,
  ): Promise<Score[]> {
    const ids = [...new Set(scores.map(({ traceId }) => traceId))];
    await this.#requireStored(projectId, ids);
    const kept = await redactScores(this.#options.redact, projectId, scores);
    return this.#change(projectId, actor, async (tx) => {
      const author = await authorColumns(tx, actor);
      const created_ms = this.#options.clock.now();
      const answer: Score[] = [];
      let isOverwritten = false;
      for (const { traceId, spanId, name, value, comment } of kept) {
        const content = { ...valueColumns(value), comment, created_ms, ...author };
        const id = createRowId('sco');
        const row = await tx
          .insertInto('trace_score')
          .values({
            id,
            project_id: projectId,
            trace_id: traceId,
            span_id: spanId ?? '',
            name,
            ...content,
          })
          .onConflict((conflict) =>
            conflict
              .columns(['project_id', 'trace_id', 'span_id', 'name', 'author_kind', 'author_id'])
              .doUpdateSet(content),
          )
          .returningAll()
          .executeTakeFirstOrThrow();
        isOverwritten ||= row.id !== id;
        answer.push(toScore(row, actor));
      }
      for (const id of ids) {
        await this.#checkCount(tx, 'trace_score', projectId, id, MOST.score);
      }
      const about = { ...aboutTraces(ids), count: scores.length };
      return { answer, entry: ['annotation.scored', about], isOverwritten };
    });
  }

  /** @throws AppError as {@link deleteNote} */
  async deleteScore(projectId: string, scoreId: string, by: Authority): Promise<void> {
    await this.#change(projectId, by.actor, async (tx) => {
      const row = await ownScore(tx, projectId, scoreId, by);
      await tx.deleteFrom('trace_score').where('id', '=', scoreId).execute();
      const entry = ['annotation.score_deleted', about(row)] as const;
      return { answer: undefined, entry, isOverwritten: true };
    });
  }

  /** Everything that was said of a trace, to be taken elsewhere as it is. */
  kept(projectId: string, traceId: string): Promise<KeptAnnotation[]> {
    return keptAnnotations(this.#options.catalog.db, projectId, traceId);
  }

  /**
   * Takes in annotations from elsewhere with the authors and times they have.
   *
   * @returns for each why it was left out, or undefined
   */
  async keep(
    projectId: string,
    all: readonly KeptAnnotation[],
    actor: Annotator,
  ): Promise<(string | undefined)[]> {
    const ids = [...new Set(all.map(({ traceId }) => traceId))];
    const stored = hexIds(await this.#options.store.storedTraces(projectId, bytesOf(ids)));
    const redacted = await redactKept(this.#options.redact, projectId, all);
    return this.#change(projectId, actor, async (tx) => {
      const reasons: (string | undefined)[] = [];
      for (const kept of redacted) {
        const isStored = stored.has(kept.traceId);
        const trace = `there is no trace ${kept.traceId} here`;
        reasons.push(isStored ? await keepAnnotation(tx, projectId, kept) : trace);
      }
      const count = reasons.filter((reason) => reason === undefined).length;
      const about = { ...aboutTraces(ids), count };
      return { answer: reasons, entry: count === 0 ? null : ['annotation.imported', about] };
    });
  }

  /** Removes what was said of traces that go; the log of the catalog has it until it is emptied. */
  async removeOf(projectId: string, traceIds: readonly string[], actor: Actor): Promise<void> {
    await removeAnnotations(this.#options.audit, projectId, traceIds, actor);
    if (traceIds.length > 0) this.#pinsChanged(projectId);
  }

  /** Removes what was said of traces that are stored no longer. */
  async removeOfGone(projectId: string): Promise<void> {
    const gone = await removeOfGone(this.#options, projectId);
    if (gone > 0) this.#pinsChanged(projectId);
  }

  /** Takes note of the folder of a project, or of any, that should be there and is not. */
  lookForFolders(projectId?: string): Promise<void> {
    return markMissing(this.#options, projectId);
  }

  #pinsChanged(projectId: string): void {
    this.#pinChanges.set(projectId, this.pinChanges(projectId) + 1);
  }

  /** What may be stored of texts of a kind. */
  #redact(projectId: string, what: string, texts: readonly string[]): Promise<readonly string[]> {
    const key = `annotation.${what}`;
    return this.#options.redact(
      projectId,
      texts.map((text) => ({ key, text })),
    );
  }

  async #requireStored(projectId: string, traceIds: readonly string[]): Promise<void> {
    const stored = hexIds(await this.#options.store.storedTraces(projectId, bytesOf(traceIds)));
    const missing = traceIds.find((id) => !stored.has(id));
    if (missing === undefined) return;
    throw new AppError('not_found', `There is no trace ${missing} in this project.`);
  }

  async #checkCount(
    tx: CatalogTransaction,
    table: 'trace_tag' | 'trace_note' | 'trace_score',
    projectId: string,
    traceId: string,
    most: number,
  ): Promise<void> {
    const { count } = await tx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('project_id', '=', projectId)
      .where('trace_id', '=', traceId)
      .executeTakeFirstOrThrow();
    const what = { trace_tag: 'tags', trace_note: 'notes', trace_score: 'scores' }[table];
    if (count > most) throw tooMany(`A trace and its spans have at most ${most} ${what}`);
  }

  async #change<T>(
    projectId: string,
    actor: Annotator,
    run: (tx: CatalogTransaction) => Promise<Said<T>>,
  ): Promise<T> {
    const { audit, catalog } = this.#options;
    let isOverwritten: boolean | undefined;
    const changed = await audit.change(actor, async (tx) => {
      const { name } = await projectRowOf(tx, projectId);
      const said = await run(tx);
      const { answer, entry } = said;
      ({ isOverwritten } = said);
      if (entry === null) return { answer, entries: [] };
      const [action, after] = entry;
      const resource = {
        resource: 'annotation',
        resourceId: after.traceId ?? projectId,
        resourceName: name,
        projectId,
      } as const;
      const keep = (): void => {
        if (OF_PINS.test(action)) this.#pinsChanged(projectId);
      };
      return { answer, entries: [{ action, ...resource, after } satisfies AuditDraft], keep };
    });
    if (isOverwritten === true) await catalog.emptyLog();
    return changed;
  }
}
