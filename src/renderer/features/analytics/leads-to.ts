import type { AgentNode, CountedUnit, GroupField } from '../../../shared/contract/analytics.ts';
import { quote } from '../../../shared/query/tokenize.ts';
import type { TraceSearch, TraceTerms } from '../../app/trace-search.ts';
import { problemOf, withCondition } from '../traces/query-text.ts';

/** Filter for the traces with a value of a field; undefined where there is none: traces without a value. */
export function termsOf(
  counted: CountedUnit,
  field: GroupField,
  value: string,
): TraceTerms | undefined {
  if (counted === 'traces') {
    if (field === 'service') return { services: [value] };
    if (field === 'environment') return { environments: [value] };
    if (field === 'model') return { models: [value] };
  }
  if (value === '') return undefined;
  const condition = `${field} = ${quote(value)}`;
  return { query: counted === 'traces' ? condition : `has(${condition})` };
}

/** Filter for the traces with a call of an agent, a tool or a model. */
export function agentTerms({ kind, name, spanNames }: AgentNode): TraceTerms {
  // What has no model of its own is called by the names of its spans.
  if (kind === 'model' && !spanNames.includes(name))
    return { query: `has(model = ${quote(name)})` };
  const names = spanNames.map(quote);
  const list = names.length === 1 ? `name = ${names[0]}` : `name in (${names.join(', ')})`;
  return { query: `has(${list})` };
}

/** The traces behind a part of a chart: a group of it, a step of it, or both. */
export function tracesBehind(
  search: TraceSearch,
  part: {
    terms?: TraceTerms | undefined;
    time?: { fromUs: number; toUs: number } | undefined;
  },
): TraceSearch {
  const typed = search.terms.query;
  const added = part.terms?.query;
  // A filter that cannot be read stays as it is: it says where it goes wrong.
  const query = typed && added && !problemOf(typed) ? withCondition(typed, added) : typed || added;
  return {
    time: part.time === undefined ? search.time : { kind: 'between', ...part.time },
    terms: {
      ...search.terms,
      ...part.terms,
      ...(query === undefined ? {} : { query }),
    },
  };
}
