import type { DeletionCounts, DeletionTarget } from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { annotatedPages, hexIds, removeAnnotations } from '../annotations/remove-annotations.ts';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { Signal } from '../otlp/types.ts';
import type { ChangeGuard, DayPlace, Selection, StoredDays } from '../store/rewrite/types.ts';
import type { TelemetryStore } from '../store/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import {
  NOTHING,
  noteProgress,
  plus,
  progressOf,
  removedBefore,
  type Progress,
  type Removed,
} from './deletion-progress.ts';
import { fromText, toText } from './deletion-row.ts';
import { failureOf } from './failure-of.ts';
import { mentionsOf } from './mentions-of.ts';
import { holdOf, requireNoHold } from './rule-rows.ts';

export interface DeletionOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly store: Pick<TelemetryStore, 'days' | 'past'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one caller may pick by. */
type SeenTraces = Pick<VisibleStore, 'matchingTraces' | 'checkAttribute' | 'hidesAnything'>;

/** Days that a message names; the log has them all. */
const NAMED_DAYS = 3;

/**
 * Deletes what somebody picks: a trace, what a filter shows, everything with an attribute.
 *
 * The catalog notes it first, so that a start after a crash goes on with it, and forgets it when it is done: what was
 * looked for is in no file afterwards either.
 */
