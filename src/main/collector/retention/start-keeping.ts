import type { BackupService } from '../backup/backup-service.ts';
import { describeBug } from '../describe-bug.ts';
import { repeat } from '../repeat.ts';
import type { ClockWatch } from './clock-watch.ts';
import { Compaction, QUIET_EVERY_MS, type CompactionOptions } from './compaction.ts';
import { DeletionService, type DeletionOptions } from './deletion-service.ts';
import { DiskGuard, freeBytesOf, LOOK_EVERY_MS } from './disk-guard.ts';
import { RetentionService, SWEEP_EVERY_MS } from './retention-service.ts';

export interface KeepingOptions extends DeletionOptions {
  readonly store: DeletionOptions['store'] &
    ConstructorParameters<typeof RetentionService>[0]['store'] &
    CompactionOptions['store'];
  readonly annotations: DeletionOptions['annotations'] &
    ConstructorParameters<typeof RetentionService>[0]['annotations'];
  readonly clockWatch: ClockWatch;
  readonly journal: ConstructorParameters<typeof RetentionService>[0]['journal'];
  readonly dataDir: string;
  readonly backup: Pick<BackupService, 'isBusy'>;
  /** See `CompactionOptions.firstAfterMs`. */
  readonly packAfterMs?: number | undefined;
  /** Free bytes on the disk of the data folder; default: those that the system tells. */
  readonly freeBytes?: (() => Promise<number>) | undefined;
  /** When all of it begins, ms after now; what was left undone of a deletion is gone on with at once. */
  readonly firstAfterMs: number;
}

/** Everything that removes stored data by itself or on request, at work. */
export function startKeeping(options: KeepingOptions) {
  const { log, dataDir, backup, firstAfterMs, freeBytes = () => freeBytesOf(dataDir) } = options;
  const retention = new RetentionService({ ...options, isBackingUp: () => backup.isBusy });
  const deletions = new DeletionService(options);
  const disk = new DiskGuard(retention, options.clockWatch, freeBytes, log);
  const compaction = new Compaction({
    ...options,
    isBackingUp: () => backup.isBusy,
    freeBytes,
    firstAfterMs: options.packAfterMs,
  });
  const failed = (event: string) => (error: unknown) => log.error(event, describeBug(error));
  const sweepFailed = failed('retention.sweep-failed');
  const lookFailed = failed('disk.look-failed');
  const atOnce = [retention.recordInterrupted().catch(sweepFailed)];
  // What somebody deleted is to go, and a full disk takes no data: neither waits.
  if (firstAfterMs !== 0) {
    atOnce.push(
      deletions.resume().catch(sweepFailed),
      disk.measureAndTell().then(() => {}, lookFailed),
    );
  }
  const sweep = async () => {
    await deletions.resume();
    // What makes room does not wait for it.
    await retention.recordInterrupted().catch(sweepFailed);
    await retention.sweepOnSchedule();
  };
  const stopSweeps = repeat(SWEEP_EVERY_MS, sweep, sweepFailed, firstAfterMs);
  const stopLooks = repeat(LOOK_EVERY_MS, () => disk.look(), lookFailed, firstAfterMs);
  const stopPacking = repeat(
    QUIET_EVERY_MS,
    () => compaction.step(),
    failed('compaction.failed'),
    firstAfterMs,
  );
  return {
    disk,
    compaction,
    services: { retention, deletions, disk },
    /** Ends what is under way between two steps; the next start goes on. */
    stop: async (): Promise<void> => {
      await compaction.stop();
      await retention.stop();
      await Promise.all(atOnce);
      await stopPacking();
      await stopSweeps();
      await stopLooks();
    },
  };
}
