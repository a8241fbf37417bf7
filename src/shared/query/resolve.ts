import { infoOf, meaningOf, TRACE_FIELDS, type Meaning } from './fields.ts';
import { parseQuery } from './parse.ts';
import type {
  AnnotationCondition,
  QueryPlan,
  SpanCondition,
  SpanLeaf,
  Test,
  TraceCondition,
} from './plan.ts';
import { QueryError } from './query-error.ts';
import type { Comparison, Place, QueryNode, Term } from './syntax.ts';
import { readTest, type ConditionNode } from './read-test.ts';

/** Conditions of one filter that look at all spans; each is tested on every one. */
const MAX_LEAVES = 30;

/**
 * Reads a filter and works out what it means, so that it can be evaluated.
 *
 * Outside of `has` and `count` a condition is about a trace: one on spans is met when any span meets it, and `not` when
 * none does. Inside, all conditions are about one and the same span.
 * @throws QueryError where it cannot be read or makes no sense
 */
export function planQuery(text: string): QueryPlan {
  const node = parseQuery(text);
  if (node === null) return { root: null, leaves: [], annotations: [] };
  const resolver = new Resolver(text);
  const root = resolver.trace(node);
  return { root, leaves: resolver.leaves, annotations: resolver.annotations };
}

/** Whether a filter depends on pins, tags, notes or scores; false for one that cannot be read. */
export function asksForAnnotations(text: string): boolean {
  const isAsking = (condition: SpanCondition): boolean => {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return condition.parts.some(isAsking);
      case 'not':
        return isAsking(condition.part);
      default:
        return condition.kind === 'annotation';
    }
  };
  try {
    const { annotations, leaves } = planQuery(text);
    return annotations.length > 0 || leaves.some(({ condition }) => isAsking(condition));
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

class Resolver {
  readonly leaves: SpanLeaf[] = [];
  readonly annotations: AnnotationCondition[] = [];
  readonly #known = new Map<string, number>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  trace(node: QueryNode): TraceCondition {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, parts: node.parts.map((part) => this.trace(part)) };
      case 'not':
        return { kind: 'not', part: this.trace(node.part) };
      case 'has':
        return this.#spans(this.#span(node.part), null, node);
      case 'count': {
        const test = this.#countTest(node.operator, node.value);
        const found =
          node.part === null
            ? ({ kind: 'field', field: 'spans', test } as const)
            : this.#spans(this.#span(node.part), test, node);
        return node.operator === '!=' ? { kind: 'not', part: found } : found;
      }
      case 'text':
        return this.#spans({ kind: 'text', text: node.text }, null, node);
      default:
        return this.#traceCondition(node);
    }
  }

  #traceCondition(node: ConditionNode): TraceCondition {
    const meaning = this.#meaning(node.key, false);
    const { test, isNegated } = this.#test(node, meaning);
    const found: TraceCondition =
      meaning.kind === 'trace'
        ? { kind: 'field', field: meaning.field, test }
        : meaning.kind === 'annotation'
          ? this.#annotated({ ...meaning, test }, node)
          : this.#spans(spanCondition(node.key, meaning, test), null, node);
    return isNegated ? { kind: 'not', part: found } : found;
  }

  /** One span meets all of it. */
  #span(node: QueryNode): SpanCondition {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, parts: node.parts.map((part) => this.#span(part)) };
      case 'not':
        return { kind: 'not', part: this.#span(node.part) };
      case 'has':
      case 'count':
        return this.#fail(node, `"${node.kind}" cannot stand inside of "has" or "count".`);
      case 'text':
        return { kind: 'text', text: node.text };
      default: {
        const meaning = this.#meaning(node.key, true);
        const { test, isNegated } = this.#test(node, meaning);
        const found = spanCondition(node.key, meaning, test);
        return isNegated ? { kind: 'not', part: found } : found;
      }
    }
  }

  #meaning(key: Term, isInSpan: boolean): Meaning {
    if (key.isQuoted && key.text === '') this.#fail(key, 'a key cannot be empty.');
    if (key.isQuoted || key.path !== undefined) return { kind: 'attribute' };
    const meaning = meaningOf(key.text, isInSpan);
    if (meaning.kind !== 'misplaced') return meaning;
    return this.#fail(
      key,
      `this is of the whole trace, so it stands outside of "has" and "count"; an attribute of this name is written "${key.text}" in quotes.`,
    );
  }

  #test(node: ConditionNode, meaning: Meaning): { test: Test; isNegated: boolean } {
    const isWhole = meaning.kind === 'attribute' && node.key.path === undefined;
    return readTest(node, infoOf(meaning), isWhole, (place, expected) =>
      this.#fail(place, expected),
    );
  }

  #countTest(operator: Comparison, value: Term): Test {
    const key = { text: 'count', isQuoted: false, from: value.from, to: value.from };
    const node = { kind: 'compare', key, operator, value, from: value.from, to: value.to } as const;
    return readTest(node, TRACE_FIELDS.spans, false, (place, expected) =>
      this.#fail(place, expected),
    ).test;
  }

  #annotated(condition: AnnotationCondition, place: Place): TraceCondition {
    const { field, test } = condition;
    if (field === 'pinned' && test.kind === 'is') {
      const pinned = this.#annotated({ ...condition, test: { kind: 'exists' } }, place);
      const parts = test.values.map((value): TraceCondition =>
        value === 'true' ? pinned : { kind: 'not', part: pinned },
      );
      return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
    }
    const name = JSON.stringify(condition);
    let annotation = this.#known.get(name);
    if (annotation === undefined) {
      annotation = this.annotations.push(condition) - 1;
      this.#known.set(name, annotation);
      if (annotation >= MAX_LEAVES) {
        this.#fail(
          place,
          `at most ${MAX_LEAVES} conditions may be on pins, tags, notes and scores.`,
        );
      }
    }
    return { kind: 'annotated', annotation };
  }

  #spans(condition: SpanCondition, count: Test | null, place: Place): TraceCondition {
    const isCounted = count !== null;
    const name = JSON.stringify([condition, isCounted]);
    let leaf = this.#known.get(name);
    if (leaf === undefined) {
      leaf = this.leaves.push({ condition, isCounted }) - 1;
      this.#known.set(name, leaf);
      if (leaf >= MAX_LEAVES) {
        this.#fail(
          place,
          `at most ${MAX_LEAVES} conditions may look at all spans; put some in one has(...).`,
        );
      }
    }
    return { kind: 'spans', leaf, count };
  }

  #fail({ from, to }: Place, expected: string): never {
    throw new QueryError(this.#text, from, to, expected);
  }
}

function spanCondition(key: Term, meaning: Meaning, test: Test): SpanCondition {
  if (meaning.kind === 'span-annotation') {
    const { field, name } = meaning;
    return { kind: 'annotation', field, name, test };
  }
  return meaning.kind === 'span'
    ? { kind: 'field', field: meaning.field, test }
    : { kind: 'attribute', key: key.text, ...(key.path && { path: key.path }), test };
}
