import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import { QueryError } from '../../../shared/query/query-error.ts';
import { planQuery } from '../../../shared/query/resolve.ts';

/** What is wrong with a filter and where; null for nothing that can be told without the collector. */
export function problemOf(text: string): QueryError | null {
  try {
    planQuery(text);
    return null;
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** A filter with another condition that must be met too; one that is there already is not added again. */
export function withCondition(query: string, condition: string): string {
  const node = parseQuery(query);
  const added = parseQuery(condition);
  if (node === null || added === null) return printQuery(node ?? added);
  const parts = node.kind === 'and' ? node.parts : [node];
  const text = printQuery(added);
  if (parts.some((part) => printQuery(part) === text)) return printQuery(node);
  return printQuery({ kind: 'and', parts: [...parts, added], from: 0, to: 0 });
}
