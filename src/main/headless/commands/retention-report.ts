import type {
  PinnedRest,
  RetentionRun,
  RetentionState,
} from '../../../shared/contract/retention.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import { countOf, formatTable } from '../output.ts';

/** What is stored by day and when it goes, the next sweep and the last ones, and how large it will be. */
export function describeStored(state: RetentionState): string {
  const { days, ceilingDays, compaction, nextSweepAt, heldUntil, runs, forecast } = state;
  const rows = days.map(({ signal, day, records, bytes, goesOn }) => [
    day,
    signal,
    records,
    bytes,
    goesOn ?? 'never',
  ]);
  const lines = [formatTable(['DAY', 'SIGNAL', 'RECORDS', 'BYTES', 'GOES BY'], rows), ''];
  if (ceilingDays !== null) lines.push(`Ceiling of the instance: ${countOf(ceilingDays, 'day')}`);
  if (compaction !== undefined && compaction.days > 0) {
    lines.push(
      `Packed: ${countOf(compaction.days, 'day')}, ${formatBytes(compaction.savedBytes)} given back`,
    );
  }
  lines.push(`Next sweep: ${nextSweepAt ?? 'none'}`);
  if (heldUntil !== null) lines.push(`Sweeps wait until ${heldUntil}: the clock went ahead.`);
  if (forecast.length > 0) {
    const sizes = forecast.map(({ inDays, bytes }) => `${formatBytes(bytes)} in ${inDays} days`);
    lines.push(`If as much comes as in the last week: ${sizes.join('; ')}`);
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

function describeRuns(runs: readonly RetentionRun[]): string {
  const rows = runs.map(({ startedAt, cause, interrupted, tookMs, results }) => {
    const removals = results.flatMap((result) => result.removals);
    const failures = results.reduce((sum, result) => sum + result.failures.length, 0);
    return [
      startedAt,
      interrupted ? `${cause}, interrupted` : cause,
      `${Math.round(tookMs)} ms`,
      removals.reduce((sum, { records }) => sum + records, 0),
      removals.reduce((sum, { bytes }) => sum + bytes, 0),
      failures,
    ];
  });
  return formatTable(['STARTED', 'CAUSE', 'TOOK', 'RECORDS', 'BYTES BACK', 'FAILURES'], rows);
}
