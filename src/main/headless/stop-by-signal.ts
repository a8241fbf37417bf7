import type { Output } from './output.ts';

/** Signals that end a command from outside, and the exit codes they stand for. */
export const ENDINGS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs what cleans up after itself when it is told to stop, so that Ctrl+C leaves nothing behind. A second signal ends the
 * command at once.
 *
 * @param output told at once that it was heard: to end may take a moment
 * @param run fails once its signal is aborted
 * @returns undefined when it was stopped: the exit code says so
 */
export async function stoppable<T>(
  output: Output,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  let code = 0;
  const end = (signal: keyof typeof ENDINGS): void => {
    code = ENDINGS[signal];
    output.note('Stopping. Once more ends it at once.');
    stop.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    return await run(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = code;
    return undefined;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}
