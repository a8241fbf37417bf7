import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record,
} from 'fast-check';
import { expect, test } from 'vitest';
import type { RetentionRules } from '../../../src/shared/contract/retention.ts';
import { KEEP_EVERYTHING } from '../../../src/main/collector/retention/rules.ts';
import {
  daysForRoom,
  needsGroups,
  whatGoes,
} from '../../../src/main/collector/retention/what-goes.ts';
import { groupKey, type RecordGroup } from '../../../src/main/collector/store/rewrite/types.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const YEAR = 365;

/** A record of the model: what a rule can know of it. */
interface ModelRecord {
  /** Day of arrival and of its time, counted from the start. */
  readonly arrived: number;
  readonly time: number;
  readonly environment: string;
  readonly errors: boolean;
}

const dayName = (day: number) => new Date(START + day * DAY_MS).toISOString().slice(0, 10);
const noon = (day: number) => START + day * DAY_MS + DAY_MS / 2;

/** How long the model keeps a record, in words as plain as the guide's. */
function keptDays(rules: RetentionRules, ceiling: number | null, record: ModelRecord): number {
  const own = rules.environments.find(({ environment }) => environment === record.environment);
  const base = own === undefined ? (rules.traces.days ?? Infinity) : own.days;
  const days = record.errors && rules.errorDays !== null ? Math.max(base, rules.errorDays) : base;
  return ceiling === null ? days : Math.min(days, ceiling);
}

/** The records as the store would describe them. */
function inventory(records: readonly ModelRecord[]) {
  const arrivals = [...new Set(records.map(({ arrived }) => arrived))];
  return arrivals.map((arrived) => {
    const own = records.filter((record) => record.arrived === arrived);
    const groups = new Map<string, RecordGroup & { records: number }>();
    for (const { time, environment, errors } of own) {
      const group = { day: dayName(time), environment, errors };
      const key = groupKey(group);
      groups.set(key, { ...group, records: (groups.get(key)?.records ?? 0) + 1 });
    }
    return {
      signal: 'traces' as const,
      day: dayName(arrived),
      bytes: own.length * 100,
      records: own.length,
      through: own.length,
      generation: 0,
      fromMs: noon(Math.min(...own.map(({ time }) => time))),
      toMs: noon(Math.max(...own.map(({ time }) => time))),
      arrivedMs: noon(arrived),
      arrivedToMs: noon(arrived),
      groups: [...groups.values()],
    };
  });
}

/** Does what was planned to the model. */
function sweep(
  records: readonly ModelRecord[],
  rules: RetentionRules,
  ceiling: number | null,
  today: number,
): ModelRecord[] {
  const now = noon(today);
  const days = inventory(records).map(({ groups, ...day }) =>
    needsGroups(rules, ceiling, day, now) ? { ...day, groups } : day,
  );
  let left = [...records];
  const plan = whatGoes(rules, ceiling, days, now);
  for (const { day, selection } of plan) {
    const isHere = ({ arrived }: ModelRecord) => dayName(arrived) === day;
    const { groups, oldest = 0 } = selection;
    if (selection.through !== undefined) left = left.filter((record) => !isHere(record));
    else if (groups) {
      left = left.filter((record) => {
        const key = groupKey({ ...record, day: dayName(record.time) });
        return !isHere(record) || !groups.includes(key);
      });
    } else {
      let rest = oldest;
      left = left.filter((record) => !isHere(record) || rest-- <= 0);
    }
  }
  // What a dry run says is what goes, and a file is written anew once.
  const told = plan.reduce((sum, { records: count }) => sum + count, 0);
  expect(told).toBe(records.length - left.length);
  expect(new Set(plan.map(({ day }) => day)).size).toBe(plan.length);
  return left;
}

const days = integer({ min: 1, max: 90 });
const rulesArbitrary = record({
  days: option(days),
  records: option(integer({ min: 1, max: 400 })),
  bytes: option(integer({ min: 100, max: 40_000 })),
  dev: option(days),
  errorDays: option(days),
  ceiling: option(integer({ min: 1, max: 120 })),
  /** Sweeps run on every so many days: the machine is off on the others. */
  every: constantFrom(1, 1, 2, 5),
  /** First day of a legal hold, and how long it lasts. */
  heldFrom: integer({ min: 0, max: 500 }),
  heldDays: integer({ min: 1, max: 120 }),
});
/** What arrives on a day, oldest first: how late, where from, and whether it failed. */
const arrivalsArbitrary = array(
  record({
    late: oneof({ weight: 8, arbitrary: constant(0) }, integer({ min: 0, max: 60 })),
    environment: constantFrom('', 'dev', 'prod'),
    errors: boolean(),
  }),
  { maxLength: 4 },
);

