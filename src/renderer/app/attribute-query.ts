import { attributeKey } from '../../shared/query/group-key.ts';
import { bareOrQuoted } from '../../shared/query/tokenize.ts';

/** A condition on an attribute. */
export function attributeQuery(key: string, operator: '=' | '!=', value: string): string {
  return `${attributeKey(key)} ${operator} ${bareOrQuoted(value)}`;
}
