import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from './output.ts';

/** How often it is asked how far something is, ms. */
const ASK_EVERY_MS = 300;
/** Progress is told again after so many parts of a hundred. */
const TELL_EVERY_PERCENT = 10;

/** How far something is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is done, where one thing comes after the other. */
  readonly what?: string | undefined;
}

/** Says how far something is until it ends. */
export async function tellProgress<T>(
  output: Output,
  work: Promise<T>,
  ask: () => Promise<Progress | undefined>,
): Promise<T> {
  const ended = new AbortController();
  const result = work.finally(() => ended.abort());
  const telling = async (): Promise<void> => {
    let before = '';
    for (let told = 0; ;) {
      await sleep(ASK_EVERY_MS, undefined, { signal: ended.signal });
      const { done, total, what = '' } = (await ask()) ?? { done: 0, total: 0 };
      if (what !== before) told = 0;
      before = what;
      const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
      if (percent < told + TELL_EVERY_PERCENT) continue;
      told = percent;
      output.note(`${what}${percent} %`);
    }
  };
  // Who cannot be told how far it is is told how it ends.
  const told = telling().catch(() => {});
  try {
    return await result;
  } finally {
    await told;
  }
}
