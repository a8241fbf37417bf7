import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import type { CallContext } from './context.ts';

/** How long an answer is given again, ms. */
const KEPT_MS = 10 * 60_000;
/** Answers kept at once; the oldest make room. */
const MAX_KEPT = 1000;

/** Calls that are made once for one `Idempotency-Key`. */
export const IDEMPOTENT_CALLS = ['projects.create', 'keys.create'] as const;

interface Creation {
  readonly input: string;
  readonly answer: Promise<unknown>;
  readonly atMs: number;
}

/**
 * What was created with an `Idempotency-Key`, so that a request whose answer was lost can be sent again.
 *
 * In memory only: answers hold secrets of keys. After a restart, or ten minutes, the same request creates anew.
 */
export class RecentCreations {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Creation>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Creates once for the same caller, call and key; without a key each time.
   *
   * @param input what is created, compared as JSON
   * @throws AppError `conflict` when the key was used with another input
   */
  run<T>(
    context: CallContext,
    call: (typeof IDEMPOTENT_CALLS)[number],
    input: unknown,
    create: () => Promise<T>,
  ): Promise<T> {
    const { idempotencyKey } = context;
    if (idempotencyKey === undefined) return create();
    const name = JSON.stringify([callerOf(context), call, idempotencyKey]);
    const text = JSON.stringify(input);
    this.#forgetOld();
    const known = this.#kept.get(name);
    if (known !== undefined) {
      if (known.input === text) return known.answer as Promise<T>;
      throw new AppError(
        'conflict',
        'This Idempotency-Key was used with another request. Use a new one for each thing to create.',
      );
    }
    const answer = create();
    this.#kept.set(name, { input: text, answer, atMs: this.#clock.now() });
    // What failed created nothing: it may be tried again.
    answer.catch(() => this.#kept.delete(name));
    return answer;
  }

  #forgetOld(): void {
    const since = this.#clock.now() - KEPT_MS;
    for (const [name, { atMs }] of this.#kept) {
      if (atMs >= since && this.#kept.size < MAX_KEPT) return;
      this.#kept.delete(name);
    }
  }
}

function callerOf({ principal }: CallContext): string {
  if (principal.kind === 'key') return principal.keyId;
  return principal.kind === 'person' ? principal.personId : principal.kind;
}
