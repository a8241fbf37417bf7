import { mapEventIterator } from '@orpc/client';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import type { CollectorEvents } from './events.ts';
import { toWireError } from './wire-error.ts';

/** How often a stream on which nothing comes asks again: sessions and keys also end by the clock, ms. */
const ASK_MS = 5_000;

interface Watch {
  /** @throws AppError where the caller may hear no more */
  readonly check: () => void;
  readonly events: Pick<CollectorEvents, 'onChange'>;
  readonly log: Log;
}

/**
 * A stream that asks again before it looks for an event and before it gives one, and while it waits for one at each change somebody makes: who was
 * removed meanwhile hears nothing more, and is told so at once. What ends it early is told as the failure of a call is:
 * the transports map only what fails before the first event.
 */
export function checkedStream(
  stream: AsyncIterator<unknown>,
  watch: Watch,
): AsyncIterator<unknown> {
  const { log } = watch;
  return mapEventIterator(untilRefused(stream, watch), {
    value: async (value) => value,
    error: async (error) =>
      isAbort(error)
        ? error
        : toWireError(error, (bug, id) => log.error('call_failed', { id, ...describeBug(bug) })),
  });
}

function untilRefused(
  stream: AsyncIterator<unknown>,
  { check, events }: Watch,
): AsyncIterator<unknown, unknown> {
  /** Rejects what is waited for; does nothing between two events, as each is checked when it comes. */
  let refuse: ((error: unknown) => void) | undefined;
  const ask = (): void => {
    try {
      check();
    } catch (error) {
      refuse?.(error);
    }
  };
  const stopHearing = events.onChange(ask);
  const timer = setInterval(ask, ASK_MS).unref();
  const stop = (): void => {
    clearInterval(timer);
    stopHearing();
  };
  return {
    async next() {
      try {
        // Also before: what was begun may be taken up much later.
        check();
        const result = await new Promise<IteratorResult<unknown, unknown>>((resolve, reject) => {
          refuse = reject;
          stream.next().then(resolve, reject);
        });
        if (result.done === true) stop();
        else check();
        return result;
      } catch (error) {
        stop();
        // It may be waiting for what never comes: nobody waits for its end.
        void stream.return?.().catch(() => {});
        throw error;
      }
    },
    async return() {
      stop();
      await stream.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** A window or the collector closed: the end of a stream, and no failure of it. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
