import * as fc from 'fast-check';
import {
  COMPARISONS,
  type Comparison,
  type QueryNode,
  type Term,
} from '../../src/shared/query/syntax.ts';
import { bareOrQuoted } from '../../src/shared/query/tokenize.ts';

const nowhere = { from: 0, to: 0 };

const anyText = fc.oneof(
  fc.constantFrom(
    'a',
    'and',
    'exists',
    'in',
    '1',
    '5s',
    'x..y',
    '"',
    '\\',
    '\\"',
    'größe',
    '模型',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

/** A key or value; bare only where that reads back the same. */
const term: fc.Arbitrary<Term> = fc.tuple(anyText, fc.boolean()).map(([text, isQuoted]) => ({
  text,
  isQuoted: isQuoted || bareOrQuoted(text) !== text,
  ...nowhere,
}));

/** A key, of a member of a map too. */
const key: fc.Arbitrary<Term> = fc
  .tuple(term, fc.array(anyText, { maxLength: 2 }))
  .map(([own, path]) => (path.length === 0 ? own : { ...own, path }));

const comparison = fc.constantFrom<Comparison>(...COMPARISONS);
const counted = fc.constantFrom<Comparison>('=', '==', '!=', '<', '<=', '>', '>=');

/** Any filter as it may be written, sensible or not. */
export const queryNode: fc.Arbitrary<QueryNode> = fc.letrec<{ node: QueryNode }>((tie) => {
  const part = tie('node');
  const parts = fc.array(part, { minLength: 2, maxLength: 4 });
  const leaf: fc.Arbitrary<QueryNode> = fc
    .oneof(
      fc.record({
        kind: fc.constant('compare' as const),
        key,
        operator: comparison,
        value: term,
      }),
      fc.record({
        kind: fc.constant('in' as const),
        key,
        values: fc.array(term, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('between' as const), key, low: term, high: term }),
      fc.record({ kind: fc.constant('exists' as const), key }),
      fc.record({ kind: fc.constant('text' as const), text: anyText }),
    )
    .map((node) => ({ ...node, ...nowhere }));
  return {
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .record({ kind: fc.constantFrom('and' as const, 'or' as const), parts })
        .map((node) => ({ ...node, ...nowhere })),
      fc
        .record({ kind: fc.constantFrom('not' as const, 'has' as const), part })
        .map((node) => ({ ...node, ...nowhere })),
      fc
        .record({
          kind: fc.constant('count' as const),
          part: fc.option(part),
          operator: counted,
          value: term,
        })
        .map((node) => ({ ...node, ...nowhere })),
    ),
  };
}).node;

/** The same without where things stand. */
export function withoutPlaces(node: QueryNode | null): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'from' || key === 'to' ? undefined : value,
    ),
  );
}
