import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test.each([
  ['GET /Users', 'get /users'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['Ångström', 'a\u030Angstro\u0308m'],
  ['\u212Aelvin', 'kelvin'],
  ['ПРИВЕТ', 'привет'],
  ['İstanbul', 'istanbul'],
  ['ISPARTA', 'ısparta'],
  ['I\u0307zmir', 'izmir'],
  ['Ｆｕｌｌ　ｗｉｄｔｈ　４２', 'full width 42'],
])('%s and %s are the same text', (a, b) => {
  expect(foldText(a)).toBe(foldText(b));
});

test('different letters stay different', () => {
  expect(foldText('a')).not.toBe(foldText('ä'));
  expect(foldText('o')).not.toBe(foldText('0'));
});
