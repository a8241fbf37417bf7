/** What a model call added to the usage of a day. */
export interface CountedCall {
  readonly day: number;
  readonly source: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

/** Calls of each of the two generations; together they bound the memory of one project. */
const GENERATION = 8_192;

/**
 * The latest model calls of a project, so that a call and the span around it count once though they come in
 * different requests.
 *
 * Spans are named by 53 bits of their trace and span ids. A call that is the parent of a span with usage is a
 * wrapper, whichever of the two comes first. Beyond the last ten thousand or so a wrapper is no longer recognized.
 */
export class RecentCalls {
  /** Null: a span with usage has it as its parent. */
  #young = new Map<number, CountedCall | null>();
  #old = new Map<number, CountedCall | null>();

  /** Notes a parent of a span with usage; answers the call that was counted for it and is not to count any more. */
  wrapper(span: number): CountedCall | undefined {
    const known = this.#get(span);
    this.#set(span, null);
    return known ?? undefined;
  }

  /** Whether a call counts; `counted` is remembered if it does. */
  call(span: number, counted: CountedCall): boolean {
    if (this.#get(span) !== undefined) return false;
    this.#set(span, counted);
    return true;
  }

  #get(span: number): CountedCall | null | undefined {
    const young = this.#young.get(span);
    return young === undefined ? this.#old.get(span) : young;
  }

  #set(span: number, value: CountedCall | null): void {
    this.#young.set(span, value);
    if (this.#young.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
