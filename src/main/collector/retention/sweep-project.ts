import {
  RETAINED_SIGNALS,
  type InstanceRetention,
  type Removal,
  type RetentionRules,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { ChangeGuard, RecordGroup, StoredDay, StoredDays } from '../store/rewrite/types.ts';
import { dayOf } from '../store/day-files.ts';
import { failureOf } from './failure-of.ts';
import type { Sweep, SweepJournal } from './sweep-journal.ts';
import type { SweepPart, SweepWatch } from './sweep-run.ts';
import {
  needsGroups,
  planSweep,
  type InventoryDay,
  type Plan,
  type PlannedRemoval,
} from './what-goes.ts';

/** Traces that rules keep longer. */
export interface Pins {
  /** 16 bytes each. */
  readonly ids: Uint8Array<ArrayBuffer>;
  /** Another number once others are pinned. */
  readonly changes: number;
}

/** What goes of a project, and days that cannot be read, with the reason. */
export interface ProjectPlan extends Plan {
  readonly failures: string[];
}

/** Plans and does what the rules of one project say. */
export class ProjectSweeper {
  readonly #days: StoredDays;
  readonly #audit: Pick<AuditTrail, 'inTurn'>;
  readonly #journal: SweepJournal;
  /** By project and day, groups of files that did not change since, with the same pins. */
  readonly #known = new Map<string, Map<string, { state: string; groups: RecordGroup[] }>>();

  constructor(days: StoredDays, audit: Pick<AuditTrail, 'inTurn'>, journal: SweepJournal) {
    this.#days = days;
    this.#audit = audit;
    this.#journal = journal;
  }

  /**
   * What the rules remove now; the store is only asked where a rule may apply.
   *
   * @param watch nothing is planned once it is unwanted
   */
  async plan(
    projectId: string,
    rules: RetentionRules,
    { ceilingDays }: Pick<InstanceRetention, 'ceilingDays'>,
    nowMs: number,
    pins: Pins,
    watch: SweepWatch,
  ): Promise<ProjectPlan> {
    const failures: string[] = [];
    const nothing = { removals: [], pinned: [], failures };
    if (rules.legalHold || !hasRules(rules, ceilingDays)) return nothing;
    watch.begin('looking', 0);
    let inventory: InventoryDay[] = [];
    // A day that cannot be read stays as it is, and keeps no other one.
    const tellApart = async (day: InventoryDay): Promise<InventoryDay[]> => {
      const told = await this.tellApart(projectId, day, pins, nowMs);
      if ('day' in told) return [told.day];
      if (told.failure !== undefined) failures.push(told.failure);
      return [];
    };
    if (RETAINED_SIGNALS.some((signal) => rules[signal].bytes !== null)) {
      await this.#days.settle(projectId);
    }
    const { days, unreadable } = await this.#days.survey(projectId);
    this.#forgetOthers(projectId, days);
    for (const { problem, ...day } of unreadable) failures.push(failureOf(day, problem));
    watch.begin('looking', days.length);
    for (const [i, day] of days.entries()) {
      if (watch.isUnwanted) return nothing;
      watch.reached(placeOf(day), i);
      if (!needsGroups(rules, ceilingDays, day, nowMs)) inventory.push(day);
      else inventory.push(...(await tellApart(day)));
    }
    for (;;) {
      const plan = planSweep(rules, ceilingDays, inventory, nowMs);
      const isUnknown = (day: InventoryDay): boolean =>
        day.groups === undefined && plan.removals.some((each) => isOf(each, day));
      if (pins.ids.length === 0 || !inventory.some(isUnknown)) {
        return { ...asTold(plan, pins, nowMs), failures };
      }
      // What is pinned in days that would go has to be known; that may make the plan reach further.
      const known: InventoryDay[] = [];
      watch.begin('looking', inventory.length);
      for (const [i, day] of inventory.entries()) {
        if (watch.isUnwanted) return nothing;
        watch.reached(placeOf(day), i);
        if (isUnknown(day)) known.push(...(await tellApart(day)));
        else known.push(day);
      }
      inventory = known;
    }
  }

  /** Remembers nothing of projects but these. */
  keepOnly(projects: readonly string[]): void {
    const there = new Set(projects);
    for (const projectId of this.#known.keys()) {
      if (!there.has(projectId)) this.#known.delete(projectId);
    }
  }

  /** Remembers nothing of days of a project but these. */
  #forgetOthers(projectId: string, days: readonly StoredDay[]): void {
    const there = new Set(days.map(dayKey));
    const known = this.#known.get(projectId);
    for (const key of known?.keys() ?? []) if (!there.has(key)) known?.delete(key);
  }

  /**
   * The removals of a plan as they would turn out: caps take whole segments, so more than they ask for. Bytes of a part
   * of a day are estimated all the same.
   */
  async counted(
    projectId: string,
    removals: readonly PlannedRemoval[],
    watch: Pick<SweepWatch, 'isUnwanted'>,
  ): Promise<Removal[]> {
    const counted: Removal[] = [];
    for (const { selection, ...planned } of removals) {
      if (watch.isUnwanted) break;
      if (selection.oldest === undefined) counted.push(planned);
      else {
        const { signal, day } = planned;
        const { records } = await this.#days.count({ projectId, signal, day }, selection);
        const bytes = Math.round((planned.bytes / Math.max(1, planned.records)) * records);
        counted.push({ ...planned, records, bytes });
      }
    }
    return counted;
  }

  /** A day with its groups, those of pinned traces apart, or why it cannot be read; no failure where it is gone. */
  async tellApart(
    projectId: string,
    day: StoredDay,
    { ids, changes }: Pins,
    nowMs: number,
  ): Promise<{ readonly day: InventoryDay } | { readonly failure: string | undefined }> {
    const place = { projectId, signal: day.signal, day: day.day };
    const { generation, through, records, arrivedMs, toMs } = day;
    // What is yet to come is told apart by something else once it came.
    const today = toMs > nowMs ? dayOf(nowMs) : '';
    const state = `${generation} ${through} ${records} ${arrivedMs} ${changes} ${today}`;
    const ofProject = this.#known.get(projectId) ?? new Map<string, never>();
    const known = ofProject.get(dayKey(day));
    if (known?.state === state) return { day: { ...day, groups: known.groups } };
    try {
      const groups = await this.#days.groups(place, ids, nowMs);
      this.#known.set(projectId, ofProject.set(dayKey(day), { state, groups }));
      return { day: { ...day, groups } };
    } catch (error) {
      const isGone = error instanceof AppError && error.code === 'not_found';
      return { failure: isGone ? undefined : failed(day, error) };
    }
  }

  /**
   * Removes what was planned, day by day; one that fails does not keep the others. Ends early when it may not go on.
   *
   * @param part takes up what goes
   * @returns days that failed, and why
   */
  async carryOut(
    sweep: Sweep,
    part: SweepPart,
    plan: readonly PlannedRemoval[],
    mayGoOn: () => Promise<boolean>,
  ): Promise<string[]> {
    const { projectId, removals } = part;
    const failures: string[] = [];
    part.begin('removing', plan.length);
    for (const [i, { selection, ...planned }] of plan.entries()) {
      const { signal, day } = planned;
      part.reached({ signal, day }, i);
      if (!(await mayGoOn())) return failures;
      const { bytesEstimated: _, ...exact } = planned;
      const place = { projectId, signal, day };
      const note = this.#journal.note(sweep, projectId);
      // A day takes its time: what forbids it meanwhile counts, and what comes while it goes counts from then on.
      const guard: ChangeGuard = ({ records }, change) =>
        this.#audit.inTurn(async () => {
          if (!(await mayGoOn())) throw new AppError('conflict', 'The rules changed meanwhile.');
          await note.going({ ...planned, records });
          return change();
        });
      try {
        const { records, bytes } = await this.#days.remove(place, selection, guard);
        const removal = records > 0 || bytes > 0 ? { ...exact, records, bytes } : undefined;
        await note.settle(removal);
        if (removal !== undefined) removals.push(removal);
      } catch (error) {
        const went = await note.settleFailed();
        if (went !== undefined) removals.push(went);
        if (!(await mayGoOn())) return failures;
        failures.push(failed({ signal, day }, error));
      }
    }
    part.finished();
    return failures;
  }
}

