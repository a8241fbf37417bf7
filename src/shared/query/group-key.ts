import { GROUP_FIELDS, type GroupField } from '../contract/group-fields.ts';
import { TRACE_GROUP_FIELDS, type TraceGroupField } from '../contract/trace-groups.ts';
import { meaningOf } from './fields.ts';
import { bareOrQuoted, quote } from './tokenize.ts';

interface AttributeKey {
  readonly kind: 'attribute';
  readonly key: string;
}

/** What traces are grouped by. */
export type GroupKey = { readonly kind: 'field'; readonly field: TraceGroupField } | AttributeKey;

/** What charts are split by. */
export type SplitKey = { readonly kind: 'field'; readonly field: GroupField } | AttributeKey;

/** Reads what is written for a group: a field by its name, else the key of an attribute, in quotes or not. */
export function readGroupKey(by: string): GroupKey {
  return readKey(by, TRACE_GROUP_FIELDS, ['trace']);
}

/** As {@link readGroupKey}, of what charts are split by. */
export function readSplitKey(by: string): SplitKey {
  return readKey(by, GROUP_FIELDS, ['trace', 'span']);
}

/** How a key is written that {@link readSplitKey} reads back. */
export function splitKeyText(key: SplitKey): string {
  return key.kind === 'field' ? key.field : attributeKey(key.key);
}

function readKey<F extends string>(
  by: string,
  fields: readonly F[],
  /** Whose fields these are. */
  kinds: readonly ('trace' | 'span')[],
): { readonly kind: 'field'; readonly field: F } | AttributeKey {
  const quoted = /^"(.*)"$/s.exec(by)?.[1];
  if (quoted !== undefined) {
    return { kind: 'attribute', key: quoted.replaceAll(/\\(["\\])/g, '$1') };
  }
  const meaning = meaningOf(by, false);
  const name =
    'field' in meaning && kinds.some((kind) => kind === meaning.kind) ? meaning.field : by;
  const field = fields.find((known) => known === name);
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
