import {
  MAX_PAST_ROWS,
  type PastRedaction,
  type PastRow,
} from '../../../../shared/contract/past-redaction.ts';
import type { Sight } from '../read-counts.ts';
import type { JobCount, JobDay, JobRow } from './job-rows.ts';

/** What is known of a job that is under way beside its rows. */
export interface LiveProgress {
  /** Records of the day at work that were gone through. */
  readonly records: number;
  /** Since this run of it began: when that was, and records done by then; ms since the epoch. */
  readonly sinceMs: number;
  readonly doneBefore: number;
}

/** A job as one caller may see it. */
export function describeJob(
  job: JobRow,
  days: readonly JobDay[],
  counts: readonly JobCount[],
  about: {
    readonly presentVersion: string;
    readonly live: LiveProgress | undefined;
    readonly nowMs: number;
    readonly sight: Sight;
  },
): PastRedaction {
  const { live, nowMs, sight } = about;
  const records = { done: live?.records ?? 0, total: 0 };
  const bytes = { done: 0, total: 0 };
  let daysDone = 0;
  for (const day of days) {
    const done = day.state === 'failed' ? day.records : day.records_done;
    records.done += done;
    records.total += day.records;
    bytes.total += day.bytes;
    bytes.done += day.records === 0 ? day.bytes : Math.round((day.bytes * done) / day.records);
    if (day.state === 'done' || day.state === 'failed') daysDone++;
  }
  // A day may have grown since it was listed.
  records.done = Math.min(records.done, records.total);
  const rows = visibleRows(counts, sight);
  return {
    kind: job.kind,
    state: job.state,
    startedAt: new Date(job.started_ms).toISOString(),
    endedAt: job.ended_ms === null ? null : new Date(job.ended_ms).toISOString(),
    isByPresentRules: job.policy_version === about.presentVersion,
    days: { done: daysDone, total: days.length },
    records,
    bytes,
    secondsLeft: live ? secondsLeft(records, live, nowMs) : null,
    found: sum(rows),
    byType: sumByType(rows),
    rows: rows.slice(0, MAX_PAST_ROWS),
    isShortened: rows.length > MAX_PAST_ROWS,
    leavesOutHidden: sight.hidesAnything,
    failures: days.flatMap(({ signal, day, problem }) =>
      problem === null ? [] : [{ signal, day, message: problem }],
    ),
  };
}

/** Rows without those of attributes that may be hidden from the caller, and without hidden services. */
function visibleRows(counts: readonly JobCount[], sight: Sight): PastRow[] {
  const hidesService = sight.hiddenFields.has('service');
  const rows = new Map<string, PastRow>();
  for (const { signal, day, type, rule, key, service, count } of counts) {
    if (sight.mayHide(key)) continue;
    const shown = hidesService ? '' : service;
    const id = [signal, day, type, rule, key, shown].join('\0');
    const known = rows.get(id);
    if (known) known.count += count;
    else {
      rows.set(id, {
        signal: signal as PastRow['signal'],
        day,
        type,
        rule,
        key,
        service: shown,
        count,
      });
    }
  }
  return [...rows.values()].sort((a, b) => b.count - a.count);
}

function sumByType(rows: readonly PastRow[]): { type: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const { type, count } of rows) sums.set(type, (sums.get(type) ?? 0) + count);
  return [...sums]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

const sum = (rows: readonly { count: number }[]): number =>
  rows.reduce((total, { count }) => total + count, 0);

/** By the pace of this run; null before there is one. */
function secondsLeft(
  { done, total }: { readonly done: number; readonly total: number },
  { sinceMs, doneBefore }: LiveProgress,
  nowMs: number,
): number | null {
  const finished = done - doneBefore;
  const tookMs = nowMs - sinceMs;
  if (finished <= 0 || tookMs <= 0) return null;
  return Math.ceil(((total - done) * tookMs) / finished / 1000);
}
