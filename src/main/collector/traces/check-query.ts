import { RE2JS } from 're2js';
import { parseQuery } from '../../../shared/query/parse.ts';
import { QueryError } from '../../../shared/query/query-error.ts';
import { planQuery } from '../../../shared/query/resolve.ts';
import type { QueryNode, Term } from '../../../shared/query/syntax.ts';
import { patternStates } from '../pattern-states.ts';

/** States of all patterns of a filter, see `patternStates`: compiling them takes 40 ms, for which everybody waits. */
const MAX_STATES = 10_000;

/**
 * Refuses a query that cannot be evaluated, before anything is done for it.
 *
 * @throws QueryError with the place in its text
 */
export function checkQuery(query: string): void {
  planQuery(query);
  const node = parseQuery(query);
  if (node === null) return;
  let states = 0;
  for (const { text, from, to } of patternsIn(node)) {
    states += patternStates(text);
    if (states > MAX_STATES) {
      const expected = 'the patterns of a filter are too large: repetitions multiply.';
      throw new QueryError(query, from, to, expected);
    }
    try {
      RE2JS.compile(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const expected = `this pattern cannot be read, ${reason.slice(0, 200)}.`;
      throw new QueryError(query, from, to, expected);
    }
  }
}

function patternsIn(node: QueryNode): Term[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap(patternsIn);
    case 'not':
    case 'has':
      return patternsIn(node.part);
    case 'count':
      return node.part === null ? [] : patternsIn(node.part);
    case 'compare':
      return node.operator === '~' || node.operator === '!~' ? [node.value] : [];
    default:
      return [];
  }
}
