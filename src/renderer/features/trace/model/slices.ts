/** Longest stretch of work before the window gets its turn, ms: less than a frame. */
const SLICE_MS = 8;

/** Spans worked on between two places where work may be interrupted: about a millisecond. */
export const STRIDE = 16_384;

/** Does all steps at once. */
export function finish<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Does steps a slice at a time, so that the window stays alive; what fits into one slice is done at once. */
export async function inSlices<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) return step.value;
    await nextTask();
    signal.throwIfAborted();
  }
}

/** The next turn of the event loop, without the pause that timers in a row are given. */
async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port1.start();
    port2.postMessage(null);
  });
  port1.close();
}
