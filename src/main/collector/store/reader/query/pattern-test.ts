import { RE2JS } from 're2js';
import { AppError } from '../../../../../shared/errors.ts';
import { searchMs, TRIED_FROM } from '../../../search-ms.ts';
import { threadMs } from '../../../thread-ms.ts';

/** Verdicts remembered of one pattern, of texts short enough to repeat. */
const MAX_KNOWN = 4096;
const MAX_REMEMBERED = 256;

/** Longest search of one text, ms: nothing else of the thread has its turn meanwhile. */
const MAX_SEARCH_MS = 2_000;
/** Once it took so long in all, a pattern may not take longer than this for each character; ms. */
const TIMED_FROM_MS = 3_000;
const MAX_CHARACTER_MS = 0.002;
/** States times characters from which on a search is timed. */
const TIMED_FROM = 100_000;

/**
 * Whether a part of a text matches an RE2 pattern: linear time, whatever the pattern. How long a character takes depends
 * on it, though: of nested repetitions a thousand times as long as of others.
 *
 * @throws AppError `invalid` where the pattern cannot be read; the test throws it where it takes too long
 */
export function patternTest(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern);
  const states = compiled.programSize();
  let [spentMs, characters] = [0, 0];
  const finds = (text: string): boolean => {
    const steps = states * text.length;
    if (steps < TIMED_FROM) return compiled.matcher(text).find();
    if (steps > TRIED_FROM && searchMs(compiled, text) > MAX_SEARCH_MS) throw tooSlow(pattern);
    const start = threadMs();
    const isFound = compiled.matcher(text).find();
    spentMs += threadMs() - start;
    characters += text.length;
    if (spentMs > TIMED_FROM_MS && spentMs > characters * MAX_CHARACTER_MS) throw tooSlow(pattern);
    return isFound;
  };
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length > MAX_REMEMBERED) return finds(text);
    let verdict = known.get(text);
    if (verdict === undefined) {
      if (known.size === MAX_KNOWN) known.clear();
      verdict = finds(text);
      known.set(text, verdict);
    }
    return verdict;
  };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'invalid',
      `The filter has a pattern that cannot be read, "${pattern.slice(0, 100)}": ${reason.slice(0, 200)}.`,
      { cause: error },
    );
  }
}

const tooSlow = (pattern: string): AppError =>
  new AppError(
    'invalid',
    `The filter has a pattern that takes too long on what is stored, "${pattern.slice(0, 100)}": repetitions such as {1,500} multiply.`,
  );
