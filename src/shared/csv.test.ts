import { describe, expect, it } from 'vitest';
import { csvCell } from './csv.ts';

describe('a CSV cell', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '  =1',
    '\t=1',
    '\r=1',
    '\n=1',
    '\tx',
    '|cmd',
    '%x',
    '＝1',
    '＠x',
  ])('that begins as a formula (%j) becomes text', (text) =>
    expect(csvCell(text)).toBe(`"'${text}"`),
  );

  it.each([
    ['plain', '"plain"'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['a=b', '"a=b"'],
    [7, '"7"'],
    [null, '""'],
    ['', '""'],
  ])('keeps %j', (value, cell) => expect(csvCell(value)).toBe(cell));
});
