import { expect, test } from 'vitest';
import { findRules } from './find-rules.ts';

const RULES: Parameters<typeof findRules>[0] = [
  { id: 'employee-number', type: 'EMPLOYEE', kind: 'pattern', pattern: 'EMP-[0-9]{6}' },
  { id: 'projects', type: 'CODENAME', kind: 'keywords', keywords: ['Falcon', 'Blue Sky'] },
];

const found = (wanted: string): string[] => findRules(RULES, wanted).map(({ id }) => id);

test('rules are found by name, type, pattern and words, whatever the case', () => {
  expect(found('NUMBER')).toEqual(['employee-number']);
  expect(found('codename')).toEqual(['projects']);
  expect(found('emp-[0')).toEqual(['employee-number']);
  expect(found(' blue sky ')).toEqual(['projects']);
});

test('nothing finds all of them, and what is nowhere finds none', () => {
  expect(found(' ')).toEqual(['employee-number', 'projects']);
  expect(found('falcon heavy')).toEqual([]);
});
