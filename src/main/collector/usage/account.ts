import type { UsageDelta } from './counts.ts';
import { Holder } from './holder.ts';
import type { KeyLines } from './key-lines.ts';
import { RecentCalls } from './recent-calls.ts';

/** Guesses until a project has sent something: spans and stored bytes per byte of a body. */
const FIRST_SPANS_PER_BYTE = 1 / 64;
const FIRST_STORED_PER_BYTE = 1;
/** How fast a rate falls towards the newest request. It rises at once: to expect too much only costs a second. */
const WEIGHT = 0.2;

/** A quantity per byte of a body, learned from what came. */
class Rate {
  #rate: number;
  #isGuess = true;

  constructor(guess: number) {
    this.#rate = guess;
  }

  expected(bytes: number): number {
    return Math.ceil(bytes * this.#rate);
  }

  learn(bytes: number, amount: number): void {
    const seen = amount / bytes;
    if (this.#isGuess || seen > this.#rate) this.#rate = seen;
    else this.#rate += (seen - this.#rate) * WEIGHT;
    this.#isGuess = false;
  }
}

/** What is known of a project while requests come in. */
export class ProjectAccount {
  readonly id: string;
  readonly holder = new Holder();
  readonly senders = new Map<string, SenderAccount>();
  readonly calls = new RecentCalls();
  /** On disk when it was last looked at, and stored since. */
  bytes = 0;
  reservedBytes = 0;
  readonly #spans = new Rate(FIRST_SPANS_PER_BYTE);
  readonly #stored = new Rate(FIRST_STORED_PER_BYTE);
  /** What limits of senders count, by the first of each line of keys. */
  readonly #holders = new Map<string, Holder>();
  readonly #lines: KeyLines;

  constructor(id: string, lines: KeyLines) {
    this.id = id;
    this.#lines = lines;
  }

  sender(source: string): SenderAccount {
    let sender = this.senders.get(source);
    if (sender === undefined) {
      sender = { project: this, source, holder: this.#holder(source), delta: undefined };
      this.senders.set(source, sender);
    }
    return sender;
  }

  #holder(source: string): Holder {
    const first = this.#lines.firstOf(source);
    let holder = this.#holders.get(first);
    if (holder === undefined) this.#holders.set(first, (holder = new Holder()));
    return holder;
  }

  expectedSpans(bytes: number): number {
    return this.#spans.expected(bytes);
  }

  expectedStored(bytes: number): number {
    return this.#stored.expected(bytes);
  }

  /** Learns from a request what the next ones may bring. */
  learn(bytes: number, spans: number | undefined, stored: number): void {
    if (bytes === 0) return;
    if (spans !== undefined) this.#spans.learn(bytes, spans);
    this.#stored.learn(bytes, stored);
  }
}

/** What is known of one sender of a project: a key, keyless data, or imports. */
export interface SenderAccount {
  readonly project: ProjectAccount;
  /** A key's id, `keyless` or `import`. */
  readonly source: string;
  /** Shared by keys that took the place of each other. */
  readonly holder: Holder;
  /** Counts of the holder's day that are not written down yet; undefined: none. */
  delta: UsageDelta | undefined;
}
