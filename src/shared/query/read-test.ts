import type { FieldInfo, FieldType } from './fields.ts';
import type { Bound, Test } from './plan.ts';
import type { Comparison, Place, QueryNode, Term } from './syntax.ts';
import { parseDurationUs, parseNumber, parseTimeUs } from './values.ts';

/** A condition on one key. */
export type ConditionNode = Extract<QueryNode, { readonly key: Term }>;

/** Refuses what stands at a place. */
type Fail = (place: Place, expected: string) => never;

/** Longest pattern, UTF-16 units. */
const MAX_PATTERN = 1000;
/** Longest key of an attribute, with the names that lead into the map it holds. */
const MAX_KEY = 512;
/** Most of these names. */
const MAX_NAMES = 64;

const EXAMPLES = {
  duration: 'expected a duration such as 1.5s, 250ms or 2m.',
  number: 'expected a number such as 20, 1.5 or 10k.',
  time: 'expected a date such as 2026-11-21 or 2026-11-21T08:30Z.',
} as const;

/**
 * What a condition demands of the value of a field, or of an attribute or a score (`info` null).
 *
 * `!=` and `!~` come back as the test they negate.
 */
export function readTest(
  node: ConditionNode,
  info: FieldInfo | null,
  isAttribute: boolean,
  fail: Fail,
): { test: Test; isNegated: boolean } {
  const { text: key, path = [] } = node.key;
  if (path.length > MAX_NAMES) {
    fail(node.key, `a key leads through at most ${MAX_NAMES} maps.`);
  }
  if ([key, ...path].join('.').length > MAX_KEY) {
    fail(node.key, `a key has at most ${MAX_KEY} characters.`);
  }
  if (node.kind === 'exists') return { test: { kind: 'exists' }, isNegated: false };
  if (node.kind === 'in') {
    return { test: isOneOf(node.values, info, fail), isNegated: false };
  }
  if (node.kind === 'between') {
    return { test: inRange(node.low, node.high, info, fail), isNegated: false };
  }
  const { operator, value } = node;
  const isNegated = operator === '!=' || operator === '!~';
  if (operator === '~' || operator === '!~') {
    if (info !== null && info.type !== 'text') {
      fail(node, `"${node.key.text}" is not a text, so it cannot be compared with ${operator}.`);
    }
    if (value.text.length > MAX_PATTERN) {
      fail(value, `a pattern has at most ${MAX_PATTERN} characters.`);
    }
    return { test: { kind: 'matches', pattern: value.text }, isNegated };
  }
  if (operator === '==' && isAttribute) {
    return { test: { kind: 'first', value: value.text }, isNegated: false };
  }
  if (operator === '=' || operator === '==' || operator === '!=') {
    return { test: rangeOrOneOf(value, info, fail), isNegated };
  }
  return { test: beyond(operator, value, info, fail), isNegated };
}

/** `duration = 1s..5s` is a range; of texts only `in` makes one, as paths have dots too. */
function rangeOrOneOf(value: Term, info: FieldInfo | null, fail: Fail): Test {
  const at = value.text.indexOf('..');
  if (info === null || value.isQuoted || at < 1 || info.type === 'text' || info.type === 'choice') {
    return isOneOf([value], info, fail);
  }
  const end = (from: number, to: number): Term => ({
    text: value.text.slice(from, to),
    isQuoted: false,
    from: value.from + from,
    to: value.from + to,
  });
  return inRange(end(0, at), end(at + 2, value.text.length), info, fail);
}

function isOneOf(values: readonly Term[], info: FieldInfo | null, fail: Fail): Test {
  const type = info?.type ?? 'text';
  if (type === 'text') return { kind: 'is', values: values.map(({ text }) => text) };
  if (type === 'choice')
    return { kind: 'is', values: values.map((value) => choice(value, info!, fail)) };
  return { kind: 'equals', numbers: values.map((value) => amount(value, type, fail)) };
}

function choice(value: Term, { choices = [] }: FieldInfo, fail: Fail): string {
  const text = value.text.toLowerCase();
  return choices.includes(text) ? text : fail(value, `expected ${choices.join(' or ')}.`);
}

function inRange(low: Term, high: Term, info: FieldInfo | null, fail: Fail): Test {
  const from = bound(low, info, false, fail);
  const to = bound(high, info, false, fail);
  if (typeof from.value !== typeof to.value) {
    fail(high, 'both ends of a range are numbers, or both are texts.');
  }
  if (from.value > to.value) fail(high, 'the end of a range comes after its beginning.');
  return { kind: 'between', low: from, high: to };
}

function beyond(operator: Comparison, value: Term, info: FieldInfo | null, fail: Fail): Test {
  const end = bound(value, info, operator === '<' || operator === '>', fail);
  return operator.startsWith('<')
    ? { kind: 'between', low: null, high: end }
    : { kind: 'between', low: end, high: null };
}

function bound(term: Term, info: FieldInfo | null, isOpen: boolean, fail: Fail): Bound {
  const type = info?.type ?? 'attribute';
  if (type === 'choice') fail(term, 'this field is compared with = and != only.');
  if (type === 'text') return { value: term.text, isOpen };
  if (type !== 'attribute') return { value: amount(term, type as FieldType, fail), isOpen };
  if (term.isQuoted) return { value: term.text, isOpen };
  const number = parseNumber(term.text);
  if (number === undefined && parseDurationUs(term.text) !== undefined) {
    fail(term, "attributes have no unit of time; write the number in the attribute's own unit.");
  }
  return { value: number ?? term.text, isOpen };
}

function amount(term: Term, type: FieldType, fail: Fail): number {
  const kind = type === 'duration' || type === 'time' ? type : 'number';
  const parse = { duration: parseDurationUs, number: parseNumber, time: parseTimeUs }[kind];
  return parse(term.text) ?? fail(term, EXAMPLES[kind]);
}
