import { describe, expect, it } from 'vitest';
import { allContainers, initiallyOpen, jsonRows } from './json-rows.ts';
import { formatJson, parseJson, parseJsonContainer, type JsonValue } from './json-value.ts';

describe('parseJson', () => {
  it('keeps numbers a double cannot hold as they were written', () => {
    const text = '{"id":12345678901234567890,"pi":3.14159265358979323846,"n":42,"e":1e3}';
    expect(formatJson(parseJson(text)!, 0)).toBe(
      '{"id":12345678901234567890,"pi":3.14159265358979323846,"n":42,"e":1000}',
    );
  });

  it('takes only objects and arrays as JSON worth unfolding', () => {
    expect(parseJsonContainer('  {"a":1}')).toEqual({ a: 1 });
    expect(parseJsonContainer('42')).toBeUndefined();
    expect(parseJsonContainer('"text"')).toBeUndefined();
    expect(parseJsonContainer('{not json')).toBeUndefined();
    expect(parseJsonContainer('[EMAIL] wrote')).toBeUndefined();
  });

  it('writes indented JSON', () => {
    expect(formatJson({ a: [1, 'x'], b: {} })).toBe(
      '{\n  "a": [\n    1,\n    "x"\n  ],\n  "b": {}\n}',
    );
  });
});

const lines = (value: JsonValue, open: ReadonlySet<string>): string[] =>
  jsonRows(value, open).map(
    (row) =>
      `${'  '.repeat(row.depth)}${row.key === undefined ? '' : `${row.key}: `}${row.text}${row.more ? ',' : ''}`,
  );

describe('jsonRows', () => {
  const order = {
    order: 'A-20418',
    lines: [
      { sku: 'one', note: 'a note long enough that this object does not fit into one line' },
      { sku: 'two' },
    ],
    tags: ['a', 'b'],
    none: [],
  };

  it('folds what is not open and keeps small containers on one line', () => {
    expect(lines(order, new Set(['']))).toEqual([
      '{',
      '  order: A-20418,',
      '  lines: [ 2 items ],',
      '  tags: ["a", "b"],',
      '  none: []',
      '}',
    ]);
    expect(lines(order, new Set(['', '/lines', '/lines/0'])).slice(2, 8)).toEqual([
      '  lines: [',
      '    {',
      '      sku: one,',
      '      note: a note long enough that this object does not fit into one line',
      '    },',
      '    {"sku": "two"}',
    ]);
  });

  it('gives a glimpse of folded objects', () => {
    const text = 'x'.repeat(80);
    const messages = [{ role: 'user', text }, { text }];
    expect(lines(messages, new Set(['']))).toEqual([
      '[',
      '  { role: "user", … 2 keys },',
      '  { 1 key }',
      ']',
    ]);
  });

  it('leaves commas and colons inside strings alone', () => {
    expect(lines({ a: 'x,y:z "q"' }, new Set())).toEqual(['{"a": "x,y:z \\"q\\""}']);
  });

  it('has unique paths, whatever the keys are', () => {
    const value = {
      'a/b': { c: ['x'.repeat(80)] },
      a: { 'b/c': ['y'.repeat(80)] },
      '}': ['z'.repeat(80)],
    };
    const paths = jsonRows(value, new Set(allContainers(value))).map((row) => row.path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('initiallyOpen', () => {
  it('opens small values wholly', () => {
    const value = { a: { b: { c: 'x'.repeat(80) } } };
    expect([...initiallyOpen(value)]).toEqual(['', '/a', '/a/b']);
  });

  it('opens level by level within the budget, the top always', () => {
    const big = {
      list: Array.from({ length: 100 }, () => 'x'.repeat(70)),
      small: { text: 'y'.repeat(80) },
    };
    expect([...initiallyOpen(big, 20)]).toEqual(['', '/small']);
    expect([...initiallyOpen(big.list, 20)]).toEqual(['']);
  });
});
