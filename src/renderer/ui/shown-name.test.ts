import { expect, it } from 'vitest';
import { shownName } from './shown-name.ts';

it('what has no name, or one that nobody could see, is called so', () => {
  const unseen = ['', '  \t', '\u200b\u200b', '\u2060\ufeff', '\u202e', '\u3164', '\0'];
  expect(unseen.map(shownName)).toEqual(unseen.map(() => 'unnamed'));
  const seen = ['GET /', ' a ', '👩‍👧 done', 'مرحبا /طلب', 'a\u200bb'];
  expect(seen.map(shownName)).toEqual(seen);
});

it('no name is read backwards that is written forwards', () => {
  expect(shownName('\u202egnp.exe\u202c')).toBe('gnp.exe');
  expect(shownName('\u2067a\u2069 b')).toBe('a b');
});
