import { RE2JS } from 're2js';
import type { SpanField, TraceField } from '../../../src/shared/query/fields.ts';
import type {
  AnnotationCondition,
  QueryPlan,
  SpanCondition,
  Test,
  TraceCondition,
} from '../../../src/shared/query/plan.ts';

/** A value as the model keeps it. */
export type ModelValue = string | number | boolean | readonly (string | number)[];

/** A span as a plain object; times in microseconds. */
export interface PlainSpan {
  readonly trace: number;
  readonly span: number;
  readonly parent: number | null;
  readonly name: string;
  readonly service: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly error: string | null;
  /** Of GenAI, '' for none. */
  readonly operation?: '' | 'chat' | 'invoke_agent' | 'execute_tool';
  readonly attributes: Readonly<Record<string, ModelValue>>;
  readonly event: string | null;
  /** What people said of it. */
  readonly said?: readonly Said[];
}

/** An annotation of a trace or a span; `name` is that of a score, else ''. */
export interface Said {
  readonly field: 'pinned' | 'tag' | 'note' | 'score';
  readonly name: string;
  readonly value: string | number | boolean;
}

/** Whether a trace passes, worked out from its spans one by one: nothing is shared with what is tested but the plan. */
export function tracePasses(
  plan: QueryPlan,
  spans: readonly PlainSpan[],
  said: readonly Said[] = [],
): boolean {
  return plan.root === null || traceMeets(plan, plan.root, spans, said);
}

function traceMeets(
  plan: QueryPlan,
  condition: TraceCondition,
  spans: readonly PlainSpan[],
  said: readonly Said[],
): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => traceMeets(plan, part, spans, said));
    case 'or':
      return condition.parts.some((part) => traceMeets(plan, part, spans, said));
    case 'not':
      return !traceMeets(plan, condition.part, spans, said);
    case 'spans': {
      const found = spans.filter((span) =>
        spanMeets(plan.leaves[condition.leaf]!.condition, span, spans),
      );
      return condition.count === null
        ? found.length > 0
        : numberPasses(condition.count, found.length);
    }
    case 'annotated': {
      const annotation = plan.annotations[condition.annotation]!;
      const all = [...said, ...spans.flatMap((span) => span.said ?? [])];
      return all.some((one) => saidMeets(annotation, one));
    }
    default:
      return traceValues(condition.field, spans).some((value) => passes(condition.test, value));
  }
}

function traceValues(field: TraceField, spans: readonly PlainSpan[]): (string | number)[] {
  const first = (list: readonly PlainSpan[]): PlainSpan | undefined =>
    list.toSorted(
      (a, b) =>
        a.startUs - b.startUs || (a.name < b.name ? -1 : 1) || (a.service < b.service ? -1 : 1),
    )[0];
  const root = first(spans.filter(({ parent }) => parent === null));
  const failed = spans.filter(({ error }) => error !== null).length;
  const startUs = Math.min(...spans.map((span) => span.startUs));
  switch (field) {
    case 'name':
      return [(root ?? first(spans))!.name];
    case 'service':
      return spans.map(({ service }) => service);
    case 'main.service':
      return [(root ?? first(spans))!.service];
    case 'root.name':
      return root === undefined ? [] : [root.name];
    case 'root.service':
      return root === undefined ? [] : [root.service];
    case 'status':
      return [failed > 0 ? 'error' : 'ok'];
    case 'errors':
      return [failed];
    case 'spans':
      return [spans.length];
    case 'duration':
      return [Math.max(...spans.map((span) => span.startUs + span.durationUs)) - startUs];
    default:
      throw new Error(`the model has no ${field}`);
  }
}

function spanMeets(
  condition: SpanCondition,
  span: PlainSpan,
  spans: readonly PlainSpan[],
): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => spanMeets(part, span, spans));
    case 'or':
      return condition.parts.some((part) => spanMeets(part, span, spans));
    case 'not':
      return !spanMeets(condition.part, span, spans);
    case 'field':
      return spanValues(condition.field, span, spans).some((value) =>
        passes(condition.test, value),
      );
    case 'attribute': {
      const all: Record<string, ModelValue> = { 'service.name': span.service, ...span.attributes };
      const value = all[condition.key];
      if (condition.test.kind === 'first') return firstOf(value) === condition.test.value;
      return value !== undefined && attributePasses(condition.test, value);
    }
    case 'annotation':
      return (span.said ?? []).some((one) => saidMeets(condition, one));
    case 'listed':
      throw new Error('the model looks at what is said itself');
    default: {
      const values = Object.values(span.attributes).map(shown);
      const texts = [span.name, span.service, 'lib', span.error ?? '', span.event ?? '', ...values];
      return texts.some((text) => fold(text).includes(fold(condition.text)));
    }
  }
}

