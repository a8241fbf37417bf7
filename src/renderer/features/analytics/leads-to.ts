import type { AgentNode, CountedUnit } from '../../../shared/contract/analytics.ts';
import type { GroupField } from '../../../shared/contract/group-fields.ts';
import { nodeText } from '../../../shared/genai-nodes.ts';
import { attributeKey, readSplitKey } from '../../../shared/query/group-key.ts';
import { quote } from '../../../shared/query/tokenize.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { problemOf, withCondition } from '../traces/query-text.ts';

/** From and to, microseconds; `toUs` itself is left out. */
export interface Stretch {
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
}

/** The fields of a trace that charts are split by, where it has several and one of them counts. */
const MAIN: Partial<Record<GroupField, string>> = {
  service: 'main.service',
  model: 'main.model',
};

/** What traces, spans and calls meet that failed. */
export const FAILED = 'status = error';

/**
 * What traces, spans or calls meet that are counted with a value of a field or an attribute; '' stands for those
 * without one.
 */
export function groupCondition(counted: CountedUnit, by: string, value: string): string {
  const split = readSplitKey(by);
  if (split.kind === 'attribute') {
    // A span with several values is in one group.
    return `${attributeKey(split.key)} == ${quote(value)}`;
  }
  const { field } = split;
  const key = (counted === 'traces' ? MAIN[field] : undefined) ?? field;
  return value === '' ? `not exists ${key}` : `${key} = ${quote(value)}`;
}

/** What spans meet that one service called from another; '' for a service without a name. */
export function serviceCallCondition({ from, to }: { from: string; to: string }): string {
  // No parent is something else than one of no name.
  return `${groupCondition('spans', 'service', to)} and parent.service = ${quote(from)}`;
}

/** What spans of an agent, a tool or a model meet; called by another one if that is given. */
export function agentCondition(node: AgentNode, caller?: AgentNode): string {
  const own = `genai.node = ${quote(nodeText(node))}`;
  return caller === undefined ? own : `${own} and genai.caller = ${quote(nodeText(caller))}`;
}

/** Traces that meet all conditions, and start in a stretch of time if one is given. */
function tracesThat(
  search: TraceSearch,
  conditions: readonly string[],
  time?: Stretch,
): TraceSearch {
  const { query: typed = '', ...terms } = search.terms;
  // A filter that cannot be read stays as it is: it says where it goes wrong.
  const query = problemOf(typed) ? typed : conditions.reduce(withCondition, typed);
  const { fromUs, toUs } = time ?? {};
  const isTimed = fromUs !== undefined && toUs !== undefined;
  return {
    time: isTimed ? { kind: 'between', fromUs, toUs } : search.time,
    terms: query === '' ? terms : { ...terms, query },
  };
}

/** Traces with a span that meets all conditions and starts in a stretch of time, whenever the trace itself began. */
export function tracesWithSpans(
  search: TraceSearch,
  conditions: readonly string[],
  time: Stretch,
): TraceSearch {
  const { fromUs, toUs } = time;
  const ofSpan = [
    ...conditions,
    ...(fromUs === undefined ? [] : [`start >= ${exactTime(fromUs)}`]),
    ...(toUs === undefined ? [] : [`start < ${exactTime(toUs)}`]),
  ];
  const has = ofSpan.length === 0 ? [] : [`has(${ofSpan.join(' and ')})`];
  return tracesThat({ ...search, time: { kind: 'any' } }, has);
}

/** The traces behind what is counted: all of it, a group, a step of time, or both. */
export function tracesBehind(
  search: TraceSearch,
  part: {
    readonly counted: CountedUnit;
    /** Of {@link groupCondition}. */
    readonly condition?: string | undefined;
    /** When what is counted starts; of traces the time of the search where there is none. */
    readonly time?: Stretch | undefined;
    /** The time of the search, as it was counted. */
    readonly whole: Stretch;
  },
): TraceSearch {
  const { counted, condition, whole } = part;
  const conditions = condition === undefined ? [] : [condition];
  if (counted === 'traces') {
    return tracesThat(search, conditions, part.time && within(part.time, whole));
  }
  const isCall = counted === 'calls' ? ['call = true'] : [];
  return tracesWithSpans(search, [...isCall, ...conditions], within(part.time ?? whole, whole));
}

/** The first and the last step of a chart are cut off by the time that is looked at. */
function within(time: Stretch, whole: Stretch): Stretch {
  const fromUs = Math.max(time.fromUs ?? -Infinity, whole.fromUs ?? -Infinity);
  const toUs = Math.min(time.toUs ?? Infinity, whole.toUs ?? Infinity);
  return {
    ...(Number.isFinite(fromUs) ? { fromUs } : {}),
    ...(Number.isFinite(toUs) ? { toUs } : {}),
  };
}

/** ISO 8601 to the microsecond. */
function exactTime(us: number): string {
  const text = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1);
  const rest = Math.floor(us) % 1000;
  if (rest > 0) return `${text}${String(rest).padStart(3, '0')}Z`;
  return `${text.replace(/\.000$/, '')}Z`;
}
