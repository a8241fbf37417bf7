import { expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import { agentTerms, termsOf, tracesBehind } from './leads-to.ts';

it.each([
  ['traces', 'service', 'shop', { services: ['shop'] }],
  ['traces', 'environment', '', { environments: [''] }],
  ['traces', 'release', '1.2', { query: 'release = "1.2"' }],
  ['spans', 'service', 'shop', { query: 'has(service = "shop")' }],
  [
    'calls',
    'operation',
    String.raw`a "b" \ c`,
    { query: String.raw`has(operation = "a \"b\" \\ c")` },
  ],
] as const)('%s by %s %j lead to traces with %j', (counted, field, value, terms) => {
  expect(termsOf(counted, field, value)).toEqual(terms);
  if ('query' in terms) expect(() => parseQuery(terms.query)).not.toThrow();
});

it('spans without a value lead nowhere', () => {
  expect(termsOf('spans', 'model', '')).toBeUndefined();
});

it.each([
  ['model', 'gpt-5', ['chat gpt-5'], 'has(model = "gpt-5")'],
  ['model', 'chat', ['chat'], 'has(name = "chat")'],
  ['tool', 'search', ['execute_tool search'], 'has(name = "execute_tool search")'],
  ['agent', 'a "b"', ['a "b"', 'a.agent'], String.raw`has(name in ("a \"b\"", "a.agent"))`],
] as const)('the %s %s leads to traces with spans of it', (kind, name, spanNames, query) => {
  const counts = { calls: 1, errors: 0, tokens: 0, p95DurationUs: 1 };
  expect(agentTerms({ kind, name, spanNames: [...spanNames], ...counts })).toEqual({ query });
  expect(() => parseQuery(query)).not.toThrow();
});

it('keeps the conditions there are, and joins what is typed', () => {
  const search = {
    time: { kind: 'last', range: '24h' },
    terms: { status: 'error', query: 'a = 1 or b = 2' },
  } as const;
  const behind = tracesBehind(search, {
    terms: { query: 'release = "2"' },
    time: { fromUs: 1, toUs: 2 },
  });
  expect(behind).toEqual({
    time: { kind: 'between', fromUs: 1, toUs: 2 },
    terms: { status: 'error', query: '(a = 1 or b = 2) and release = "2"' },
  });
  const again = tracesBehind(behind, { terms: { query: 'release = "2"' } });
  expect(again.terms).toEqual(behind.terms);
  expect(tracesBehind(search, {}).terms).toEqual(search.terms);
  const wrong = { ...search, terms: { query: 'a = (' } };
  expect(tracesBehind(wrong, { terms: { query: 'b = 1' } }).terms).toEqual(wrong.terms);
});
