import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { highlightQuery } from './highlight-query.ts';
import { queryCursor } from './query-cursor.ts';

/** The cursor is where `|` stands. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { expects, key, operator, part, from, to, isInSpan } = queryCursor(text, caret);
  return { expects, key: key?.text, operator, part, replaces: text.slice(from, to), isInSpan };
}

it.each([
  ['|', { expects: 'key', part: '' }],
  ['serv|', { expects: 'key', part: 'serv', replaces: 'serv' }],
  ['se|rvice', { expects: 'key', part: 'se', replaces: 'service' }],
  ['service |', { expects: 'operator', key: 'service' }],
  ['service = |', { expects: 'value', key: 'service', operator: '=' }],
  ['service=ap|', { expects: 'value', key: 'service', part: 'ap', replaces: 'ap' }],
  ['"odd key" = "a b|', { expects: 'value', key: 'odd key', part: 'a b', replaces: '"a b' }],
  ['service = api |', { expects: 'join' }],
  ['service = api a|', { expects: 'join', part: 'a' }],
  ['service = api and |', { expects: 'key' }],
  ['not |', { expects: 'key' }],
  ['has(ki|', { expects: 'key', part: 'ki', isInSpan: true }],
  ['has(kind = client) |', { expects: 'join', isInSpan: false }],
  ['count(status = error) > |', { expects: 'value', operator: '>' }],
  ['model in (a, |', { expects: 'value', key: 'model', operator: 'in' }],
  ['model in (a) |', { expects: 'join' }],
  ['duration between 1s and |', { expects: 'value', key: 'duration' }],
  ['exists |', { expects: 'key' }],
  ['model exists |', { expects: 'join' }],
  ['a = 1 or (b = 2 and du|', { expects: 'key', part: 'du' }],
])('knows what comes at %s', (marked, expected) => {
  expect(at(marked)).toMatchObject(expected);
});

it('colors every character of any text, and says of any place what comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, n) => {
      expect(
        highlightQuery(text, { from: n, to: n + 3 })
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
      const cursor = queryCursor(text, Math.min(n, text.length));
      expect(cursor.from).toBeLessThanOrEqual(cursor.to);
    }),
  );
});
