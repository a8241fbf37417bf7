import type {
  InstanceRetention,
  Removal,
  RetentionRules,
  RunResult,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RecordGroup, StoredDay, StoredDays } from '../store/rewrite/types.ts';
import { needsGroups, whatGoes, type InventoryDay, type PlannedRemoval } from './what-goes.ts';

/** Plans and does what the rules of one project say. */
export class ProjectSweeper {
  readonly #days: StoredDays;
  /** Groups of files that did not change since. */
  readonly #known = new Map<string, { state: string; groups: RecordGroup[] }>();

  constructor(days: StoredDays) {
    this.#days = days;
  }

  /** What the rules remove now; the store is only asked where a rule may apply. */
  async plan(
    projectId: string,
    rules: RetentionRules,
    { ceilingDays }: Pick<InstanceRetention, 'ceilingDays'>,
    nowMs: number,
  ): Promise<PlannedRemoval[]> {
    if (rules.legalHold || !hasRules(rules, ceilingDays)) return [];
    const inventory: InventoryDay[] = [];
    for (const day of await this.#days.list(projectId)) {
      if (!needsGroups(rules, ceilingDays, day, nowMs)) inventory.push(day);
      else inventory.push({ ...day, groups: await this.#groups(projectId, day) });
    }
    return whatGoes(rules, ceilingDays, inventory, nowMs);
  }

  /** Removes what was planned, day by day; one that fails does not keep the others. Ends early when stopped. */
  async carryOut(
    projectId: string,
    plan: readonly PlannedRemoval[],
    mayGoOn: () => Promise<boolean>,
  ): Promise<RunResult> {
    const removals: Removal[] = [];
    const failures: string[] = [];
    for (const { selection, ...planned } of plan) {
      if (!(await mayGoOn())) break;
      const { signal, day } = planned;
      try {
        const { records, bytes } = await this.#days.remove({ projectId, signal, day }, selection);
        if (records > 0 || bytes > 0) removals.push({ ...planned, records, bytes });
      } catch (error) {
        if (!(await mayGoOn())) break;
        // What happened to a file is for the one who asked; anything else is a bug and for the log.
        if (!(error instanceof AppError)) throw error;
        failures.push(`${signal} of ${day}: ${error.message}`);
      }
    }
    return { projectId, removals, failures };
  }

  async #groups(projectId: string, day: StoredDay): Promise<RecordGroup[]> {
    const place = { projectId, signal: day.signal, day: day.day };
    const key = `${projectId}/${day.signal}/${day.day}`;
    const state = `${day.through} ${day.records} ${day.arrivedMs}`;
    const known = this.#known.get(key);
    if (known?.state === state) return known.groups;
    const groups = await this.#days.groups(place);
    this.#known.set(key, { state, groups });
    return groups;
  }
}

function hasRules(rules: RetentionRules, ceilingDays: number | null): boolean {
  if (ceilingDays !== null || rules.environments.length > 0) return true;
  return [rules.traces, rules.logs, rules.metrics].some(
    ({ days, bytes, records }) => days !== null || bytes !== null || records !== null,
  );
}
