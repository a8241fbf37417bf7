import type { InstanceRetention } from '../../../shared/contract/retention.ts';
import { formatPlural } from '../../ui/format.ts';
import { readLimit } from '../usage/limit-fields.ts';

/** What the form says of the instance, or what is wrong with it. */
export type ReadInstance =
  | { readonly rules: InstanceRetention }
  | { readonly problem: string; /** Its name. */ readonly field: string };

/** The thresholds of free space, the highest first: names of the fields, and what happens below them. */
export const THRESHOLDS = [
  {
    name: 'warnBelow',
    label: 'Warn',
    does: 'The foot of the window, the log and “spanward doctor” say so.',
  },
  {
    name: 'deleteBelow',
    label: 'Remove the oldest',
    does: 'The oldest days of all projects are removed until there is room; never today’s, nothing pinned, nothing on legal hold.',
  },
  {
    name: 'refuseBelow',
    label: 'Refuse data',
    does: 'No data is accepted: senders get 503 and are told to try again.',
  },
] as const;

/** Reads the form; an empty threshold is one that is never reached. */
export function readInstance(
  valueOf: (name: string) => string,
  deleteOldest: boolean,
): ReadInstance {
  const problems: { problem: string; field: string }[] = [];
  const limit = (name: string, what: string, example: string): number | null => {
    const read = readLimit(valueOf(name), example);
    if ('limit' in read) return read.limit;
    problems.push({ problem: `${what}: ${read.problem}`, field: name });
    return null;
  };
  const ceilingDays = limit('ceilingDays', 'Ceiling', '365');
  const [warnBelow, deleteBelow, refuseBelow] = THRESHOLDS.map(
    ({ name, label }) => limit(name, label, '2 GB') ?? 0,
  ) as [number, number, number];
  if (problems.length > 0) return problems[0]!;
  if (warnBelow < deleteBelow || deleteBelow < refuseBelow) {
    return {
      problem:
        'Free space falls past the warning first, then past removing, then past refusing: each has to be at most the one above it.',
      field: warnBelow < deleteBelow ? 'warnBelow' : 'deleteBelow',
    };
  }
  return { rules: { ceilingDays, disk: { warnBelow, deleteBelow, deleteOldest, refuseBelow } } };
}

/** What a change lets the collector remove that it might not before; undefined for nothing. */
export function whatMayGo(before: InstanceRetention, after: InstanceRetention): string | undefined {
  const told: string[] = [];
  const { ceilingDays } = after;
  if (ceilingDays !== null && ceilingDays < (before.ceilingDays ?? Infinity)) {
    told.push(
      `Everything older than ${formatPlural(ceilingDays, 'day')} goes with the next sweep, in every project that is not on legal hold, pinned or not.`,
    );
  }
  const { deleteOldest, deleteBelow } = after.disk;
  if (deleteOldest && (!before.disk.deleteOldest || deleteBelow > before.disk.deleteBelow)) {
    told.push('When space is short, the oldest days of all projects are removed by themselves.');
  }
  return told.length === 0 ? undefined : `${told.join(' ')} There is no undo.`;
}
