import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import { FIRST_FIELDS, type TraceParts } from '../../../src/main/collector/store/trace-parts.ts';

/** What the index knows of one span, as a plain object. */
export interface ModelSpan {
  readonly trace: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly error: boolean;
  readonly root: boolean;
  readonly name: string;
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  readonly provider: string;
  readonly model: string;
  readonly session: string;
  readonly user: string;
  readonly usage: 'none' | 'call' | 'wrapper';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** NaN for unknown. */
  readonly cost: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The span that names the trace: the earliest root, else the earliest span. */
function namer(spans: readonly ModelSpan[]): ModelSpan {
  const roots = spans.filter((span) => span.root);
  const order = (a: ModelSpan, b: ModelSpan): number =>
    a.startUs - b.startUs || byText(a.name, b.name) || byText(a.service, b.service);
  return (roots.length > 0 ? roots : [...spans]).toSorted(order)[0]!;
}

/** First non-empty value by span start and the start it has. */
function first(
  spans: readonly ModelSpan[],
  field: (typeof FIRST_FIELDS)[number],
): [string, number] {
  const span = spans
    .filter((span) => span[field] !== '')
    .toSorted((a, b) => a.startUs - b.startUs || byText(a[field], b[field]))[0];
  return span === undefined ? ['', 0] : [span[field], span.startUs];
}

/** The same for the model: those of calls go first. */
function firstModel(spans: readonly ModelSpan[]): [string, number] {
  const ofCalls = first(
    spans.filter((span) => span.usage === 'call'),
    'model',
  );
  return ofCalls[0] === '' ? first(spans, 'model') : ofCalls;
}

const sum = (spans: readonly ModelSpan[], of: (span: ModelSpan) => number): number =>
  spans.reduce((total, span) => total + of(span), 0);

const distinct = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value) => value !== '')),
];

function costOf(spans: readonly ModelSpan[]): number {
  const known = spans.filter((span) => !Number.isNaN(span.cost));
  return known.length === 0 ? Number.NaN : sum(known, (span) => span.cost);
}

