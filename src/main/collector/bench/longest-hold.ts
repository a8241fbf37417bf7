/** How long this thread was busy at a stretch. */
export interface Hold {
  /** The longest stretch so far, ms of processor time. */
  readonly ms: number;
  reset(): void;
  stop(): void;
}

/** How often the thread is looked at, ms. */
const LOOK_MS = 2;

/** Watches the thread that calls it, by its processor time: waiting for a core that others use is no stretch of work. */
export function longestHold(): Hold {
  let longest = 0;
  let last = busyMs();
  const timer = setInterval(() => {
    const now = busyMs();
    longest = Math.max(longest, now - last);
    last = now;
  }, LOOK_MS);
  return {
    get ms() {
      return longest;
    },
    reset() {
      longest = 0;
      last = busyMs();
    },
    stop: () => clearInterval(timer),
  };
}

function busyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