export class DeletionService {
  readonly #options: DeletionOptions;
  /** Ids of those that wait or go on. */
  readonly #active = new Set<string>();
  /** What those that go on later have removed: the catalog may have been kept from noting it. */
  readonly #removed = new Map<string, Removed>();
  /** Why they could not be finished, as the log has it. */
  readonly #told = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeletionOptions) {
    this.#options = options;
  }

  /** What {@link delete} would remove now. @throws AppError `not_found` */
  async count(
    projectId: string,
    target: DeletionTarget,
    seen: SeenTraces,
  ): Promise<DeletionCounts> {
    const { catalog, store } = this.#options;
    await projectRowOf(catalog.db, projectId);
    const selection = await select(target, seen);
    const total = { ...NOTHING };
    const failures = await this.#forEachDay(projectId, selection, total, store.days.count);
    const goes = await this.#annotated(projectId, selection);
    const refusal = await holdOf(catalog.db, projectId);
    return {
      ...total,
      ...(refusal !== undefined && { refusal }),
      ...(failures.length > 0 && { failures }),
      ...mentionsOf(catalog, projectId, target, seen, goes),
    };
  }

  /**
   * Deletes; resolves when it is gone from every file.
   *
   * @param seen what the caller may see: nobody deletes by what is hidden from them
   * @param confirm the project's name
   * @throws AppError `invalid` when the name is another one, `conflict` on legal hold, `unavailable` where a day
   * cannot be read or the disk fails: then the others are done, and it is taken up again by {@link resume}
   */
  async delete(
    projectId: string,
    target: DeletionTarget,
    seen: SeenTraces,
    confirm: string,
    actor: Actor,
  ): Promise<DeletionCounts> {
    const { catalog, audit, clock } = this.#options;
    const project = await projectRowOf(catalog.db, projectId);
    if (confirm !== project.name) {
      throw new AppError(
        'invalid',
        'The name given to confirm is not that of the project. Nothing was deleted.',
      );
    }
    const selection = await select(target, seen);
    const id = createRowId('del');
    const entry = { resource: 'traces', projectId, resourceId: projectId } as const;
    const named = { ...entry, resourceName: project.name };
    await audit.change(actor, async (tx) => {
      await requireNoHold(tx, projectId);
      const values = {
        id,
        project_id: projectId,
        selection: toText(selection),
        created_ms: clock.now(),
      };
      await tx.insertInto('deletion').values(values).execute();
      const after = describeTarget(target);
      return {
        answer: undefined,
        entries: [{ ...named, action: 'traces.deletion_requested', after }],
      };
    });
    try {
      const deleted = await this.#finish(id, projectId, selection, NOTHING, (counts) => [
        actor,
        { ...named, action: 'traces.deleted', after: { ...describeTarget(target), ...counts } },
      ]);
      return { ...deleted, ...mentionsOf(catalog, projectId, target, seen) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'conflict') throw error;
      const message = `${error.message} Not all of it is deleted: it is tried again with every sweep until it is.`;
      throw new AppError(error.code, message, { cause: error });
    }
  }

  /** Finishes what is left of a run before, or of a disk that failed; what cannot be finished is tried the next time. */
  async resume(): Promise<void> {
    const { catalog, log } = this.#options;
    const rows = await catalog.db.selectFrom('deletion').selectAll().execute();
    // All of them first: once a day is written anew by another, nobody can tell who it was. What fails, fails below.
    for (const { id, project_id } of rows) await this.#removedBy(id, project_id).catch(() => {});
    for (const row of rows) {
      const { id, project_id: projectId } = row;
      if (this.#active.has(id)) continue;
      try {
        const selection = fromText(row.selection);
        const removed = await this.#removedBy(id, projectId);
        await this.#finish(id, projectId, selection, removed, (deleted) => [
          systemActor('deletion'),
          {
            action: 'traces.deleted',
            resource: 'traces',
            resourceId: projectId,
            projectId,
            after: { ...deleted },
          },
        ]);
        this.#told.delete(id);
      } catch (error) {
        // A hold ended it: the audit log says so.
        if (error instanceof AppError && error.code === 'conflict') continue;
        // A damaged file stays so for days, and every sweep comes upon it.
        if (this.#told.get(id) === String(error)) continue;
        this.#told.set(id, String(error));
        log.error('retention.deletion-unfinished', { projectId, ...describeBug(error) });
      }
    }
  }

  /** What a deletion removed when it was tried before, by this process or by one that was killed. */
  async #removedBy(id: string, projectId: string): Promise<Removed> {
    const { catalog, store } = this.#options;
    let removed = this.#removed.get(id);
    if (removed === undefined) {
      removed = removedBefore(projectId, await progressOf(catalog.db, id), store.past);
      this.#removed.set(id, removed);
    }
    return removed;
  }

  /**
   * One after the other: each reads what the one before it wrote.
   *
   * @param before what was removed when it was tried before
   */
  #finish(
    id: string,
    projectId: string,
    selection: Selection,
    before: Removed,
    entryOf: (deleted: Removed) => [Actor, AuditDraft],
  ): Promise<Removed> {
    const { audit, catalog, store } = this.#options;
    this.#active.add(id);
    const result = this.#last.then(async () => {
      const deleted = { ...before };
      this.#removed.set(id, deleted);
      let next: Progress['next'];
      // It may have waited, for others or for a start, and a day takes its time: a hold that was set meanwhile counts.
      const requireFree = () => requireNoHold(catalog.db, projectId);
      // One that is set while a day goes is set once it went.
      const guardOf =
        (place: DayPlace): ChangeGuard =>
        (goes, change) =>
          audit.inTurn(async () => {
            await requireFree();
            next = await this.#noteNext(id, place, deleted, plus(deleted, place, goes));
            return change();
          });
      try {
        const failures = await this.#forEachDay(
          projectId,
          selection,
          deleted,
          async (day, chosen) => {
            await requireFree();
            next = undefined;
            try {
              return await store.days.remove(day, chosen, guardOf(day));
            } catch (error) {
              // The day may have changed all the same, where what is left of its old file cannot be removed.
              Object.assign(
                deleted,
                removedBefore(projectId, { removed: deleted, next }, store.past),
              );
              throw error;
            }
          },
        );
        if (failures.length > 0) {
          // A full disk, or a collector that ends, has the counts forgotten; what is to go is noted all the same.
          await noteProgress(catalog, id, { removed: deleted }).catch(() => {});
          throw new AppError('unavailable', namedDays(failures));
        }
      } catch (error) {
        if (error instanceof AppError && error.code === 'conflict') {
          await this.#giveUp(id, projectId, entryOf(deleted)[0], deleted);
          this.#removed.delete(id);
        }
        throw error;
      }
      const [actor, entry] = entryOf(deleted);
      const annotated = await this.#annotated(projectId, selection);
      await audit.change(actor, async (tx) => {
        await removeAnnotations(tx, projectId, annotated);
        const { numDeletedRows } = await tx
          .deleteFrom('deletion')
          .where('id', '=', id)
          .executeTakeFirst();
        // It is written down as ended already where the project went.
        return { answer: undefined, entries: numDeletedRows > 0n ? [entry] : [] };
      });
      this.#removed.delete(id);
      // What was looked for was overwritten in the file; now it leaves the log as well.
      catalog.raw.pragma('wal_checkpoint(TRUNCATE)');
      return deleted;
    });
    const ended = result.finally(() => this.#active.delete(id));
    this.#last = ended.catch(() => undefined);
    return ended;
  }

  /** After a kill before or after the change, the next start tells by the generation what is gone. */
  async #noteNext(
    id: string,
    { projectId, signal, day }: DayPlace,
    removed: Removed,
    after: Removed,
  ): Promise<Progress['next']> {
    const { catalog, store } = this.#options;
    const generation = store.past.generation({ projectId, signal, day });
    if (generation === undefined) return undefined;
    const next = { signal, day, generation, removed: after };
    // A disk that takes no note of it may take what gives it room.
    await noteProgress(catalog, id, { removed, next }).catch(() => {});
    return next;
  }

  /** What a hold stopped is not taken up again by itself once the hold is off. */
  async #giveUp(id: string, projectId: string, actor: Actor, deleted: Removed): Promise<void> {
    const entry = { resource: 'traces', resourceId: projectId, projectId, after: deleted } as const;
    await this.#options.audit.change(actor, async (tx) => {
      await tx.deleteFrom('deletion').where('id', '=', id).execute();
      return { answer: undefined, entries: [{ ...entry, action: 'traces.deletion_stopped' }] };
    });
    this.#options.catalog.raw.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Traces of which something was said, as far as they go. */
  async #annotated(projectId: string, { traceIds }: Selection): Promise<string[]> {
    if (traceIds === undefined) return [];
    const annotated = new Set<string>();
    for await (const ids of annotatedPages(this.#options.catalog.db, projectId)) {
      for (const id of ids) annotated.add(id);
    }
    return annotated.size === 0 ? [] : [...hexIds(traceIds)].filter((id) => annotated.has(id));
  }

  /**
   * A day that cannot be read keeps no other one.
   *
   * @returns such days with the reason: nobody knows what is in them
   */
  async #forEachDay(
    projectId: string,
    selection: Selection,
    total: { -readonly [Name in keyof Removed]: number },
    act: (place: DayPlace, selection: Selection) => ReturnType<StoredDays['count']>,
  ): Promise<string[]> {
    const { traceIds, attribute } = selection;
    if (traceIds?.length === 0 && attribute === undefined) return [];
    const { days, unreadable } = await this.#options.store.days.survey(projectId);
    const isAffected = ({ signal }: { signal: Signal }): boolean =>
      signal !== 'metrics' || attribute !== undefined;
    const failures = unreadable
      .filter(isAffected)
      .map(({ problem, ...day }) => failureOf(day, problem));
    for (const { signal, day } of days.filter(isAffected)) {
      try {
        const gone = await act({ projectId, signal, day }, selection);
        Object.assign(total, plus(total, { signal }, gone));
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'conflict') throw error;
        // Retention took it, or the project went.
        if (error.code !== 'not_found') failures.push(failureOf({ signal, day }, error.message));
      }
    }
    return failures;
  }
}

