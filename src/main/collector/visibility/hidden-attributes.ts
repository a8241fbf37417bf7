import type { ViewerId, VisibilityRule } from '../../../shared/contract/visibility.ts';
import type { AttributeScope, HideKind, MatchKind } from '../../../shared/visibility.ts';
import type { ViewerIds } from './viewer-ids.ts';

/** What becomes of a covered attribute: hidden, or shown to a viewer who may see it, which is written down. */
export type Verdict = HideKind | 'seen';

/** A rule as it is for one viewer. */
export interface ViewerRule {
  readonly pattern: string;
  readonly match: MatchKind;
  readonly scopes: readonly AttributeScope[];
  readonly verdict: Verdict;
}

/** What rules mean for one viewer; can be sent to another thread. */
export interface HiddenAttributes {
  readonly rules: readonly ViewerRule[];
}

/**
 * What the rules of a project mean for a viewer; null where there are none, and reading costs nothing more.
 *
 * A rule hides from everybody but those it names; of several rules about one attribute any that hides wins, and one
 * that hides the key wins over one that hides the value (see `judge.ts`). Who owns the data folder sees everything.
 */
export function hiddenFrom(
  rules: readonly VisibilityRule[],
  viewer: ViewerIds,
): HiddenAttributes | null {
  if (rules.length === 0) return null;
  const sees = (ids: readonly ViewerId[]): boolean =>
    viewer === 'owner' || viewer.some((id) => ids.includes(id));
  return {
    rules: rules.map(({ pattern, match, scopes, hide, visibleTo }) => ({
      pattern,
      match,
      scopes,
      verdict: sees(visibleTo) ? 'seen' : hide,
    })),
  };
}

/** Whether anything at all may be hidden by it. */
export function hidesAnything(hidden: HiddenAttributes | null): hidden is HiddenAttributes {
  return hidden !== null && hidden.rules.some(({ verdict }) => verdict !== 'seen');
}
