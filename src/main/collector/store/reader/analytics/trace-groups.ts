import type {
  TraceGroup,
  TraceGroupField,
  TraceGroupOrder,
  TraceGroups,
} from '../../../../../shared/contract/trace-groups.ts';
import type { TraceFilter } from '../../../../../shared/contract/traces.ts';
import { groupCondition, readGroupKey } from '../../../../../shared/query/group-key.ts';
import type { TraceValues } from '../query/trace-values.ts';
import { selectRows } from '../row-selection.ts';
import type { TraceIndex } from '../trace-index.ts';
import { FactsSource } from './facts-source.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';
import { traceUsage } from './trace-usage.ts';

/** Groups that are put in order by what is only known once they are summed up. */
const MAX_SUMMED = 10_000;
const STATUSES = ['ok', 'error'];

export interface GroupQuery {
  readonly projectId: string;
  readonly filter: TraceFilter;
  readonly by: string;
  readonly orderBy: TraceGroupOrder;
  readonly limit: number;
}

/** The groups each row is in. */
interface Grouping {
  /** One more than the greatest number of a group. */
  readonly size: number;
  readonly textOf: (group: number) => string | null;
  /** Tells each group of a row. */
  readonly each: (row: number, tell: (group: number) => void) => void;
}

/**
 * Traces that pass a filter by a value they have in common, the greatest groups first.
 *
 * @param only rows that pass the query and the attributes, where these look at spans
 * @param values of the attribute, where one makes the groups
 */
export function traceGroups(
  index: TraceIndex,
  { filter, by, orderBy, limit }: GroupQuery,
  only?: Uint32Array,
  values?: TraceValues,
): Omit<TraceGroups, 'hiddenFields'> {
  const key = readGroupKey(by);
  const selection = selectRows(index, filter, only);
  const grouping = key.kind === 'field' ? ofField(index, key.field) : ofAttribute(index, values!);
  const { columns } = index;
  const facts = new SeriesFacts();
  const last = new Float64Array(grouping.size);
  for (let i = 0; i < selection.count; i++) {
    const row = selection.rows[i]!;
    const start = columns.startUs[row]!;
    grouping.each(row, (group) => {
      const entry = facts.add(0, group, columns.endUs[row]! - start, columns.errors[row]! > 0);
      const usage = traceUsage(columns, row);
      if (usage !== undefined) facts.addUsage(entry, usage);
      if (start > last[group]!) last[group] = start;
    });
  }
  const isKnown = orderBy !== 'p95' && orderBy !== 'last';
  const sums = sumSeries([new FactsSource(facts, 1)], {
    steps: 1,
    groups: grouping.size,
    // Numbers instead of texts: they are looked up only of groups that are given back.
    textOf: String,
    orderOf: (group) => grouping.textOf(group) ?? '',
    groupOf: Number,
    orderBy: isKnown ? orderBy : 'count',
    limit: isKnown ? limit : MAX_SUMMED,
  });
  const groups = sums.groups.map(({ value: number, total }): TraceGroup => {
    const value = grouping.textOf(Number(number));
    return {
      value,
      condition: groupCondition(key, value),
      count: total.count,
      errors: total.errors,
      p50DurationUs: total.p50DurationUs,
      p95DurationUs: total.p95DurationUs,
      tokens: total.inputTokens + total.outputTokens,
      costUsd: total.costUsd,
      lastUs: last[Number(number)]!,
    };
  });
  if (orderBy === 'p95') groups.sort((a, b) => b.p95DurationUs - a.p95DurationUs);
  if (orderBy === 'last') groups.sort((a, b) => b.lastUs - a.lastUs);
  return {
    groups: groups.slice(0, limit),
    moreGroups: sums.moreGroups + Math.max(0, groups.length - limit),
    truncated: values?.truncated ?? false,
  };
}

function ofField(index: TraceIndex, field: TraceGroupField): Grouping {
  const { columns, strings, serviceSets, modelSets } = index;
  if (field === 'status') {
    return {
      size: STATUSES.length,
      textOf: (group) => STATUSES[group]!,
      each: (row, tell) => tell(Math.min(columns.errors[row]!, 1)),
    };
  }
  // '' is string 0: no value.
  const textOf = (group: number): string | null => strings.text(group) || null;
  const size = strings.size;
  if (field === 'service' || field === 'model') {
    const [column, sets] =
      field === 'service' ? [columns.services, serviceSets] : [columns.models, modelSets];
    return {
      size,
      textOf,
      each: (row, tell) => {
        const members = sets.of(column[row]!);
        if (members.length === 0) tell(0);
        for (const member of members) tell(member);
      },
    };
  }
  const column = columns[field];
  return { size, textOf, each: (row, tell) => tell(column[row]!) };
}

function ofAttribute(index: TraceIndex, { texts, ids, values }: TraceValues): Grouping {
  // Values of each row side by side, as they come in any order.
  const starts = new Uint32Array(index.count + 1);
  const rowOf = Int32Array.from(values, (_, i) => index.rowOfBytes(ids, i * 16));
  for (const row of rowOf) if (row >= 0) starts[row + 1]!++;
  for (let row = 0; row < index.count; row++) starts[row + 1]! += starts[row]!;
  const ends = starts.slice();
  const ofRows = new Uint32Array(starts[index.count]!);
  for (const [i, row] of rowOf.entries()) {
    if (row >= 0) ofRows[ends[row]!++] = values[i]!;
  }
  const none = texts.length;
  return {
    size: texts.length + 1,
    textOf: (group) => (group === none ? null : texts[group]!),
    each: (row, tell) => {
      if (starts[row] === starts[row + 1]) tell(none);
      for (let at = starts[row]!; at < starts[row + 1]!; at++) tell(ofRows[at]!);
    },
  };
}
