import type { Hit } from './pii-type.ts';
import { DEFAULT_REPLACEMENT, FAILED_MARKER, type ActivePolicy } from './policy.ts';
import { replaceValue } from './replace.ts';

/** Ends of a pseudonym, see `replace.ts`. */
const PSEUDONYM_END = /^[a-z]{12}\]/;
const PSEUDONYM_LENGTH = 13;
const NO_KEY = Buffer.alloc(0);

/** Tells whether a hit lies within what was put in place of something before. */
export type TokenCheck = (text: string, hit: Pick<Hit, 'start' | 'end'>) => boolean;

/**
 * A rule of the user's may find the name of a type in a token, as the word `email` in `[EMAIL]`: text that passes
 * through twice must come out the same.
 */
export function tokenCheck({ types, rules }: Pick<ActivePolicy, 'types' | 'rules'>): TokenCheck {
  const whole = new Set([FAILED_MARKER]);
  const beginnings = new Set<string>();
  const all = [
    ...Object.entries(types),
    ...rules.map((rule) => [rule.type, rule.replacement] as const),
  ];
  for (const [type, replacement = DEFAULT_REPLACEMENT] of all) {
    if (replacement.kind === 'pseudonym') beginnings.add(`[${type}:`);
    else if (replacement.kind === 'text') whole.add(replaceValue('', type, replacement, NO_KEY));
  }
  whole.delete('');
  return (text, { start, end }) => {
    // Never more of the text than a token is long: it may have a hit in every word.
    const around = (length: number): string =>
      text.slice(Math.max(0, end - length), start + length);
    for (const token of whole) if (around(token.length).includes(token)) return true;
    for (const beginning of beginnings) {
      const near = around(beginning.length + PSEUDONYM_LENGTH);
      const at = near.indexOf(beginning);
      if (at >= 0 && PSEUDONYM_END.test(near.slice(at + beginning.length))) return true;
    }
    return false;
  };
}
