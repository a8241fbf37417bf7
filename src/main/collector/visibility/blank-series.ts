import type {
  AgentMap,
  AnalyticsSeries,
  GroupOrder,
  Measures,
  SeriesInput,
} from '../../../shared/contract/analytics.ts';
import type { GroupField } from '../../../shared/contract/group-fields.ts';
import { readSplitKey } from '../../../shared/query/group-key.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { FieldView } from './derived-fields.ts';
import type { Judge } from './judge.ts';
import { isSeen, refuseByAttribute, refuseFields } from './refuse-hidden.ts';

type Hidden = ReadonlySet<DerivedField>;

/** The columns each order of groups is made of. */
const ORDERED: Readonly<Record<GroupOrder, readonly DerivedField[]>> = {
  count: [],
  errors: ['status', 'errorCount'],
  tokens: ['inputTokens', 'outputTokens'],
  cost: ['costUsd'],
};

/** The name of a span is no attribute: it is never hidden. */
const SPLIT: Readonly<Record<GroupField, readonly DerivedField[]>> = {
  service: ['service'],
  environment: ['environment'],
  release: ['release'],
  provider: ['provider'],
  model: ['model'],
  operation: ['operation'],
  name: [],
  session: ['session'],
  user: ['user'],
};

/** @throws AppError `forbidden` for a split or an order that would tell hidden values */
export function refuseSeries(
  { counted, groupBy, orderBy }: Pick<SeriesInput, 'counted' | 'groupBy' | 'orderBy'>,
  fields: FieldView,
  judge: Judge,
): void {
  // Which spans are calls follows from the attributes behind their operation.
  if (counted === 'calls') refuseFields('count model calls', ['operation'], fields);
  const key = groupBy === undefined ? undefined : readSplitKey(groupBy);
  if (key?.kind === 'field') refuseFields(`split by "${key.field}"`, SPLIT[key.field], fields);
  if (key?.kind === 'attribute') refuseByAttribute(key.key, fields, judge);
  refuseFields(`order groups by "${orderBy}"`, ORDERED[orderBy], fields);
}

/** The attribute whose values are given out, where a rule hides it from others. */
export function seenSplit(groupBy: string | undefined, judge: Judge): readonly string[] {
  const key = groupBy === undefined ? undefined : readSplitKey(groupBy);
  return key?.kind === 'attribute' && isSeen(key.key, judge) ? [key.key] : [];
}

/** Series without the numbers made of hidden columns. */
export function blankSeries(
  series: Omit<AnalyticsSeries, 'hiddenFields'>,
  hidden: Hidden,
): AnalyticsSeries {
  if (hidden.size === 0) return series;
  const line = <T extends AnalyticsSeries['all']>(group: T): T => ({
    ...group,
    total: blankMeasures(group.total, hidden),
    steps: group.steps.map((step) => blankMeasures(step, hidden)),
  });
  return {
    ...series,
    all: line(series.all),
    groups: series.groups.map(line),
    ...(series.before && {
      before: {
        ...series.before,
        all: line(series.before.all),
        groups: series.before.groups.map(line),
      },
    }),
    hiddenFields: [...hidden],
  };
}

/** A map of agents without tokens, where these are hidden. */
export function blankAgents(map: AgentMap, hidden: Hidden): AgentMap {
  if (hidden.size === 0) return map;
  const shown = { ...map, hiddenFields: [...hidden] };
  if (!hidden.has('inputTokens') && !hidden.has('outputTokens')) return shown;
  return {
    ...shown,
    nodes: map.nodes.map((node) => ({ ...node, tokens: 0 })),
    calls: map.calls.map((edge) => ({ ...edge, tokens: 0 })),
  };
}

function blankMeasures(measures: Measures, hidden: Hidden): Measures {
  const shown = { ...measures };
  if (hidden.has('status') || hidden.has('errorCount')) shown.errors = 0;
  for (const field of ['inputTokens', 'outputTokens', 'cachedTokens', 'reasoningTokens'] as const) {
    if (hidden.has(field)) shown[field] = 0;
  }
  if (hidden.has('costUsd')) shown.costUsd = null;
  return shown;
}
