import { AppError } from '../../../shared/errors.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Log } from '../log.ts';
import type { StoredDay } from '../store/rewrite/types.ts';
import type { TelemetryStore } from '../store/types.ts';
import { rulesOf } from './rule-rows.ts';
import { leftOf, type ProjectSweeper } from './sweep-project.ts';
import type { SweepPart, SweepRun } from './sweep-run.ts';
import { allButPinned, daysForRoom, wholeDay, type PlannedRemoval } from './what-goes.ts';

export interface OldestOptions {
  readonly catalog: Pick<Catalog, 'db'>;
  readonly store: Pick<TelemetryStore, 'days'>;
  readonly annotations: Pick<AnnotationService, 'pinned' | 'pinChanges'>;
  readonly sweeper: ProjectSweeper;
  readonly log: Pick<Log, 'error'>;
  /** Whether the collector ends. */
  readonly isStopped: () => boolean;
}

/**
 * Removes the oldest day of these projects, and the next, as long as `isShort` says so; held ones stay, and what is
 * pinned.
 *
 * @returns by part of the sweep what failed
 */
export async function removeOldest(
  options: OldestOptions,
  sweep: SweepRun,
  projects: readonly string[],
  isShort: () => Promise<boolean>,
): Promise<Map<SweepPart, string[]>> {
  const { catalog, store, log, isStopped } = options;
  const stored: (StoredDay & { projectId: string })[] = [];
  for (const projectId of projects) {
    if ((await rulesOf(catalog.db, projectId)).legalHold) continue;
    try {
      for (const day of await store.days.list(projectId)) stored.push({ ...day, projectId });
    } catch (error) {
      // What keeps one project from being looked at keeps no other from making room.
      if (!(error instanceof AppError) || isStopped()) throw error;
      log.error('retention.sweep-failed', { projectId, reason: error.message });
    }
  }
  const failures = new Map<SweepPart, string[]>();
  for (const { projectId, ...day } of daysForRoom(stored, sweep.nowMs)) {
    if (isStopped() || !(await isShort())) break;
    const part = sweep.part(projectId);
    const failed = await removeUnpinned(options, sweep, part, day);
    const left = isStopped() ? [] : await leftOf(store.days, projectId);
    failures.set(part, [...(failures.get(part) ?? []), ...failed, ...left]);
    // What does not give back its room makes none: no other day goes for it.
    if (left.length > 0) break;
  }
  return failures;
}

/** Removes everything of a day that is not pinned, anew once something was pinned meanwhile. @returns what failed */
async function removeUnpinned(
  options: OldestOptions,
  sweep: SweepRun,
  part: SweepPart,
  day: StoredDay,
): Promise<string[]> {
  const { annotations, catalog, sweeper, isStopped } = options;
  const { projectId, removals } = part;
  for (;;) {
    const pins = await annotations.pinned(projectId);
    const hasChanged = () => annotations.pinChanges(projectId) !== pins.changes;
    let removal: PlannedRemoval | undefined;
    if (pins.ids.length === 0 || day.signal === 'metrics') removal = wholeDay(day, 'disk');
    else {
      const { nowMs } = sweep;
      const told = await sweeper.tellApart(projectId, day, pins, nowMs);
      if (!('day' in told)) return told.failure === undefined ? [] : [told.failure];
      removal = allButPinned(told.day, pins.ids, nowMs);
    }
    if (removal === undefined) return [];
    const before = removals.length;
    const mayGoOn = async () =>
      !hasChanged() && !isStopped() && !(await rulesOf(catalog.db, projectId)).legalHold;
    const failures = await sweeper.carryOut(sweep, part, [removal], mayGoOn);
    if (removals.length > before || !hasChanged() || isStopped()) return failures;
  }
}
