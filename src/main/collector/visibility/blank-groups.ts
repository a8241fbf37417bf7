import type {
  TraceGroup,
  TraceGroupOrder,
  TraceGroups,
  TraceGroupsInput,
} from '../../../shared/contract/trace-groups.ts';
import { TRACE_FIELDS } from '../../../shared/query/fields.ts';
import { readGroupKey } from '../../../shared/query/group-key.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { FieldView } from './derived-fields.ts';
import type { Judge } from './judge.ts';
import { isSeen, refuseByAttribute, refuseFields } from './refuse-hidden.ts';

/** The columns each order of groups is made of. */
const ORDERED: Readonly<Record<TraceGroupOrder, readonly DerivedField[]>> = {
  count: [],
  errors: ['status', 'errorCount'],
  p95: [],
  tokens: ['inputTokens', 'outputTokens'],
  cost: ['costUsd'],
  last: [],
};

/** @throws AppError `forbidden` for groups or an order that would tell hidden values */
export function refuseGroups(
  { by, orderBy }: Pick<TraceGroupsInput, 'by' | 'orderBy'>,
  fields: FieldView,
  judge: Judge,
): void {
  const key = readGroupKey(by);
  if (key.kind === 'field') {
    refuseFields(`group by "${key.field}"`, TRACE_FIELDS[key.field].reads, fields);
  } else {
    refuseByAttribute(key.key, fields, judge);
  }
  refuseFields(`order groups by "${orderBy}"`, ORDERED[orderBy], fields);
}

/** The attribute whose values are given out, where a rule hides it from others. */
export function seenGroups(by: string, judge: Judge): readonly string[] {
  const key = readGroupKey(by);
  return key.kind === 'attribute' && isSeen(key.key, judge) ? [key.key] : [];
}

/** Groups without the numbers made of hidden columns. */
export function blankGroups(
  found: Omit<TraceGroups, 'hiddenFields'>,
  hidden: ReadonlySet<DerivedField>,
): TraceGroups {
  if (hidden.size === 0) return found;
  const shown = (group: TraceGroup): TraceGroup => ({
    ...group,
    ...((hidden.has('status') || hidden.has('errorCount')) && { errors: 0 }),
    ...((hidden.has('inputTokens') || hidden.has('outputTokens')) && { tokens: 0 }),
    ...(hidden.has('costUsd') && { costUsd: null }),
  });
  return { ...found, groups: found.groups.map(shown), hiddenFields: [...hidden] };
}
