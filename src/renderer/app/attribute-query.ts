import { meaningOf } from '../../shared/query/fields.ts';
import { bareOrQuoted, quote } from '../../shared/query/tokenize.ts';

/** The key of an attribute in the filter language: in quotes where it would mean a field. */
export function attributeKey(key: string): string {
  const isPlain = [true, false].every((isInSpan) => meaningOf(key, isInSpan).kind === 'attribute');
  return isPlain ? bareOrQuoted(key) : quote(key);
}

/** A condition on an attribute. */
export function attributeQuery(key: string, operator: '=' | '!=', value: string): string {
  return `${attributeKey(key)} ${operator} ${bareOrQuoted(value)}`;
}
