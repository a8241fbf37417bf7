import {
  RETAINED_SIGNALS,
  type REMOVAL_REASONS,
  type PinnedRest,
  type Removal,
  type RetentionRules,
} from '../../../shared/contract/retention.ts';
import { dayOf } from '../store/day-files.ts';
import {
  groupKey,
  type RecordGroup,
  type Selection,
  type StoredDay,
} from '../store/rewrite/types.ts';
import { keptAtMost, keptFor } from './rules.ts';

const DAY_MS = 86_400_000;
/** A cap that takes part of a day takes so much more of it, so that the next sweep has nothing to do again. */
const CAP_SLACK = 0.05;

/** A stored day; its groups where {@link needsGroups} asks for them, or something in it may be pinned. */
export interface InventoryDay extends StoredDay {
  readonly groups?: readonly RecordGroup[];
}

/** What goes, and what would go were it not pinned. */
export interface Plan {
  readonly removals: PlannedRemoval[];
  readonly pinned: PinnedRest[];
}

/** What is to be removed, and how the store is told. */
export interface PlannedRemoval extends Removal {
  readonly selection: Selection;
}

/** Whole days since the epoch. */
function dayNumber(day: string): number {
  return Math.floor(Date.parse(day) / DAY_MS);
}

/** UTC day of which nothing in a file is later: what has no time, or one yet to come, is as old as its arrival. */
function newestDay({ toMs, arrivedToMs }: StoredDay, nowMs: number): string {
  return dayOf(Math.max(arrivedToMs, Math.min(toMs, nowMs)));
}

/**
 * Whether the records of a day have to be told apart to judge it by age: its oldest may have to go before its newest.
 * A day that goes as a whole today or tomorrow is not worth it.
 */
export function needsGroups(
  rules: RetentionRules,
  ceilingDays: number | null,
  day: StoredDay,
  nowMs: number,
): boolean {
  const { shortest, longest } = keptAtMost(rules, ceilingDays, day.signal);
  const today = dayNumber(dayOf(nowMs));
  const oldest = dayNumber(dayOf(day.fromMs)) + shortest;
  const newest = dayNumber(newestDay(day, nowMs)) + longest;
  // What is overdue does not wait for the rest of its file: the machine may have been off.
  return oldest < today && (newest > today || (newest === today && oldest < today - 1));
}

/** As {@link planSweep}, what goes alone. */
export function whatGoes(
  rules: RetentionRules,
  ceilingDays: number | null,
  inventory: readonly InventoryDay[],
  nowMs: number,
): PlannedRemoval[] {
  return planSweep(rules, ceilingDays, inventory, nowMs).removals;
}

/**
 * Decides what the rules of a project remove now. Pure.
 *
 * By age, a record goes once the UTC day of its time is more than the kept days ago: it is kept between `days` and
 * `days + 1` times 24 hours, and one day more where the rest of its file goes the day after. Then, signal by signal,
 * the oldest that is left goes until bytes and records are within their caps, or only pinned traces are left. Days
 * whose groups are unknown are taken to hold nothing that is pinned.
 */
export function planSweep(
  rules: RetentionRules,
  ceilingDays: number | null,
  inventory: readonly InventoryDay[],
  nowMs: number,
): Plan {
  const plan: Plan = { removals: [], pinned: [] };
  if (rules.legalHold) return plan;
  for (const signal of RETAINED_SIGNALS) {
    const days = oldestFirst(
      inventory.filter((day) => day.signal === signal),
      dayOf(nowMs),
    );
    const held = days.map((day) => pinnedOf(rules, ceilingDays, day, nowMs));
    const aged = days.map((day, i) => byAge(rules, ceilingDays, day, held[i]!, nowMs));
    const capped = byCaps(rules, days, aged, held);
    const removals = [...aged.filter((_, i) => !capped.emptied.has(i)), ...capped.removals].filter(
      (removal) => removal !== undefined,
    );
    plan.removals.push(...removals);
    for (const [i, { day }] of days.entries()) {
      const { outlived, records } = held[i]!;
      const rest = capped.passed.has(day) ? records : outlived;
      if (rest > 0) plan.pinned.push({ signal, day, records: rest });
    }
  }
  return plan;
}

