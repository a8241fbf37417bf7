import { describeBug } from './describe-bug.ts';
import type { Log } from './log.ts';

/**
 * A chore for `repeat` whose failures are logged: the first of a row of them, and that it works again. On a full disk
 * each turn fails, and a stack every few seconds would fill it further.
 *
 * @param chore names it, such as `keys.flush`: `keys.flush-failed`, then `keys.flush-works-again`
 */
export function tellOnce(
  log: Log,
  chore: string,
  run: () => Promise<unknown>,
): readonly [run: () => Promise<void>, onError: (error: unknown) => void] {
  let isFailing = false;
  return [
    async () => {
      await run();
      if (isFailing) log.info(`${chore}-works-again`);
      isFailing = false;
    },
    (error) => {
      if (!isFailing) log.error(`${chore}-failed`, describeBug(error));
      isFailing = true;
    },
  ];
}
