import { TRACE_GROUP_FIELDS, type TraceGroupField } from '../contract/trace-groups.ts';
import { meaningOf } from './fields.ts';
import { bareOrQuoted, quote } from './tokenize.ts';

/** What traces are grouped by. */
export type GroupKey =
  | { readonly kind: 'field'; readonly field: TraceGroupField }
  | { readonly kind: 'attribute'; readonly key: string };

/** Reads what is written for a group: a field by its name, else the key of an attribute, in quotes or not. */
export function readGroupKey(by: string): GroupKey {
  const quoted = /^"(.*)"$/s.exec(by)?.[1];
  if (quoted !== undefined) {
    return { kind: 'attribute', key: quoted.replaceAll(/\\(["\\])/g, '$1') };
  }
  const meaning = meaningOf(by, false);
  const name = meaning.kind === 'trace' ? meaning.field : by;
  const field = TRACE_GROUP_FIELDS.find((known) => known === name);
  return field === undefined ? { kind: 'attribute', key: by } : { kind: 'field', field };
}

/** The condition that lists the traces of a group; of null those without a value. */
export function groupCondition(by: GroupKey, value: string | null): string {
  const key = by.kind === 'field' ? by.field : attributeKey(by.key);
  return value === null ? `not exists ${key}` : `${key} = ${bareOrQuoted(value)}`;
}

/** The key of an attribute in a filter: in quotes where it would mean something else. */
export function attributeKey(key: string): string {
  const isPlain = [true, false].every((isInSpan) => meaningOf(key, isInSpan).kind === 'attribute');
  return isPlain ? bareOrQuoted(key) : quote(key);
}
