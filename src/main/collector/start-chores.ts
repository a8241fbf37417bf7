import type { AuditTrail } from './audit/audit-trail.ts';
import { sweepRegularly } from './audit/retention.ts';
import type { Catalog } from './catalog/open-catalog.ts';
import type { Clock } from './clock.ts';
import { describeBug } from './describe-bug.ts';
import type { KeyService } from './keys/key-service.ts';
import type { Log } from './log.ts';
import { purgeSessionsDaily } from './people/purge-sessions.ts';
import { repeat } from './repeat.ts';
import type { ClockWatch } from './retention/clock-watch.ts';
import type { SettingService } from './settings/setting-service.ts';
import { tellOnce } from './tell-once.ts';
import type { UsageService } from './usage/usage-service.ts';

/** Counts of usage are at most this old on the disk, ms. */
const FLUSH_USAGE_MS = 5_000;
/** Uses of keys are at most this old on the disk, ms. */
const FLUSH_KEYS_MS = 10_000;

interface ChoreOptions {
  readonly keys: KeyService;
  readonly usage: UsageService;
  readonly trail: AuditTrail;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly settings: SettingService;
  readonly log: Log;
  /** When they begin, ms after now. */
  readonly firstAfterMs: number;
}

/**
 * Starts what is done now and then beside the requests. A chore that fails, on a full disk for one, is logged and done
 * by a later turn; it ends nothing else.
 *
 * @returns how to stop; what was noted of keys by then is written down
 */
export function startChores(options: ChoreOptions): () => Promise<void> {
  const { keys, usage, trail, catalog, clock, clockWatch, settings, log, firstAfterMs } = options;
  const failed = (event: string) => (error: unknown) => log.error(event, describeBug(error));
  const days = () => settings.current.auditRetentionDays;
  const audit = { trail, catalog, clock, clockWatch, days };
  const countUsage = async () => {
    await usage.flush();
    await usage.dropOldDays();
  };
  const stops = [
    repeat(FLUSH_KEYS_MS, ...tellOnce(log, 'keys.flush', () => keys.flushUsed()), firstAfterMs),
    repeat(FLUSH_USAGE_MS, ...tellOnce(log, 'usage.flush', countUsage), firstAfterMs),
    sweepRegularly(audit, failed('audit.sweep-failed'), firstAfterMs),
    purgeSessionsDaily(catalog, clock, failed('session.purge-failed'), firstAfterMs),
  ];
  return async () => {
    for (const stop of stops) await stop();
    await keys.flushUsed();
  };
}
