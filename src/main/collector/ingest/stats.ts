import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import type { Signal } from '../otlp/types.ts';
import type { IngestOutcome } from './types.ts';

/** The part of {@link CollectorStatus} that counts what came in. */
export type IngestCounters = Pick<
  CollectorStatus,
  | 'spansPerSecond'
  | 'spansAccepted'
  | 'spansRejected'
  | 'spansDuplicate'
  | 'logsAccepted'
  | 'metricPointsAccepted'
  | 'requestsRefused'
  | 'recentRefusals'
>;

const KEPT_REFUSALS = 50;
/** Seconds over which the rate is taken: long enough to be calm, short enough to follow. */
const RATE_SECONDS = 5;

/** Counts since the collector started. Holds no content: counts, statuses and this collector's own messages. */
export class IngestStats {
  readonly #now: () => number;
  readonly #accepted: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 };
  /** Spans accepted in each of the last whole seconds and the current one, by second modulo length. */
  readonly #perSecond = new Float64Array(RATE_SECONDS + 1);
  readonly #refusals: { atMs: number; status: number; reason: string }[] = [];
  #second = 0;
  #spansRejected = 0;
  #spansDuplicate = 0;
  #refused = 0;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
    this.#second = Math.floor(now() / 1000);
  }

  count(signal: Signal, outcome: IngestOutcome): void {
    if (outcome.kind === 'failed') return;
    this.#accepted[signal] += outcome.accepted;
    if (signal !== 'traces') return;
    this.#spansRejected += outcome.rejected;
    this.#spansDuplicate += outcome.duplicates;
    this.#advance();
    this.#perSecond[this.#second % this.#perSecond.length]! += outcome.accepted;
  }

  /** A request was answered 4xx or 5xx (or the gRPC code that stands for it). */
  refuse(status: number, reason: string): void {
    this.#refused++;
    // Under attack or overload the same refusal repeats; the list is for reading.
    const last = this.#refusals.at(-1);
    if (last !== undefined && last.status === status && last.reason === reason) {
      last.atMs = this.#now();
      return;
    }
    this.#refusals.push({ atMs: this.#now(), status, reason });
    if (this.#refusals.length > KEPT_REFUSALS) this.#refusals.shift();
  }

  snapshot(): IngestCounters {
    this.#advance();
    let sum = 0;
    for (let back = 1; back <= RATE_SECONDS; back++) {
      sum +=
        this.#perSecond[(this.#second - back + this.#perSecond.length) % this.#perSecond.length]!;
    }
    return {
      spansPerSecond: sum / RATE_SECONDS,
      spansAccepted: this.#accepted.traces,
      spansRejected: this.#spansRejected,
      spansDuplicate: this.#spansDuplicate,
      logsAccepted: this.#accepted.logs,
      metricPointsAccepted: this.#accepted.metrics,
      requestsRefused: this.#refused,
      recentRefusals: this.#refusals
        .map(({ atMs, status, reason }) => ({ at: new Date(atMs).toISOString(), status, reason }))
        .reverse(),
    };
  }

  /** Empties the seconds that have passed since the last look. */
  #advance(): void {
    const second = Math.floor(this.#now() / 1000);
    const { length } = this.#perSecond;
    const passed = Math.min(length, Math.max(0, second - this.#second));
    for (let step = 1; step <= passed; step++) {
      this.#perSecond[(this.#second + step) % length] = 0;
    }
    if (second > this.#second) this.#second = second;
    else if (second < this.#second - length) this.#second = second;
  }
}
