import { countOf } from '../../../shared/count-of.ts';
import type {
  PinnedRest,
  RetentionRun,
  RetentionState,
} from '../../../shared/contract/retention.ts';
import { forecastBasis } from '../../../shared/forecast-words.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import { describeSums, staysUntil, sumsOf } from '../../../shared/sweep-words.ts';
import { whySweepsWait } from '../../../shared/sweeps-wait.ts';
import { formatCount, formatTable } from '../output.ts';

/** What is stored by day and when it goes, the next sweep and the last ones, and how large it will be. */
export function describeStored(state: RetentionState): string {
  const { days, ceilingDays, compaction, nextSweepAt, runs } = state;
  const { forecast, learnedDays, rules } = state;
  const rows = days.map(({ signal, day, records, bytes, goesOn }) => [
    day,
    signal,
    records,
    bytes,
    goesOn ?? staysUntil(rules, signal),
  ]);
  const lines = [formatTable(['DAY', 'SIGNAL', 'RECORDS', 'BYTES', 'GOES BY'], rows), ''];
  if (ceilingDays !== null) lines.push(`Ceiling of the instance: ${countOf(ceilingDays, 'day')}`);
  if (compaction !== undefined && compaction.days > 0) {
    lines.push(
      `Packed: ${countOf(compaction.days, 'day')}, ${formatBytes(compaction.savedBytes)} given back`,
    );
  }
  const next = [`Next sweep: ${nextSweepAt ?? 'none'}`, whySweepsWait(state)];
  lines.push(next.filter((part) => part !== undefined).join('. '));
  if (forecast.length > 0) {
    const sizes = forecast.map(({ inDays, bytes }) => `${formatBytes(bytes)} in ${inDays} days`);
    lines.push(`Forecast, ${forecastBasis(learnedDays)}: ${sizes.join('; ')}`);
  }
  if (runs.length > 0) lines.push('', 'Last sweeps:', describeRuns(runs));
  return lines.join('\n');
}

/** What a sweep leaves only because it is pinned. */
export function describePinned(pinned: readonly PinnedRest[]): string[] {
  if (pinned.length === 0) return [];
  const rows = pinned.map(({ day, signal, records }) => [day, signal, records]);
  return ['', 'Pinned, and stays:', formatTable(['DAY', 'SIGNAL', 'RECORDS'], rows)];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a sweep removed, or would. */
export function describeRun(
  { results, tookMs }: Pick<RetentionRun, 'results' | 'tookMs'>,
  dryRun: boolean,
  projects: readonly Named[],
): string {
  const nameOf = (projectId: string) => projects.find(({ id }) => id === projectId)?.name;
  const rows = results.flatMap(({ projectId, removals }) =>
    removals.map(({ signal, day, whole, reason, records, bytes, bytesEstimated }) => [
      nameOf(projectId) ?? projectId,
      day,
      signal,
      whole ? 'all of it' : 'a part',
      reason,
      records,
      bytesEstimated ? `about ${formatCount(bytes)}` : bytes,
    ]),
  );
  if (rows.length === 0) return dryRun ? 'Nothing would go.' : 'Nothing had to go.';
  const table = formatTable(
    ['PROJECT', 'DAY', 'SIGNAL', 'WHAT', 'REASON', 'RECORDS', 'BYTES'],
    rows,
  );
  const removals = results.flatMap((result) => result.removals);
  const head = dryRun ? 'Would go' : `Removed in ${formatCount(Math.round(tookMs))} ms`;
  return `${head}: ${describeSums(removals)}\n${table}`;
}

export function heldNote(name: string): string {
  return `"${name}" is on legal hold: nothing of it goes.`;
}

function describeRuns(runs: readonly RetentionRun[]): string {
  const rows = runs.map(({ startedAt, cause, interrupted, tookMs, results }) => {
    const { records, bytes } = sumsOf(results.flatMap(({ removals }) => removals));
    const failures = results.reduce((sum, result) => sum + result.failures.length, 0);
    return [
      startedAt,
      [
        cause,
        ...(interrupted ? ['interrupted'] : []),
        ...(results.some(({ cancelled }) => cancelled) ? ['cancelled'] : []),
      ].join(', '),
      `${Math.round(tookMs)} ms`,
      records,
      bytes,
      failures,
    ];
  });
  return formatTable(['STARTED', 'CAUSE', 'TOOK', 'RECORDS', 'BYTES BACK', 'FAILURES'], rows);
}
