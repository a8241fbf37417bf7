import { array, assert, constantFrom, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../../test/support/cpu-time.ts';
import { globExpression } from '../../../../test/collector/visibility/plain-model.ts';
import { keyTest } from './key-pattern.ts';

it.each([
  ['exact', 'user.email', ['user.email'], ['user', 'user.email.x', 'User.email', 'user*email']],
  ['exact', 'a*', ['a*'], ['ab']],
  ['prefix', 'user.', ['user.', 'user.email'], ['user', 'xuser.a']],
  ['glob', 'user.*', ['user.', 'user.a.b'], ['user', 'users.a']],
  ['glob', '*.email', ['.email', 'a.b.email'], ['email', 'a.email.x']],
  ['glob', 'a?c', ['abc', 'a.c', 'a😀c'], ['ac', 'abbc']],
  ['glob', '*', ['', 'x'], []],
  ['glob', 'a**b', ['ab', 'axb'], ['a', 'ba']],
  ['glob', 'a*a', ['aa', 'aba'], ['a']],
] as const)('%s %s', (match, pattern, matching, others) => {
  const test = keyTest(match, pattern);
  expect(matching.filter((key) => !test(key))).toEqual([]);
  expect(others.filter((key) => test(key))).toEqual([]);
});

it('agrees with a regular expression on any glob and key', () => {
  const letters = constantFrom('a', 'b', '.', '*', '?', 'é', '😀', '\n');
  const texts = array(letters, { maxLength: 10 }).map((parts) => parts.join(''));
  assert(
    property(texts, texts, string({ unit: 'grapheme' }), (pattern, key, other) => {
      const test = keyTest('glob', pattern);
      expect(test(key)).toBe(globExpression(pattern).test(key));
      expect(test(other)).toBe(globExpression(pattern).test(other));
    }),
    { numRuns: 2000 },
  );
});

it('takes no time to speak of for a pattern made to be slow', () => {
  const test = keyTest('glob', `${'*a'.repeat(250)}*b`);
  const key = 'a'.repeat(100_000);
  expect(cpuMs(() => expect(test(key)).toBe(false))).toBeLessThan(250);
});