/** A day that is yet to come was stored while the clock was wrong: before what comes today, which is the newest. */
function oldestFirst(days: readonly InventoryDay[], today: string): InventoryDay[] {
  return days.toSorted((a, b) => {
    if (a.day === today || b.day === today) return a.day === today ? 1 : -1;
    return a.day < b.day ? -1 : 1;
  });
}

/**
 * Days that the guard of the disk may take, the oldest first. Pure.
 *
 * What came today is what people look at: then it is better to take no more. A day that is yet to come is left over from
 * a wrong clock, unless something arrived since the clock is right: then it is the one that is written.
 */
export function daysForRoom<Day extends Pick<StoredDay, 'day' | 'arrivedMs'>>(
  days: readonly Day[],
  nowMs: number,
): Day[] {
  const today = dayOf(nowMs);
  return days
    .filter(({ day, arrivedMs }) => day < today || (day > today && arrivedMs > nowMs))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** What of a day no rule takes because it is pinned. */
interface Held {
  /** Keys of its groups. */
  readonly keys: readonly string[];
  readonly records: number;
  /** Of these, records that are older than they would be kept otherwise. */
  readonly outlived: number;
}

function pinnedOf(
  rules: RetentionRules,
  ceilingDays: number | null,
  { signal, groups = [] }: InventoryDay,
  nowMs: number,
): Held {
  const today = dayNumber(dayOf(nowMs));
  const isExpired = (group: RecordGroup, pinned: boolean): boolean =>
    dayNumber(group.day) + keptFor(rules, ceilingDays, signal, { ...group, pinned }).days < today;
  // Where pins hold for some days only, an older one is like any other trace.
  const isPast = ({ day }: RecordGroup): boolean =>
    dayNumber(day) + (rules.pinnedDays ?? Infinity) < today;
  const held = groups.filter((group) => group.pinned && !isPast(group) && !isExpired(group, true));
  return {
    keys: held.map(groupKey),
    records: sum(held.map(({ records }) => records)),
    outlived: sum(held.map((group) => (isExpired(group, false) ? group.records : 0))),
  };
}

function byAge(
  rules: RetentionRules,
  ceilingDays: number | null,
  day: InventoryDay,
  held: Held,
  nowMs: number,
): PlannedRemoval | undefined {
  const today = dayNumber(dayOf(nowMs));
  const { longest } = keptAtMost(rules, ceilingDays, day.signal);
  const ceiling = longest < keptAtMost(rules, null, day.signal).longest;
  if (dayNumber(newestDay(day, nowMs)) + longest < today && held.records === 0)
    return wholeDay(day, ceiling ? 'ceiling' : 'age');
  let goes = 0;
  let lastDay = -Infinity;
  let dueDay = Infinity;
  let byCeiling = true;
  const keys: string[] = [];
  for (const group of day.groups ?? []) {
    const kept = keptFor(rules, ceilingDays, day.signal, group);
    const last = dayNumber(group.day) + kept.days;
    if (last >= today) {
      lastDay = Math.max(lastDay, last);
      continue;
    }
    dueDay = Math.min(dueDay, last + 1);
    keys.push(groupKey(group));
    goes += group.records;
    byCeiling &&= kept.byCeiling;
  }
  if (goes === 0) return undefined;
  const reason = byCeiling ? 'ceiling' : 'age';
  if (lastDay === -Infinity) return wholeDay(day, reason);
  // The rest goes tomorrow, by removing the file: writing it anew today would be for nothing.
  if (lastDay <= today && dueDay >= today) return undefined;
  return part(day, reason, goes, { groups: keys });
}

/** Removes the oldest that age leaves over until it is within the caps of its signal. */
function byCaps(
  rules: RetentionRules,
  days: readonly InventoryDay[],
  aged: readonly (PlannedRemoval | undefined)[],
  held: readonly Held[],
): { removals: PlannedRemoval[]; passed: Set<string>; emptied: Set<number> } {
  const left = days.map((day, i) => {
    const records = day.records - (aged[i]?.records ?? 0);
    const bytes = (settled(day) * records) / Math.max(1, day.records);
    return { day, bytes, records, partly: aged[i]?.selection.groups, held: held[i]! };
  });
  /** Days of which pinned traces alone stay. */
  const passed = new Set<string>();
  /** Days of which a cap takes all that may go: what age takes of them goes with it. */
  const emptied = new Set<number>();
  const [first] = days;
  if (first === undefined) return { removals: [], passed, emptied };
  const { bytes, records } = rules[first.signal];
  let overBytes = sum(left.map((each) => each.bytes)) - (bytes ?? Infinity);
  let overRecords = sum(left.map((each) => each.records)) - (records ?? Infinity);
  const removals: PlannedRemoval[] = [];
  for (const [i, { day, ...rest }] of left.entries()) {
    if (overBytes <= 0 && overRecords <= 0) break;
    if (rest.records <= 0) continue;
    const free = rest.records - rest.held.records;
    if (rest.held.records > 0) passed.add(day.day);
    if (free <= 0) continue;
    const reason = overBytes > 0 ? 'size' : 'count';
    const share = Math.max(
      overBytes > 0 ? overBytes / rest.bytes : 0,
      overRecords > 0 ? overRecords / rest.records : 0,
    );
    // Of few records no more than has to: what a cap leaves room for stays.
    const wanted = Math.ceil(rest.records * share) + Math.floor(rest.records * CAP_SLACK);
    // A day of which age takes a part already is cut by the sweep after this one, if it still has to be.
    if (share < 1 && rest.partly) break;
    const except = rest.held.keys;
    const but = except.length === 0 ? {} : { except };
    if (wanted < free) removals.push(part(day, reason, wanted, { oldest: wanted, ...but }));
    else {
      emptied.add(i);
      const all = day.records - rest.held.records;
      if (except.length === 0) removals.push(wholeDay(day, reason));
      else removals.push(part(day, reason, all, { through: day.through, ...but }));
    }
    overBytes -= (rest.bytes * free) / rest.records;
    overRecords -= free;
  }
  return { removals, passed, emptied };
}

/** A removal of everything that is stored of a day now. */
export function wholeDay(day: StoredDay, reason: (typeof REMOVAL_REASONS)[number]): PlannedRemoval {
  const { signal, day: name, records, bytes, through } = day;
  return { signal, day: name, reason, whole: true, records, bytes, selection: { through } };
}

/**
 * A removal of everything of a day but what is pinned, whatever the rules say of pins; undefined where nothing else is
 * there. @param pinned the traces, 16 bytes each
 */
export function allButPinned(
  day: InventoryDay,
  pinned: Uint8Array<ArrayBuffer>,
  nowMs: number,
): PlannedRemoval | undefined {
  const held = (day.groups ?? []).filter((group) => group.pinned);
  if (held.length === 0) return wholeDay(day, 'disk');
  const free = day.records - sum(held.map(({ records }) => records));
  if (free <= 0) return undefined;
  const except = held.map(groupKey);
  return part(day, 'disk', free, { through: day.through, except, pinned, nowMs });
}

function part(
  day: InventoryDay,
  reason: (typeof REMOVAL_REASONS)[number],
  records: number,
  selection: Selection,
): PlannedRemoval {
  const rest = settled(day) * (1 - records / Math.max(1, day.records));
  const bytes = Math.max(0, Math.round(day.bytes - rest));
  const about = { whole: false, records, bytes, bytesEstimated: true } as const;
  return { signal: day.signal, day: day.day, reason, ...about, selection };
}

/** What a day takes on the disk once its log is in its file: that is what caps are for. */
function settled({ bytes, settledBytes = bytes }: StoredDay): number {
  return settledBytes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
