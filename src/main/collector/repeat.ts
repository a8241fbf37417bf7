/**
 * Runs a chore every `everyMs` milliseconds, without keeping the process alive for it.
 *
 * @param firstAfterMs when the first time is, ms; 0: now
 * @returns how to stop; resolves when what is running has ended
 */
export function repeat(
  everyMs: number,
  run: () => Promise<unknown>,
  onError: (error: unknown) => void,
  firstAfterMs = 0,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const begin = () => {
    running = run().catch(onError);
  };
  const beginAll = () => {
    begin();
    timer = setInterval(begin, everyMs).unref();
  };
  if (firstAfterMs === 0) beginAll();
  else timer = setTimeout(beginAll, firstAfterMs).unref();
  return async () => {
    clearTimeout(timer);
    await running;
  };
}
