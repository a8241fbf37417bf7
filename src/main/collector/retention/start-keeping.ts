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
  readonly annotations: ConstructorParameters<typeof RetentionService>[0]['annotations'];
  readonly clockWatch: ClockWatch;
  readonly dataDir: string;
  readonly backup: Pick<BackupService, 'isBusy'>;
  /** See `CompactionOptions.firstAfterMs`. */
  readonly packAfterMs?: number | undefined;
  /** Free bytes on the disk of the data folder; default: those that the system tells. */
  readonly freeBytes?: (() => Promise<number>) | undefined;
}

/** Everything that removes stored data by itself or on request, at work. */
export function startKeeping(options: KeepingOptions) {
  const { log, dataDir, backup, freeBytes = () => freeBytesOf(dataDir) } = options;
  const retention = new RetentionService({ ...options, isBackingUp: () => backup.isBusy });
  const deletions = new DeletionService(options);
  const disk = new DiskGuard(retention, options.clockWatch, freeBytes, log);
  const compaction = new Compaction({
    ...options,
    isBackingUp: () => backup.isBusy,
    freeBytes,
    firstAfterMs: options.packAfterMs,
  });
  const stopSweeps = repeat(
    SWEEP_EVERY_MS,
    async () => {
      await deletions.resume();
      await retention.sweepOnSchedule();
    },
    (error) => log.error('retention.sweep-failed', describeBug(error)),
  );
  const stopLooks = repeat(
    LOOK_EVERY_MS,
    () => disk.look(),
    (error) => log.error('disk.look-failed', describeBug(error)),
  );
  const stopPacking = repeat(
    QUIET_EVERY_MS,
    () => compaction.step(),
    (error) => log.error('compaction.failed', describeBug(error)),
  );
  return {
    disk,
    compaction,
    services: { retention, deletions, disk },
    /** Ends what is under way between two steps; the next start goes on. */
    stop: async (): Promise<void> => {
      await compaction.stop();
      await retention.stop();
      await stopPacking();
      await stopSweeps();
      await stopLooks();
    },
  };
}
