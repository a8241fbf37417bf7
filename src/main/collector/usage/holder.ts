import type { Quota } from './limits.ts';
import { TokenBucket } from './token-bucket.ts';

/** How far a limit is used up: `near` from 80 %, `reached` from 100 %. */
export type LimitLevel = 'ok' | 'near' | 'reached';

export const RANK: Readonly<Record<LimitLevel, number>> = { ok: 0, near: 1, reached: 2 };

const NEAR = 0.8;

export function levelOf(used: number, limit: number): LimitLevel {
  if (used >= limit) return 'reached';
  return used >= limit * NEAR ? 'near' : 'ok';
}

const NOTHING_SAID: Readonly<Record<Quota, LimitLevel>> = {
  spansPerDay: 'ok',
  bytes: 'ok',
  requestsPerSecond: 'ok',
};

/** What is counted of a project, or of one of its senders (a line of keys counts as one), while requests come in. */
export class Holder {
  /** UTC day that the counts are of. */
  day = Number.NaN;
  /** Stored on that day. */
  spans = 0;
  /** Requests refused for being too many a second, on that day and since the start. */
  tooFast = 0;
  /** Spans that requests on their way are expected to bring. */
  reserved = 0;
  readonly bucket = new TokenBucket();
  /** What was said of each limit on that day. */
  readonly said: Record<Quota, LimitLevel> = { ...NOTHING_SAID };

  /** Goes on with another day, on which so many spans are stored already. */
  turn(day: number, spans: number): void {
    this.day = day;
    this.spans = spans;
    this.tooFast = 0;
    this.forget();
  }

  /** New limits hold at once, with all of the first second to spend. */
  limitsChanged(): void {
    this.forget();
    this.bucket.refill();
  }

  /** Whatever was said of the limits may be said again. */
  forget(): void {
    Object.assign(this.said, NOTHING_SAID);
  }
}
