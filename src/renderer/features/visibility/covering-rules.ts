import type { ViewerId, VisibilityRule } from '../../../shared/contract/visibility.ts';

/** Whether a rule's pattern is about a key; `*` stands for any characters and `?` for one. */
export function isAbout(rule: Pick<VisibilityRule, 'match' | 'pattern'>, key: string): boolean {
  switch (rule.match) {
    case 'exact':
      return key === rule.pattern;
    case 'prefix':
      return key.startsWith(rule.pattern);
    case 'glob':
      return matchesGlob([...rule.pattern], [...key]);
  }
}

/**
 * Rules that hide a key from a viewer, to be named where it is hidden. What is hidden is decided by the collector;
 * this only explains it, and knows nothing of where the attribute sits.
 */
export function rulesHiding<R extends Pick<VisibilityRule, 'match' | 'pattern' | 'visibleTo'>>(
  rules: readonly R[],
  key: string,
  viewerId: ViewerId,
): R[] {
  return rules.filter((rule) => !rule.visibleTo.includes(viewerId) && isAbout(rule, key));
}

/** Goes back to the last star only, so its time is the product of both lengths at most. */
function matchesGlob(pattern: readonly string[], text: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let from = 0;
  for (let i = 0; i < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at;
      from = i;
      at += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[i])) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      from += 1;
      i = from;
      at = star + 1;
    } else return false;
  }
  return pattern.slice(at).every((rest) => rest === '*');
}
