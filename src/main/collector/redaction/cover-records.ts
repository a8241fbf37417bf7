import type { CoverageStep, FoundRow } from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import { SIGNALS } from '../store/day-files.ts';
import type { Signal } from '../otlp/types.ts';
import type { ExportBatch } from '../store/types.ts';
import type { ActivePolicy } from './policy.ts';
import { TrialThread } from './trial-thread.ts';

/** Longest a coverage takes, ms; what was looked at until then is told. */
const MOST_MS = 30_000;
/** Time between two words on how far it is, ms. */
const TELL_EVERY_MS = 200;
/** Coverages at once, each with a thread of its own. */
const MAX_AT_ONCE = 2;

let running = 0;

/** Of rows that were counted as often: the same order whatever was looked at first. */
const textOf = ({ key, type, rule, service, environment }: FoundRow): string =>
  [key, type, rule, service, environment].join('\0');

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Counts what a policy would find in the newest records, a batch at a time on a thread of its own.
 *
 * Whoever stops listening ends it.
 * @param newest records of a signal, the newest first, as the one who asks may see them
 * @param limit records of each signal
 * @throws AppError `busy` while others are under way
 */
export async function* coverRecords(
  policy: ActivePolicy,
  newest: (signal: Signal, limit: number) => AsyncIterable<ExportBatch>,
  limit: number,
): AsyncGenerator<CoverageStep, void> {
  if (running >= MAX_AT_ONCE) {
    throw new AppError('busy', 'Others look through recent data now; try again.', {
      retryAfterSeconds: 5,
    });
  }
  running++;
  const began = performance.now();
  const thread = new TrialThread(MOST_MS);
  const looked = { traces: 0, logs: 0, metrics: 0 };
  let complete = true;
  let told = began;
  try {
    reading: for (const [index, signal] of SIGNALS.entries()) {
      for await (const batch of newest(signal, limit)) {
        looked[signal] += await thread.call('records', policy, batch);
        const now = performance.now();
        if (now - began > MOST_MS) {
          complete = false;
          break reading;
        }
        if (now - told < TELL_EVERY_MS) continue;
        told = now;
        const records = looked.traces + looked.logs + looked.metrics;
        yield { step: 'looking', records, done: (index + looked[signal] / limit) / SIGNALS.length };
      }
    }
    const rows = await thread.call('counts', policy);
    yield {
      step: 'found',
      spans: looked.traces,
      logs: looked.logs,
      metrics: looked.metrics,
      complete,
      tookMs: Math.round(performance.now() - began),
      rows: rows.toSorted((a, b) => b.count - a.count || byText(textOf(a), textOf(b))),
    };
  } finally {
    running--;
    await thread.close();
  }
}
