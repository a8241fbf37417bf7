import type { HiddenAttributes, ViewerRule } from './hidden-attributes.ts';
import { keyTest } from './key-pattern.ts';
import { carriesMessage } from './message-keys.ts';

/** Keys as counts know them are cut here; what is longer may be anything that begins so. */
const MAX_COUNTED_KEY = 128;

/**
 * Whether a rule may hide what counts know by a key: an attribute of any place, or what is nested in one, named by
 * keys joined with dots and without the numbers of list elements.
 *
 * Counts do not tell where something was, so in doubt it is hidden: what one may see is never more than in the record.
 */
export function mayHideKey({ rules }: HiddenAttributes, key: string): boolean {
  const hiding = rules.filter(({ verdict }) => verdict !== 'seen');
  if (hiding.length === 0) return false;
  if (key === '*' || key.length >= MAX_COUNTED_KEY) return true;
  const covering = coveringKeys(key);
  const mayBeMessage =
    carriesMessage(key, true) || covering.some((name) => carriesMessage(name, false));
  return hiding.some((rule) => {
    if (!mayBeMessage && rule.scopes.every((scope) => scope === 'message')) return false;
    return patternsOf(rule).some((pattern) => covering.some(keyTest(rule.match, pattern)));
  });
}

/** The key and all it may be nested in: a rule that covers an attribute covers what is in it. */
function coveringKeys(key: string): string[] {
  const keys = [key];
  for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
    keys.push(key.slice(0, dot));
  }
  return keys;
}

/** A pattern as it is, and without parts that stand for elements of lists, which counts leave out. */
function patternsOf({ pattern }: ViewerRule): string[] {
  const bare = pattern.replaceAll(/\.(?:\d+|\*)(?=\.|$)/g, '');
  return bare === pattern ? [pattern] : [pattern, bare];
}
