/**
 * Runs a chore now and every `everyMs` milliseconds, without keeping the process alive for it.
 *
 * @returns how to stop; resolves when what is running has ended
 */
export function repeat(
  everyMs: number,
  run: () => Promise<unknown>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const begin = () => {
    running = run().catch(onError);
  };
  begin();
  const timer = setInterval(begin, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
