import type { CoverageStep, FoundRow } from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import { COVERAGE_SECONDS } from '../../../shared/redaction.ts';
import { SIGNALS } from '../store/day-files.ts';
import type { Signal } from '../otlp/types.ts';
import type { ExportBatch } from '../store/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import type { ActivePolicy } from './policy.ts';
import { firstRows } from './report-counts.ts';
import { TrialThread } from './trial-thread.ts';

/** Longest time for one batch, ms: a pattern that takes longer is nobody's to wait for. */
const BATCH_MS = 30_000;
/** Time between two words on how far it is, ms. */
const TELL_EVERY_MS = 200;
/** Rows told at most, besides those of the rest. */
const MAX_ROWS = 1000;
/** Coverages at once, each with a thread of its own; those that may take long do not hold up the others. */
const MAX_AT_ONCE = 2;

/** The stored records as the one who asks may see them. */
export type SeenRecords = Pick<VisibleStore, 'newestRecords' | 'storedRecords'>;

/** How much is looked at. */
export interface CoverageLimits {
  /** Records of each signal. */
  readonly records: number;
  /** Longest time it takes; what was looked at until then is told. */
  readonly seconds: number;
}

/** Newest records of a signal, on their way. */
interface Stream {
  readonly signal: Signal;
  readonly batches: AsyncIterator<ExportBatch>;
}

const running = { short: 0, long: 0 };

/** Of rows that were counted as often: the same order whatever was looked at first. */
const textOf = ({ key, type, rule, service, environment }: FoundRow): string =>
  [key, type, rule, service, environment].join('\0');

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Counts what a policy would find in the newest records, a batch at a time on a thread of its own.
 *
 * The signals take turns, so that each has its part when the time is up. Whoever stops listening ends it.
 * @throws AppError `busy` while others are under way
 */
export async function* coverRecords(
  policy: ActivePolicy,
  seen: SeenRecords,
  { records: limit, seconds }: CoverageLimits,
): AsyncGenerator<CoverageStep, void> {
  const length = seconds > COVERAGE_SECONDS ? 'long' : 'short';
  if (running[length] >= MAX_AT_ONCE) {
    throw new AppError('busy', 'Others look through recent data now; try again.', {
      retryAfterSeconds: 5,
    });
  }
  running[length]++;
  const began = performance.now();
  const thread = new TrialThread(BATCH_MS);
  const looked = { traces: 0, logs: 0, metrics: 0 };
  const range = { fromMs: Infinity, toMs: 0 };
  let streams: Stream[] = [];
  let told = began;
  try {
    const stored = await seen.storedRecords();
    const total = sum(SIGNALS.map((signal) => Math.min(limit, stored[signal])));
    streams = SIGNALS.map((signal) => ({
      signal,
      batches: seen.newestRecords(signal, limit)[Symbol.asyncIterator](),
    }));
    while (streams.length > 0 && performance.now() - began < seconds * 1000) {
      const stream = streams.reduce((a, b) => (looked[b.signal] < looked[a.signal] ? b : a));
      const next = await stream.batches.next();
      if (next.done === true) {
        streams = streams.filter((each) => each !== stream);
        continue;
      }
      const { fromMs, toMs } = await thread.call('records', policy, next.value);
      looked[stream.signal] += next.value.records.length;
      if (fromMs > 0) range.fromMs = Math.min(range.fromMs, fromMs);
      range.toMs = Math.max(range.toMs, toMs);
      const now = performance.now();
      if (now - told < TELL_EVERY_MS) continue;
      told = now;
      const records = sum(Object.values(looked));
      yield { step: 'looking', records, done: Math.min(records / Math.max(total, 1), 1) };
    }
    const rows = await thread.call('counts');
    const hasTime = range.toMs > 0;
    yield {
      step: 'found',
      spans: looked.traces,
      logs: looked.logs,
      metrics: looked.metrics,
      stored: {
        spans: Math.max(stored.traces, looked.traces),
        logs: Math.max(stored.logs, looked.logs),
        metrics: Math.max(stored.metrics, looked.metrics),
      },
      from: hasTime ? timeOf(range.fromMs) : null,
      to: hasTime ? timeOf(range.toMs) : null,
      complete: streams.length === 0,
      tookMs: Math.round(performance.now() - began),
      rows: firstRows(
        rows.toSorted((a, b) => b.count - a.count || byText(textOf(a), textOf(b))),
        MAX_ROWS,
      ),
    };
  } finally {
    running[length]--;
    await Promise.all(streams.map(({ batches }) => batches.return?.()));
    await thread.close();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const timeOf = (ms: number): string => new Date(ms).toISOString();
