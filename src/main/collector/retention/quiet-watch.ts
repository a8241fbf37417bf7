import type { StoreActivity } from '../store/types.ts';

/** Quiet after the last read, ms. */
const AFTER_READ_MS = 1000;
/** Time over which what is stored is added up, ms. */
const WINDOW_MS = 3000;
/** Compressed bytes in that time that are no load yet: some agents that are always at work. */
const WINDOW_BYTES = 256 * 1024;

/** Tells from samples of its activity whether anybody needs the store. */
export class QuietWatch {
  readonly #activity: () => StoreActivity;
  readonly #elapsedMs: () => number;
  #last: StoreActivity;
  #readMs: number;
  #appends: { readonly ms: number; readonly bytes: number }[] = [];

  /** @param elapsedMs time that passed by a clock nobody can set */
  constructor(activity: () => StoreActivity, elapsedMs: () => number = () => performance.now()) {
    this.#activity = activity;
    this.#elapsedMs = elapsedMs;
    this.#last = activity();
    this.#readMs = elapsedMs();
  }

  /** Whether anything is under way, or came since the last look. */
  isDisturbed(): boolean {
    const before = this.#last;
    const now = this.#look();
    return now.pending > 0 || now.reads > before.reads || now.appendedBytes > before.appendedBytes;
  }

  /** Whether nothing is under way, and little came in the last seconds. */
  isQuiet(): boolean {
    const { pending } = this.#look();
    const bytes = this.#appends.reduce((sum, each) => sum + each.bytes, 0);
    const isRead = this.#elapsedMs() - this.#readMs < AFTER_READ_MS;
    return pending === 0 && !isRead && bytes < WINDOW_BYTES;
  }

  #look(): StoreActivity {
    const ms = this.#elapsedMs();
    const now = this.#activity();
    if (now.reads > this.#last.reads) this.#readMs = ms;
    const bytes = now.appendedBytes - this.#last.appendedBytes;
    this.#appends = this.#appends.filter((each) => ms - each.ms < WINDOW_MS);
    if (bytes > 0) this.#appends.push({ ms, bytes });
    this.#last = now;
    return now;
  }
}
