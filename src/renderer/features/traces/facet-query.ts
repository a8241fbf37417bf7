import { meaningOf, type AnnotationField, type TraceField } from '../../../shared/query/fields.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import type { QueryNode, Term } from '../../../shared/query/syntax.ts';
import { bareOrQuoted } from '../../../shared/query/tokenize.ts';
import { withCondition } from './query-text.ts';

/** What values can be picked of. */
export type PickedField = TraceField | Exclude<AnnotationField, 'score'>;

const nowhere = { from: 0, to: 0 };

const termOf = (text: string): Term => ({
  text,
  isQuoted: bareOrQuoted(text) !== text,
  ...nowhere,
});

/** Values that a filter picks of a field: of a condition that must be met beside all others. */
export function pickedValues(query: string, field: PickedField): readonly string[] {
  const picking = partsOf(parseQuery(query)).find((part) => isPicking(part, field));
  return picking === undefined ? [] : valuesOf(picking);
}

/** The filter with a value of a field picked, beside those that are, or not any more. */
export function togglePicked(query: string, field: PickedField, value: string): string {
  const parts = partsOf(parseQuery(query));
  const at = parts.findIndex((part) => isPicking(part, field));
  if (at < 0) return withCondition(query, `${field} = ${bareOrQuoted(value)}`);
  const old = valuesOf(parts[at]!);
  const values = old.includes(value) ? old.filter((each) => each !== value) : [...old, value];
  const left = parts.flatMap((part, i) => (i === at ? pick(field, values) : [part]));
  const [first] = left;
  if (left.length < 2) return printQuery(first ?? null);
  return printQuery({ kind: 'and', parts: left, ...nowhere });
}

/** The filter without the traces that have a value of a field. */
export function excludePicked(query: string, field: PickedField, value: string): string {
  const without = pickedValues(query, field).includes(value)
    ? togglePicked(query, field, value)
    : query;
  return withCondition(without, `${field} != ${bareOrQuoted(value)}`);
}

function partsOf(node: QueryNode | null): readonly QueryNode[] {
  if (node === null) return [];
  return node.kind === 'and' ? node.parts : [node];
}

function isPicking(node: QueryNode, field: PickedField): boolean {
  const isPick =
    node.kind === 'in' ||
    (node.kind === 'compare' && node.operator === '=') ||
    (node.kind === 'exists' && field === 'pinned');
  if (!isPick || node.key.isQuoted) return false;
  const meaning = meaningOf(node.key.text, false);
  return (meaning.kind === 'trace' || meaning.kind === 'annotation') && meaning.field === field;
}

function valuesOf(node: QueryNode): string[] {
  if (node.kind === 'in') return node.values.map(({ text }) => text);
  if (node.kind === 'exists') return ['true'];
  return node.kind === 'compare' ? [node.value.text] : [];
}

function pick(field: PickedField, values: readonly string[]): QueryNode[] {
  const key = { text: field, isQuoted: false, ...nowhere };
  const [first] = values;
  if (first === undefined) return [];
  if (values.length === 1) {
    return [{ kind: 'compare', key, operator: '=', value: termOf(first), ...nowhere }];
  }
  return [{ kind: 'in', key, values: values.map(termOf), ...nowhere }];
}
