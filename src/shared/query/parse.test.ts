import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';
import { queryNode, withoutPlaces } from '../../../test/support/query-arbitrary.ts';
import { QueryError } from './query-error.ts';
import { planQuery } from './resolve.ts';
import { MAX_QUERY } from './tokenize.ts';

const canonical = (text: string): string => printQuery(parseQuery(text));

describe('parseQuery', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['service=api', 'service = api'],
    ['a == b', 'a == b'],
    ['count() == 3', 'count() == 3'],
    ['a = 1 b = 2', 'a = 1 and b = 2'],
    ['a = 1 AND (b = 2 OR c = 3)', 'a = 1 and (b = 2 or c = 3)'],
    ['a = 1 && b = 2 || c = 3', 'a = 1 and b = 2 or c = 3'],
    ['not a = 1 and ! b = 2', 'not a = 1 and not b = 2'],
    ['not (a = 1 and b = 2)', 'not (a = 1 and b = 2)'],
    ['k in (1, "two three" ,4)', 'k in (1, "two three", 4)'],
    ['k not in (1)', 'not k in (1)'],
    ['duration in 1s..5s', 'duration between 1s and 5s'],
    ['duration between 1s and 5s and x = 1', 'duration between 1s and 5s and x = 1'],
    ['k exists', 'exists k'],
    ['exists "odd key"', 'exists "odd key"'],
    ['timeout "connection refused"', 'timeout and "connection refused"'],
    ['pinned not tag = bug', 'exists pinned and not tag = bug'],
    ['"pinned"', '"pinned"'],
    ['score."of answer" >= 1', 'score."of answer" >= 1'],
    ['exists span.score."a (b)"', 'exists span.score."a (b)"'],
    ['sign in failed', 'sign and "in" and failed'],
    ['between us', '"between" and us'],
    ['has and count', '"has" and "count"'],
    ['has(kind = client and status = error)', 'has(kind = client and status = error)'],
    ['count(status = error) > 3', 'count(status = error) > 3'],
    ['count() >= 10', 'count() >= 10'],
    ['m ~ "^gpt-\\d+"', 'm ~ "^gpt-\\\\d+"'],
    ['k = "say \\"x\\" \\\\"', 'k = "say \\"x\\" \\\\"'],
    ['http.route = /v1/users/{id}', 'http.route = /v1/users/{id}'],
    ['user.address["city"] = Ulm', 'user.address["city"] = Ulm'],
    ['"a b"["c"]["d \\" e"] exists', 'exists "a b"["c"]["d \\" e"]'],
    ['k["a"] in (1, 2)', 'k["a"] in (1, 2)'],
    ['k[0] = 1 and k["a" ] x', 'k[0] = 1 and "k[" and a and "]" and x'],
    ['größe > 3 and 名前 = 値', 'größe > 3 and 名前 = 値'],
  ])('reads %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it.each([
    ['service =', 10, 'expected a value'],
    ['service = api and', 18, 'expected a condition'],
    ['(a = 1', 7, 'expected ")"'],
    ['a = 1)', 6, 'was not opened'],
    ['a = "open', 5, 'not closed'],
    ['a = 1 , b', 7, 'expected "and"'],
    ['= 3', 1, 'expected a condition'],
    ['or a', 1, 'expected a condition'],
    ['count(a = 1)', 13, 'comparison with a number'],
    ['count(a = 1) ~ 3', 14, 'comparison with a number'],
    ['k in (1', 8, 'expected ","'],
    ['k in ()', 7, 'expected a value'],
    ['a = and', 5, 'quotes'],
    ['exists', 7, 'a key'],
    ['has()', 5, 'expected a condition'],
    ['k["a"]', 7, 'expected a comparison'],
  ])('says where %s is wrong', (text, position, expected) => {
    const error = errorOf(() => parseQuery(text));
    expect(error.message).toContain(`position ${position}`);
    expect(error.message).toContain(expected);
    expect(error.from).toBe(position - 1);
    expect(error.code).toBe('invalid');
  });

  it('has limits', () => {
    expect(() => parseQuery(`${'('.repeat(100)}a${')'.repeat(100)}`)).toThrow('nests at most');
    expect(() => parseQuery('not '.repeat(2000) + 'a')).toThrow('nests at most');
    expect(() => parseQuery('a '.repeat(101))).toThrow('at most 100 conditions');
    expect(() => parseQuery('a'.repeat(MAX_QUERY + 1))).toThrow('characters');
    expect(() => planQuery('a '.repeat(31))).not.toThrow();
    expect(() => planQuery(`k${'["a"]'.repeat(64)} = 1`)).not.toThrow();
    expect(() => planQuery(`k${'["a"]'.repeat(65)} = 1`)).toThrow('at most 64 maps');
    expect(() => planQuery(`k["${'a'.repeat(511)}"] = 1`)).toThrow('at most 512 characters');
    expect(() => planQuery(Array.from({ length: 31 }, (_, n) => `k${n} = 1`).join(' '))).toThrow(
      'at most 30',
    );
  });

  it('reads back whatever is printed', () => {
    fc.assert(
      fc.property(queryNode, (node) => {
        expect(withoutPlaces(parseQuery(printQuery(node)))).toEqual(withoutPlaces(node));
      }),
      { numRuns: 2000 },
    );
  });

  it('meets any text with an answer or one kind of error, soon', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '["a"]',
      '"',
      '\\',
      ',',
      '..',
      '=',
      '!',
      '~',
      '<',
      ' ',
      'and',
      'or',
      'not',
      'in',
      'has(',
      'count(',
      'exists',
      'between',
      'duration',
      '5s',
      'a',
      'k',
      '名',
      '\u0000',
      '\ud800',
      '`',
      "'",
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(pieces, { maxLength: 400 }).map((list) => list.join('')),
      fc.array(pieces, { maxLength: 400 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (query) => {
        try {
          planQuery(query);
          const printed = canonical(query);
          expect(canonical(printed)).toBe(printed);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
          expect(error.from).toBeGreaterThanOrEqual(0);
          expect(error.to).toBeGreaterThanOrEqual(error.from);
          expect(error.to).toBeLessThanOrEqual(query.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function errorOf(run: () => unknown): QueryError {
  try {
    run();
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
