import {
  USAGE_KEPT_DAYS,
  type LimitsOfProject,
  type QuotaState,
  type UsageReport,
} from '../../../shared/contract/usage.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import { keyRowOf } from '../keys/key-changes.ts';
import type { KeyService } from '../keys/key-service.ts';
import type { Log } from '../log.ts';
import type { ClockWatch } from '../retention/clock-watch.ts';
import type { TelemetryStore } from '../store/types.ts';
import { changeLimits } from './change-limits.ts';
import { dayNumber } from './day.ts';
import { KeyLines } from './key-lines.ts';
import { isUnlimited, LimitBook, toLimits, type LimitChange } from './limits.ts';
import type { LevelChange } from './quota-check.ts';
import { quotaStates } from './quota-states.ts';
import { reportUsage } from './report-usage.ts';
import { UsageMeter } from './usage-meter.ts';
import { dropOldDays, writeUsage } from './write-usage.ts';

export interface UsageServiceOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly audit: AuditTrail;
  readonly keys: KeyService;
  readonly store: Pick<TelemetryStore, 'stats'>;
  readonly log: Log;
}

/** What projects and keys use, and what they may use. */
export class UsageService {
  readonly meter: UsageMeter;
  readonly #options: UsageServiceOptions;
  readonly #limits = new LimitBook();
  readonly #listeners = new Set<(projectId: string) => void>();
  #flushing: Promise<void> = Promise.resolve();
  /** The day on which old days were last taken away. */
  #swept = Number.NaN;

  private constructor(options: UsageServiceOptions, lines: KeyLines) {
    this.#options = options;
    this.meter = new UsageMeter({
      clock: options.clock,
      limits: this.#limits,
      lines,
      storedSpans: (...asked) => this.#storedSpans(...asked),
      onLevel: (change) => this.#report(change),
    });
  }