/** Old files that went from their days, of this sweep or of any before, and are still on the disk. */
export async function leftOf(
  days: Pick<StoredDays, 'removeLeft'>,
  projectId: string,
): Promise<string[]> {
  const left = await days.removeLeft(projectId);
  return left.map(({ problem, ...day }) => failureOf(day, problem));
}

/** What happened to a file is for the one who asked; anything else is a bug and for the log. */
function failed(day: Pick<StoredDay, 'signal' | 'day'>, error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  return failureOf(day, error.message);
}

const dayKey = ({ signal, day }: Pick<StoredDay, 'signal' | 'day'>): string => `${signal} ${day}`;

const placeOf = ({ signal, day }: StoredDay) => ({ signal, day });

function isOf(removal: PlannedRemoval, { signal, day }: StoredDay): boolean {
  return removal.signal === signal && removal.day === day;
}

/** The plan with what the store needs to know to tell records apart as it was made. */
function asTold({ removals, pinned }: Plan, { ids }: Pins, nowMs: number): Plan {
  const told = { nowMs, ...(ids.length > 0 && { pinned: ids }) };
  return {
    removals: removals.map((removal) => {
      const { selection } = removal;
      const isTold = selection.groups !== undefined || selection.except !== undefined;
      return isTold ? { ...removal, selection: { ...selection, ...told } } : removal;
    }),
    pinned,
  };
}

function hasRules(rules: RetentionRules, ceilingDays: number | null): boolean {
  if (ceilingDays !== null || rules.environments.length > 0) return true;
  return [rules.traces, rules.logs, rules.metrics].some(
    ({ days, bytes, records }) => days !== null || bytes !== null || records !== null,
  );
}
