import { describe, expect, it } from 'vitest';
import { parseBounded, parseBoundedExact } from '../../../src/main/collector/otlp/bounded-json.ts';
import { AppError } from '../../../src/shared/errors.ts';

const MIB = 1024 * 1024;

function repeated(part: string, bytes: number): string {
  return `[${part.repeat(Math.floor(bytes / part.length))}0]`;
}

/** Objects whose names are never those of one before. */
function everNewNames(bytes: number): string {
  const parts = Array.from({ length: Math.floor(bytes / 12) }, (_, index) => {
    return `{"${index.toString(36).padStart(5, '0')}":1}`;
  });
  return `[${parts.join(',')}]`;
}

/** Objects of a few names, in ever another order. */
function everNewOrder(bytes: number): string {
  const names = [...'abcdefghijklmnopqrstuvwxyz'];
  const parts = Array.from({ length: Math.floor(bytes / 28) }, (_, index) => {
    const chosen = [1, 26, 676, 17_576].map((place) => names[Math.floor(index / place) % 26]!);
    return `{${chosen.map((name) => `"${name}":1`).join(',')}}`;
  });
  return `[${parts.join(',')}]`;
}

describe('a text of strangers', () => {
  it.each([
    ['empty objects', repeated('{},', 32 * MIB)],
    ['empty lists', repeated('[],', 32 * MIB)],
    ['numbers', repeated('0.1,', 64 * MIB)],
    ['short texts', repeated('"a",', 64 * MIB)],
    ['lists in lists', '['.repeat(8 * MIB)],
    ['ever new names', everNewNames(8 * MIB)],
    ['few names in ever another order', everNewOrder(8 * MIB)],
  ])('is refused where it would take the memory of a thread: %s', (_name, text) => {
    expect(() => parseBounded(text)).toThrow(AppError);
    expect(() => parseBounded(text)).toThrow(/holds more values than one request may/);
  });

  it('is read where it is only long: the densest attributes that 64 MiB hold', () => {
    const attribute = '{"key":"a","value":{"intValue":"1"}},';
    const text = repeated(attribute, 64 * MIB);
    expect(parseBounded(text)).toHaveLength(Math.floor((64 * MIB) / attribute.length) + 1);
  });

  it('is read where it has hundreds of names, each many times', () => {
    const objects = Array.from({ length: 512 }, (_, index) => `{"${index.toString(36)}":1},`);
    const text = repeated(objects.join(''), 24 * MIB);
    expect(() => parseBounded(text)).not.toThrow();
  });

  it('is read where it is one text, of whatever signs', () => {
    const text = JSON.stringify({ a: '{[,:"\\0.e'.repeat(MIB), b: '\u{1F600}'.repeat(MIB) });
    expect(JSON.stringify(parseBounded(text))).toBe(text);
  });

  it('that is no JSON is a SyntaxError, however long', () => {
    for (const text of ['{', '}', `"${'\\'.repeat(5 * MIB)}`, `${' '.repeat(5 * MIB)}]`]) {
      expect(() => parseBounded(text)).toThrow(SyntaxError);
    }
  });
});

describe('integers beyond 2^53', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['18446744073709551615', '18446744073709551615'],
    ['9007199254740991', 9_007_199_254_740_991],
    ['1795219200000000.5', 1_795_219_200_000_000.5],
    ['12345678901234567e3', 12_345_678_901_234_567e3],
    ['"9007199254740993"', '9007199254740993'],
    ['"\\"9007199254740993"', '"9007199254740993'],
    ['1'.repeat(400), Infinity],
  ])('%s', (json, value) => {
    expect(parseBoundedExact(`{"a":[1, ${json}],"9007199254740993":0}`)).toEqual({
      a: [1, value],
      '9007199254740993': 0,
    });
  });

  it('are found however deep they lie', () => {
    const text = `${'['.repeat(3000)}9007199254740993${']'.repeat(3000)}`;
    expect(JSON.stringify(parseBoundedExact(text))).toContain('"9007199254740993"');
  });

  it('are not looked for in what is no number', () => {
    expect(() => parseBoundedExact('[90071992547409930x]')).toThrow(SyntaxError);
    expect(() => parseBoundedExact('[--90071992547409930]')).toThrow(SyntaxError);
  });
});
