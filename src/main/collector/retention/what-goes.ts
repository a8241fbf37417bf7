import {
  RETAINED_SIGNALS,
  type REMOVAL_REASONS,
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

/** A stored day; its groups where {@link needsGroups} asks for them. */
export interface InventoryDay extends StoredDay {
  readonly groups?: readonly RecordGroup[];
}

/** What is to be removed, and how the store is told. */
export interface PlannedRemoval extends Removal {
  readonly selection: Selection;
}

/** Whole days since the epoch. */
function dayNumber(day: string): number {
  return Math.floor(Date.parse(day) / DAY_MS);
}

/**
 * Whether the records of a day have to be told apart to judge it by age: its oldest may have to go before its newest.
 * A day that goes as a whole today or tomorrow is not worth it.
 */
export function needsGroups(
  rules: RetentionRules,
  ceilingDays: number | null,
  { signal, fromMs, toMs }: StoredDay,
  nowMs: number,
): boolean {
  const { shortest, longest } = keptAtMost(rules, ceilingDays, signal);
  const today = dayNumber(dayOf(nowMs));
  const oldest = dayNumber(dayOf(fromMs)) + shortest;
  const newest = dayNumber(dayOf(toMs)) + longest;
  return oldest < today && newest > today;
}

/**
 * Decides what the rules of a project remove now. Pure.
 *
 * By age, a record goes once the UTC day of its time is more than the kept days ago: it is kept between `days` and
 * `days + 1` times 24 hours, and one day more where the rest of its file goes the day after. Then, signal by signal,
 * the oldest that is left goes until bytes and records are within their caps.
 */
export function whatGoes(
  rules: RetentionRules,
  ceilingDays: number | null,
  inventory: readonly InventoryDay[],
  nowMs: number,
): PlannedRemoval[] {
  if (rules.legalHold) return [];
  return RETAINED_SIGNALS.flatMap((signal) => {
    const days = inventory
      .filter((day) => day.signal === signal)
      .toSorted((a, b) => (a.day < b.day ? -1 : 1));
    const aged = days.map((day) => byAge(rules, ceilingDays, day, nowMs));
    const capped = byCaps(rules, days, aged);
    return [...aged, ...capped].filter((removal) => removal !== undefined);
  });
}

function byAge(
  rules: RetentionRules,
  ceilingDays: number | null,
  day: InventoryDay,
  nowMs: number,
): PlannedRemoval | undefined {
  const today = dayNumber(dayOf(nowMs));
  const { longest } = keptAtMost(rules, ceilingDays, day.signal);
  const ceiling = longest < keptAtMost(rules, null, day.signal).longest;
  if (dayNumber(dayOf(day.toMs)) + longest < today)
    return wholeDay(day, ceiling ? 'ceiling' : 'age');
  let goes = 0;
  let lastDay = -Infinity;
  let byCeiling = true;
  const keys: string[] = [];
  for (const group of day.groups ?? []) {
    const kept = keptFor(rules, ceilingDays, day.signal, group);
    const last = dayNumber(group.day) + kept.days;
    if (last >= today) {
      lastDay = Math.max(lastDay, last);
      continue;
    }
    keys.push(groupKey(group));
    goes += group.records;
    byCeiling &&= kept.byCeiling;
  }
  if (goes === 0) return undefined;
  const reason = byCeiling ? 'ceiling' : 'age';
  if (lastDay === -Infinity) return wholeDay(day, reason);
  // The rest goes tomorrow, by removing the file: writing it anew today would be for nothing.
  if (lastDay <= today) return undefined;
  return part(day, reason, goes, { groups: keys });
}

/** Removes the oldest that age leaves over until it is within the caps of its signal. */
function byCaps(
  rules: RetentionRules,
  days: readonly InventoryDay[],
  aged: readonly (PlannedRemoval | undefined)[],
): PlannedRemoval[] {
  const left = days.map((day, i) => ({
    day,
    bytes: day.bytes - (aged[i]?.bytes ?? 0),
    records: day.records - (aged[i]?.records ?? 0),
    partly: aged[i]?.selection.groups,
  }));
  const [first] = days;
  if (first === undefined) return [];
  const { bytes, records } = rules[first.signal];
  let overBytes = sum(left.map((each) => each.bytes)) - (bytes ?? Infinity);
  let overRecords = sum(left.map((each) => each.records)) - (records ?? Infinity);
  const removals: PlannedRemoval[] = [];
  for (const { day, ...rest } of left) {
    if (overBytes <= 0 && overRecords <= 0) break;
    if (rest.records <= 0) continue;
    const reason = overBytes > 0 ? 'size' : 'count';
    const share = Math.max(
      overBytes > 0 ? overBytes / rest.bytes : 0,
      overRecords > 0 ? overRecords / rest.records : 0,
    );
    const wanted = Math.ceil(rest.records * (share + CAP_SLACK));
    // A day of which age takes a part already is cut by the sweep after this one, if it still has to be.
    if (share < 1 && rest.partly) break;
    if (wanted >= rest.records) removals.push(wholeDay(day, reason));
    else removals.push(part(day, reason, wanted, { oldest: wanted }));
    overBytes -= rest.bytes;
    overRecords -= rest.records;
  }
  return removals;
}

/** A removal of everything that is stored of a day now. */
export function wholeDay(day: StoredDay, reason: (typeof REMOVAL_REASONS)[number]): PlannedRemoval {
  const { signal, day: name, records, bytes, through } = day;
  return { signal, day: name, reason, whole: true, records, bytes, selection: { through } };
}

function part(
  day: InventoryDay,
  reason: (typeof REMOVAL_REASONS)[number],
  records: number,
  selection: Selection,
): PlannedRemoval {
  const bytes = Math.round((day.bytes * records) / Math.max(1, day.records));
  return { signal: day.signal, day: day.day, reason, whole: false, records, bytes, selection };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