function saidMeets({ field, name, test }: AnnotationCondition, said: Said): boolean {
  if (said.field !== field || said.name !== name) return false;
  if (field === 'pinned') return true;
  if (field === 'score') return attributePasses(test, said.value);
  const wanted =
    field === 'tag' && test.kind === 'is'
      ? { ...test, values: test.values.map((value) => value.normalize('NFC')) }
      : test;
  return passes(wanted, String(said.value));
}

function spanValues(
  field: SpanField,
  span: PlainSpan,
  spans: readonly PlainSpan[],
): (string | number)[] {
  switch (field) {
    case 'parent.service': {
      const parent = parentOf(span, spans);
      return parent === undefined ? [] : [parent.service];
    }
    case 'genai.caller':
      return callerOf(span, spans);
    case 'genai.node': {
      const own = nodeOf(span);
      const isInItself =
        own[0]?.startsWith('model') === true && callerOf(span, spans)[0] === own[0];
      return isInItself ? [] : own;
    }
    case 'name':
    case 'service':
      return [span[field]];
    case 'status':
      return [span.error === null ? 'ok' : 'error'];
    case 'status.message':
      return span.error === null ? [] : [span.error];
    case 'duration':
      return [span.durationUs];
    case 'root':
      return [String(span.parent === null)];
    case 'kind':
      return ['server'];
    case 'event':
      return span.event === null ? [] : [span.event];
    case 'scope':
      return ['lib'];
    default:
      throw new Error(`the model has no ${field}`);
  }
}

const parentOf = (span: PlainSpan, spans: readonly PlainSpan[]): PlainSpan | undefined =>
  spans.find((one) => one.trace === span.trace && one.span === span.parent);

const KINDS = { chat: 'model', invoke_agent: 'agent', execute_tool: 'tool' } as const;

const nodeOf = ({ operation = '', name }: PlainSpan): string[] =>
  operation === '' ? [] : [`${KINDS[operation]} ${name}`];

function callerOf(span: PlainSpan, spans: readonly PlainSpan[]): string[] {
  const seen = new Set<PlainSpan>();
  for (let above = parentOf(span, spans); above && !seen.has(above);) {
    const node = nodeOf(above);
    if (node.length > 0) return node;
    seen.add(above);
    above = parentOf(above, spans);
  }
  return [];
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase().toUpperCase();

const shown = (value: ModelValue): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

const firstOf = (value: ModelValue = ''): string =>
  typeof value === 'object' && value.length === 1 ? String(value[0]) : shown(value);

function attributePasses(test: Test, value: ModelValue): boolean {
  const list = typeof value === 'object' ? [...value] : [value];
  if (test.kind === 'exists') return true;
  if (test.kind === 'matches') {
    return [shown(value), ...list.map(String)].some((text) =>
      RE2JS.compile(test.pattern).matcher(text).find(),
    );
  }
  if (test.kind === 'is') {
    return test.values.some((wanted) => list.some((one) => sameAs(one, wanted)));
  }
  if (test.kind !== 'between') return false;
  const isNumber = typeof (test.low ?? test.high)!.value === 'number';
  return list.some((one) => {
    if (isNumber) {
      const number = typeof one === 'boolean' || one === '' ? Number.NaN : Number(one);
      return !Number.isNaN(number) && numberPasses(test, number);
    }
    return typeof one === 'string' && passes(test, one);
  });
}

const sameAs = (value: string | number | boolean, wanted: string): boolean =>
  typeof value === 'number'
    ? wanted.trim() !== '' && Number(wanted) === value
    : String(value) === wanted;

function numberPasses(test: Test, value: number): boolean {
  if (test.kind === 'equals') return test.numbers.includes(value);
  return test.kind === 'exists' ? value > 0 : passes(test, value);
}

function passes(test: Test, value: string | number): boolean {
  switch (test.kind) {
    case 'is':
      return test.values.includes(String(value));
    case 'equals':
      return test.numbers.includes(value as number);
    case 'matches':
      return value !== '' && RE2JS.compile(test.pattern).matcher(String(value)).find();
    case 'exists':
      return value !== '' && value !== 0;
    case 'first':
      throw new Error('only attributes have a first value');
    default: {
      const { low, high } = test;
      const isAbove = low === null || value > low.value || (!low.isOpen && value === low.value);
      const isBelow = high === null || value < high.value || (!high.isOpen && value === high.value);
      return value !== '' && isAbove && isBelow;
    }
  }
}
