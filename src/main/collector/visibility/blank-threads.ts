import type { ThreadKind, ThreadPage, ThreadSort } from '../../../shared/contract/threads.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { FieldView } from './derived-fields.ts';
import { refuseFields } from './refuse-hidden.ts';

/** The columns each order is made of. */
const SORTED: Readonly<Record<ThreadSort, readonly DerivedField[]>> = {
  last: [],
  traces: [],
  tokens: ['inputTokens', 'outputTokens'],
  cost: ['costUsd'],
  errors: ['errorCount'],
};

/**
 * Refuses to put traces together by what is hidden, or to order by it: both would tell it.
 *
 * @throws AppError `forbidden`
 */
export function refuseThreads(kind: ThreadKind, sort: ThreadSort, fields: FieldView): void {
  refuseFields(`list by "${kind}"`, [kind], fields);
  refuseFields(`sort by "${sort}"`, SORTED[sort], fields);
}

/** A page without its hidden columns; `hiddenFields` says which. */
export function blankThreads(
  page: ThreadPage,
  kind: ThreadKind,
  hidden: ReadonlySet<DerivedField>,
): ThreadPage {
  if (hidden.size === 0) return page;
  const isOtherHidden = hidden.has(kind === 'session' ? 'user' : 'session');
  const areTokensHidden = SORTED.tokens.some((field) => hidden.has(field));
  return {
    ...page,
    threads: page.threads.map((thread) => ({
      ...thread,
      errors: hidden.has('errorCount') ? 0 : thread.errors,
      tokens: areTokensHidden ? 0 : thread.tokens,
      costUsd: hidden.has('costUsd') ? null : thread.costUsd,
      others: isOtherHidden ? [] : thread.others,
      otherCount: isOtherHidden ? 0 : thread.otherCount,
    })),
    hiddenFields: [...hidden],
  };
}