test('over a year, nothing goes too early and nothing stays too long', () => {
  assert(
    property(
      rulesArbitrary,
      array(arrivalsArbitrary, { minLength: 7, maxLength: 7 }),
      (wanted, week) => {
        const free: RetentionRules = {
          ...KEEP_EVERYTHING,
          traces: { days: wanted.days, bytes: wanted.bytes, records: wanted.records },
          environments: wanted.dev === null ? [] : [{ environment: 'dev', days: wanted.dev }],
          errorDays: wanted.errorDays,
        };
        const isCapped = wanted.bytes !== null || wanted.records !== null;
        let left: ModelRecord[] = [];
        for (let today = 0; today < YEAR; today++) {
          for (const { late, ...record } of week[today % 7]!) {
            left.push({ ...record, arrived: today, time: today - late });
          }
          if (today % wanted.every !== 0) continue;
          const before = left;
          const legalHold = today >= wanted.heldFrom && today < wanted.heldFrom + wanted.heldDays;
          const rules = { ...free, legalHold };
          left = sweep(before, rules, wanted.ceiling, today);
          if (legalHold) {
            expect(left).toEqual(before);
            continue;
          }
          const ageOf = (record: ModelRecord) =>
            today - record.time - keptDays(rules, wanted.ceiling, record);
          // A file that goes tomorrow is not written anew today.
          expect(left.filter((record) => ageOf(record) > 1)).toEqual([]);
          if (!isCapped) {
            const gone = before.filter((record) => !left.includes(record));
            expect(gone.filter((record) => ageOf(record) <= 0)).toEqual([]);
          } else {
            // A day of which age takes a part is cut by the sweep after.
            left = sweep(left, rules, wanted.ceiling, today);
            expect(left.length).toBeLessThanOrEqual(wanted.records ?? Infinity);
            expect(left.length * 100).toBeLessThanOrEqual(wanted.bytes ?? Infinity);
          }
          expect(sweep(left, rules, wanted.ceiling, today)).toEqual(left);
        }
      },
    ),
    { numRuns: 25 },
  );
});

const day = (arrived: number, records = 10) =>
  inventory(
    Array.from({ length: records }, () => ({
      arrived,
      time: arrived,
      environment: '',
      errors: false,
    })),
  )[0]!;
const keep = (rule: Partial<RetentionRules['traces']>): RetentionRules => ({
  ...KEEP_EVERYTHING,
  traces: { ...KEEP_EVERYTHING.traces, ...rule },
});

test('a cap takes the oldest days first, and only so much of the last as it must', () => {
  const stored = [day(3), day(1), day(2)];
  const planned = whatGoes(keep({ records: 15 }), null, stored, noon(4));
  expect(planned).toMatchObject([
    { day: dayName(1), whole: true, reason: 'count', records: 10 },
    { day: dayName(2), whole: false, reason: 'count', records: 5 },
  ]);
});

test('of a day of many records a cap takes a twentieth more than it must, so that not every sweep writes it anew', () => {
  const busy = { ...day(1), records: 1000 };
  expect(whatGoes(keep({ records: 400 }), null, [busy], noon(1))).toMatchObject([
    { whole: false, records: 650 },
  ]);
});

test('a legal hold keeps everything, whatever the ceiling', () => {
  const rules = { ...keep({ days: 1, records: 1 }), legalHold: true };
  expect(whatGoes(rules, 1, [day(1), day(2)], noon(300))).toEqual([]);
});

test('the ceiling stands above the rules of a project', () => {
  const rules = { ...keep({ days: 90 }), errorDays: 365 };
  expect(whatGoes(rules, 30, [day(1)], noon(31))).toEqual([]);
  expect(whatGoes(rules, 30, [day(1)], noon(32))).toMatchObject([
    { reason: 'ceiling', whole: true },
  ]);
});

test('a clock that went back removes nothing', () => {
  expect(whatGoes(keep({ days: 1 }), null, [day(100)], noon(5))).toEqual([]);
});

test('a cap takes what a wrong clock stored for days to come before what came today', () => {
  const stored = [day(100), day(5), day(4)];
  const reasons = (records: number) =>
    whatGoes(keep({ records }), null, stored, noon(5)).map(({ day: name, whole }) => [name, whole]);
  expect(reasons(20)).toEqual([[dayName(4), true]]);
  expect(reasons(15)).toEqual([
    [dayName(4), true],
    [dayName(100), false],
  ]);
  expect(reasons(5)).toEqual([
    [dayName(4), true],
    [dayName(100), true],
    [dayName(5), false],
  ]);
});

test('room is made by past days, then by those a wrong clock left ahead, never by one that is written', () => {
  const arrived = (of: number, at: number) => ({ day: dayName(of), arrivedMs: noon(at) });
  const stored = [arrived(40, 40), arrived(9, 9), arrived(10, 10), arrived(30, 10), arrived(8, 8)];
  const names = daysForRoom(stored, noon(10)).map(({ day: name }) => name);
  expect(names).toEqual([dayName(8), dayName(9), dayName(40)]);
});
