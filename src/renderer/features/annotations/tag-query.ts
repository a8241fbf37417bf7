import { bareOrQuoted } from '../../../shared/query/tokenize.ts';

/** The condition that finds what has a tag. */
export function tagQuery(name: string): string {
  return `tag = ${bareOrQuoted(name)}`;
}