/** NaN of none. */
function largest(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

/** The list row of a trace, computed from all of its spans at once. */
export function modelSummary(spans: readonly ModelSpan[]): TraceSummary {
  const root = namer(spans);
  const calls = spans.filter((span) => span.usage === 'call');
  const wrappers = spans.filter((span) => span.usage === 'wrapper');
  const counted = sum(calls, (span) => span.inputTokens + span.outputTokens) > 0;
  const startUs = Math.min(...spans.map((span) => span.startUs));
  const endUs = Math.max(...spans.map((span) => span.startUs + span.durationUs));
  const callCost = costOf(calls);
  const cost = Number.isNaN(callCost) ? largest(wrappers.map((span) => span.cost)) : callCost;
  const errors = spans.filter((span) => span.error).length;
  return {
    traceId: root.trace,
    name: root.name,
    hasRoot: root.root,
    service: root.service,
    environment: first(spans, 'environment')[0],
    release: first(spans, 'release')[0],
    startUs,
    durationUs: endUs - startUs,
    spanCount: spans.length,
    errorCount: errors,
    serviceCount: distinct(spans.map((span) => span.service)).length,
    status: errors > 0 ? 'error' : 'ok',
    provider: first(spans, 'provider')[0],
    model: firstModel(spans)[0],
    inputTokens: counted
      ? sum(calls, (span) => span.inputTokens)
      : Math.max(0, ...wrappers.map((span) => span.inputTokens)),
    outputTokens: counted
      ? sum(calls, (span) => span.outputTokens)
      : Math.max(0, ...wrappers.map((span) => span.outputTokens)),
    cachedTokens: 0,
    reasoningTokens: 0,
    costUsd: Number.isNaN(cost) ? null : cost,
    session: first(spans, 'session')[0],
    user: first(spans, 'user')[0],
  };
}

export function groupByTrace(spans: readonly ModelSpan[]): ModelSpan[][] {
  const groups = new Map<string, ModelSpan[]>();
  for (const span of spans) {
    const group = groups.get(span.trace);
    if (group) group.push(span);
    else groups.set(span.trace, [span]);
  }
  return [...groups.values()];
}

/** The parts of one segment that holds these spans. */
export function modelParts(spans: readonly ModelSpan[]): TraceParts {
  const strings = [''];
  const ref = (text: string): number => {
    const at = strings.indexOf(text);
    return at >= 0 ? at : strings.push(text) - 1;
  };
  const groups = groupByTrace(spans);
  const refs = (of: (group: ModelSpan[]) => string): Uint32Array =>
    Uint32Array.from(groups, (group) => ref(of(group)));
  const numbers = (of: (group: ModelSpan[]) => number): Float64Array =>
    Float64Array.from(groups, of);
  const usage = (group: ModelSpan[], kind: ModelSpan['usage']): ModelSpan[] =>
    group.filter((span) => span.usage === kind);
  const lists = (of: (span: ModelSpan) => string): [Uint32Array, Uint32Array] => {
    const perTrace = groups.map((group) => distinct(group.map(of)).map(ref));
    let at = 0;
    return [
      Uint32Array.from([0, ...perTrace.map((list) => (at += list.length))]),
      Uint32Array.from(perTrace.flat()),
    ];
  };
  const [serviceAt, serviceList] = lists((span) => span.service);
  const [modelAt, modelList] = lists((span) => span.model);
  const zeros = (): Float64Array => new Float64Array(groups.length);
  const most = (of: (span: ModelSpan) => number): Float64Array =>
    numbers((group) => Math.max(0, ...usage(group, 'wrapper').map(of)));
  return {
    count: groups.length,
    strings,
    traceIds: new Uint8Array(Buffer.from(groups.map((group) => group[0]!.trace).join(''), 'hex')),
    startUs: numbers((group) => modelSummary(group).startUs),
    endUs: numbers((group) => modelSummary(group).startUs + modelSummary(group).durationUs),
    spans: Uint32Array.from(groups, (group) => group.length),
    errors: Uint32Array.from(groups, (group) => group.filter((span) => span.error).length),
    flags: Uint8Array.from(
      groups,
      (group) =>
        (namer(group).root ? 1 : 0) |
        (usage(group, 'call').some((span) => span.model !== '') ? 4 : 0),
    ),
    name: refs((group) => namer(group).name),
    service: refs((group) => namer(group).service),
    environment: refs((group) => first(group, 'environment')[0]),
    release: refs((group) => first(group, 'release')[0]),
    provider: refs((group) => first(group, 'provider')[0]),
    model: refs((group) => firstModel(group)[0]),
    session: refs((group) => first(group, 'session')[0]),
    user: refs((group) => first(group, 'user')[0]),
    firstUs: Float64Array.from(
      FIRST_FIELDS.flatMap((field) =>
        groups.map((group) => {
          if (field === 'name') return namer(group).startUs;
          return (field === 'model' ? firstModel(group) : first(group, field))[1];
        }),
      ),
    ),
    serviceAt,
    serviceList,
    modelAt,
    modelList,
    inputTokens: numbers((group) => sum(usage(group, 'call'), (span) => span.inputTokens)),
    outputTokens: numbers((group) => sum(usage(group, 'call'), (span) => span.outputTokens)),
    cachedTokens: zeros(),
    reasoningTokens: zeros(),
    cost: numbers((group) => costOf(usage(group, 'call'))),
    wrapperInputTokens: most((span) => span.inputTokens),
    wrapperOutputTokens: most((span) => span.outputTokens),
    wrapperCachedTokens: zeros(),
    wrapperReasoningTokens: zeros(),
    wrapperCost: numbers((group) => largest(usage(group, 'wrapper').map((span) => span.cost))),
  };
}