  /** What cannot be read of a damaged catalog counts as nothing: no request may fail of it, nor the process. */
  #storedSpans(...asked: Parameters<UsageServiceOptions['catalog']['usage']['spans']>): number {
    const { catalog, log } = this.#options;
    try {
      return catalog.usage.spans(...asked);
    } catch (error) {
      log.error('usage.unreadable', describeBug(error));
      return 0;
    }
  }

  /** Loads the limits and looks at what projects have on disk, where that is limited. */
  static async open(options: UsageServiceOptions): Promise<UsageService> {
    const { db } = options.catalog;
    const replaced = await db
      .selectFrom('api_key')
      .select(['id', 'replaced_by'])
      .where('replaced_by', 'is not', null)
      .execute();
    const lines = KeyLines.of(replaced);
    const service = new UsageService(options, lines);
    const rows = await db.selectFrom('usage_limit').selectAll().execute();
    for (const row of rows) service.#limits.set(row.owner_id, toLimits(row));
    await service.#lookAtBytes();
    options.keys.onReplaced((oldId, newId) => {
      lines.add(oldId, newId);
      service.#limits.set(newId, service.#limits.of(oldId));
    });
    return service;
  }

  /** Told when a limit is used up further than before, or was changed. */
  onLimits(listener: (projectId: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Whether a project, or one of its senders, has a limit. */
  isLimited(projectId: string, source: string): boolean {
    return !isUnlimited(this.#limits.of(projectId)) || !isUnlimited(this.#limits.of(source));
  }

  /** Whether a key has limits of its own. */
  isKeyLimited(keyId: string): boolean {
    return !isUnlimited(this.#limits.of(keyId));
  }

  /** @throws AppError `not_found`, or `invalid` for days that cannot be reported */
  async report(projectId: string, from?: string, to?: string): Promise<UsageReport> {
    const { catalog, clock, log } = this.#options;
    // A disk that takes nothing keeps nobody from being told what is counted.
    const tell = (error: unknown): void => log.error('usage.unwritten', describeBug(error));
    await this.flush().catch(tell);
    await this.dropOldDays().catch(tell);
    // Nothing is written meanwhile: it would count twice.
    const report = this.#flushing
      .catch(() => {})
      .then(() => {
        const counted = { db: catalog.db, unwritten: this.meter.unwritten(projectId) };
        return reportUsage(counted, projectId, dayNumber(clock.now()), from, to);
      });
    this.#flushing = report.then(
      () => {},
      () => {},
    );
    return report;
  }

  async limits(projectId: string): Promise<LimitsOfProject> {
    const { catalog } = this.#options;
    await this.#lookAtBytes(projectId);
    const rows = await catalog.db
      .selectFrom('usage_limit')
      .innerJoin('api_key', 'api_key.id', 'usage_limit.key_id')
      .selectAll('usage_limit')
      .select('api_key.name')
      .where('usage_limit.project_id', '=', projectId)
      .orderBy('api_key.name')
      .orderBy('api_key.id')
      .execute();
    const keys = rows.map(({ key_id, name, ...row }) => ({
      keyId: key_id!,
      name,
      spansPerDay: row.spans_per_day,
      requestsPerSecond: row.requests_per_second,
    }));
    const project = this.#limits.of(projectId);
    const quotas = [
      ...this.#states(projectId, null, ''),
      ...keys.flatMap(({ keyId, name }) => this.#states(projectId, keyId, name)),
    ];
    return { project, keys, quotas };
  }

  /** Limits of any project that are used up to 80 % or more. */
  async warnings(): Promise<QuotaState[]> {
    await this.#lookAtBytes();
    const { catalog } = this.#options;
    const rows = await catalog.db
      .selectFrom('usage_limit')
      .leftJoin('api_key', 'api_key.id', 'usage_limit.key_id')
      .select(['usage_limit.project_id', 'usage_limit.key_id', 'api_key.name'])
      .orderBy('usage_limit.key_id')
      .execute();
    return rows
      .flatMap(({ project_id, key_id, name }) => this.#states(project_id, key_id, name ?? ''))
      .filter(({ level }) => level !== 'ok');
  }

  /** Changes limits of a project; those that are undefined stay. In force from the next request on. */
  async setProjectLimits(
    projectId: string,
    wanted: LimitChange,
    actor: Actor,
  ): Promise<LimitsOfProject> {
    return this.#set({ projectId, keyId: null }, wanted, actor);
  }

  /**
   * The same for a key.
   *
   * @throws AppError `not_found`
   */
  async setKeyLimits(keyId: string, wanted: LimitChange, actor: Actor): Promise<LimitsOfProject> {
    const { project_id: projectId } = await keyRowOf(this.#options.catalog.db, keyId);
    return this.#set({ projectId, keyId }, wanted, actor);
  }

  /** Writes down what was counted; called every few seconds and at close. */
  flush(): Promise<void> {
    // One after the other: what is being written counts as such until it is.
    this.#flushing = this.#flushing.catch(() => {}).then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const { catalog } = this.#options;
    let done = false;
    try {
      await writeUsage(catalog, this.meter.takeDeltas());
      done = true;
    } finally {
      this.meter.written(done);
    }
    await this.#lookAtBytes();
  }

  /** Lets go of days older than {@link USAGE_KEPT_DAYS}, once a day; of none while the clock may be wrong. */
  async dropOldDays(): Promise<void> {
    const { catalog, clock, clockWatch } = this.#options;
    const today = dayNumber(clock.now());
    if (this.#swept === today || (await clockWatch.isHeld())) return;
    await dropOldDays(catalog, today - USAGE_KEPT_DAYS);
    this.#swept = today;
  }

  async #set(
    owner: { readonly projectId: string; readonly keyId: string | null },
    wanted: LimitChange,
    actor: Actor,
  ): Promise<LimitsOfProject> {
    const { projectId, keyId } = owner;
    const limits = await changeLimits(this.#options.audit, owner, wanted, actor);
    this.#limits.set(keyId ?? projectId, limits);
    this.meter.limitsChanged(projectId, keyId);
    await this.#lookAtBytes(projectId);
    for (const listener of this.#listeners) listener(projectId);
    return this.limits(projectId);
  }

  /** Looks at what projects have on disk, where that is limited. */
  async #lookAtBytes(only?: string): Promise<void> {
    for (const id of this.#limits.owners()) {
      if (this.#limits.of(id).bytes === null || (only !== undefined && only !== id)) continue;
      const before = this.meter.bytesOf(id);
      const [stats] = await this.#options.store.stats(id);
      this.meter.setBytes(id, stats?.bytes ?? 0, before);
    }
  }

  #states(projectId: string, keyId: string | null, keyName: string): QuotaState[] {
    const limits = this.#limits.of(keyId ?? projectId);
    return quotaStates(this.meter, limits, { projectId, keyId, keyName });
  }

  #report({ level, ...change }: LevelChange): void {
    this.#options.log.warn(level === 'near' ? 'usage.limit-near' : 'usage.limit-reached', change);
    for (const listener of this.#listeners) listener(change.projectId);
  }
}
