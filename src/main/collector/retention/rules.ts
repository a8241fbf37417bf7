import type {
  RetainedSignal,
  RetentionRules,
  SignalRule,
} from '../../../shared/contract/retention.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { StoredDay } from '../store/rewrite/types.ts';

const UNLIMITED: SignalRule = { days: null, bytes: null, records: null };

/** What a project begins with: everything is kept. */
export const KEEP_EVERYTHING: RetentionRules = {
  traces: UNLIMITED,
  logs: UNLIMITED,
  metrics: UNLIMITED,
  environments: [],
  errorDays: null,
  pinnedDays: null,
  legalHold: false,
};

/** The columns of traces that rules compare. */
const COMPARED: Partial<Record<keyof RetentionRules, DerivedField>> = {
  environments: 'environment',
  errorDays: 'status',
};

/** Names of the rules that are not the same. */
export function changedRules(
  before: RetentionRules,
  after: RetentionRules,
): (keyof RetentionRules)[] {
  return (Object.keys(after) as (keyof RetentionRules)[]).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
}

/** Columns of traces of which it tells how much goes by these rules. */
export function comparedBy(names: readonly (keyof RetentionRules)[]): DerivedField[] {
  return names.flatMap((name) => COMPARED[name] ?? []);
}

/** Time of the newest record of a day, ms since the epoch: of one that is yet to come, when the last arrived. */
export function newestMs(
  { toMs, arrivedToMs }: Pick<StoredDay, 'toMs' | 'arrivedToMs'>,
  nowMs: number,
): number {
  return toMs > nowMs ? arrivedToMs : toMs;
}

/** Days that records are kept; Infinity where no rule says. */
export interface KeptFor {
  readonly days: number;
  /** Whether it is the ceiling of the instance that says so. */
  readonly byCeiling: boolean;
}

/** What rules tell records apart by. */
interface Kind {
  readonly environment: string;
  readonly errors: boolean;
  readonly pinned?: boolean;
}

/** How long records of a group are kept. The ceiling of the instance stands above all other rules. */
export function keptFor(
  rules: RetentionRules,
  ceilingDays: number | null,
  signal: RetainedSignal,
  { environment, errors, pinned }: Kind,
): KeptFor {
  const own = rules.environments.find((rule) => rule.environment === environment)?.days;
  let days = own ?? rules[signal].days ?? Infinity;
  if (errors && rules.errorDays !== null) days = Math.max(days, rules.errorDays);
  if (pinned) days = Math.max(days, rules.pinnedDays ?? Infinity);
  const ceiling = ceilingDays ?? Infinity;
  return { days: Math.min(days, ceiling), byCeiling: ceiling < days };
}

/** Shortest and longest time that any record of a signal is kept, pinned ones apart. */
export function keptAtMost(
  rules: RetentionRules,
  ceilingDays: number | null,
  signal: RetainedSignal,
): { shortest: number; longest: number } {
  const groups = [...rules.environments.map(({ environment }) => environment), ''].flatMap(
    (environment) => [true, false].map((errors) => ({ environment, errors })),
  );
  const days = groups.map((group) => keptFor(rules, ceilingDays, signal, group).days);
  return { shortest: Math.min(...days), longest: Math.max(...days) };
}
