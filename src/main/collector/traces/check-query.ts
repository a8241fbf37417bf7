import { RE2JS } from 're2js';
import { parseQuery } from '../../../shared/query/parse.ts';
import { QueryError } from '../../../shared/query/query-error.ts';
import { planQuery } from '../../../shared/query/resolve.ts';
import type { QueryNode } from '../../../shared/query/syntax.ts';

/**
 * Refuses a query that cannot be evaluated, before anything is done for it.
 *
 * @throws QueryError with the place in its text
 */
export function checkQuery(query: string): void {
  planQuery(query);
  const node = parseQuery(query);
  if (node !== null) checkPatterns(query, node);
}

function checkPatterns(query: string, node: QueryNode): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.forEach((part) => checkPatterns(query, part));
    case 'not':
    case 'has':
      return checkPatterns(query, node.part);
    case 'count':
      return node.part === null ? undefined : checkPatterns(query, node.part);
    case 'compare':
      if (node.operator !== '~' && node.operator !== '!~') return;
      try {
        RE2JS.compile(node.value.text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const { from, to } = node.value;
        throw new QueryError(
          query,
          from,
          to,
          `this pattern cannot be read, ${reason.slice(0, 200)}.`,
        );
      }
      return;
    default:
  }
}