function namedDays(failures: readonly string[]): string {
  const more = failures.length - NAMED_DAYS;
  const named = failures.slice(0, NAMED_DAYS).join(' ');
  return more > 0 ? `${named} And ${more} more of the kind.` : named;
}

async function select(target: DeletionTarget, seen: SeenTraces): Promise<Selection> {
  if (target.kind === 'trace') {
    return { traceIds: new Uint8Array(Buffer.from(target.traceId, 'hex')) };
  }
  if (target.kind === 'traces') {
    return { traceIds: new Uint8Array(Buffer.from(target.traceIds.join(''), 'hex')) };
  }
  if (target.kind === 'filter') return { traceIds: await seen.matchingTraces(target.filter) };
  const { key, value } = target;
  // Log records and metrics are picked by it too, and a filter does not look at those.
  seen.checkAttribute(key, value);
  // The traces are found by what the caller sees of them.
  const traceIds = await seen.matchingTraces({ nested: [{ key, value }] });
  return { traceIds, attribute: { key, value, isNested: !seen.hidesAnything } };
}

/** For the audit log: never the value. */
function describeTarget(target: DeletionTarget) {
  if (target.kind === 'trace') return { target: 'trace', traceId: target.traceId };
  if (target.kind === 'traces') return { target: 'traces' };
  if (target.kind === 'attribute') return { target: 'attribute', attributeKey: target.key };
  const filters = Object.entries(target.filter).filter(([, value]) => value !== undefined);
  return { target: 'filter', filters: filters.map(([name]) => name) };
}
