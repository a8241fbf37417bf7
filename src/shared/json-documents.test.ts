import { describe, expect, it } from 'vitest';
import { JsonDocumentFinder } from './json-documents.ts';

function find(text: string, pieceLength = text.length || 1): { text: string; line: number }[] {
  const bytes = new TextEncoder().encode(text);
  const finder = new JsonDocumentFinder();
  const found = [];
  for (let at = 0; at < bytes.length; at += pieceLength)
    found.push(...finder.feed(bytes.subarray(at, at + pieceLength)));
  found.push(...finder.end());
  return found.map(({ start, end, line }) => ({
    text: new TextDecoder().decode(bytes.subarray(start, end)),
    line,
  }));
}

describe('JsonDocumentFinder', () => {
  it('finds one document a line, with or without a last line break', () => {
    expect(find('{"a":1}\n{"b":2}')).toEqual([
      { text: '{"a":1}', line: 1 },
      { text: '{"b":2}', line: 2 },
    ]);
  });

  it('finds a document over many lines', () => {
    expect(find('\n{\n  "a": [\n    {"b": 1}\n  ]\n}\n')).toEqual([
      { text: '{\n  "a": [\n    {"b": 1}\n  ]\n}', line: 2 },
    ]);
  });

  it('is not misled by braces and escaped quotes in strings', () => {
    const document = String.raw`{"a":"}\"{","b":"\\"}`;
    expect(find(`${document}\n${document}`)).toEqual([
      { text: document, line: 1 },
      { text: document, line: 2 },
    ]);
  });

  it('keeps the lines after a broken one', () => {
    expect(
      find('{"a":[1,\n{"b":2}\n{"c":"open\n{"d":4}\n').map((entry) => entry.text.trim()),
    ).toEqual(['{"a":[1,', '{"b":2}', '{"c":"open', '{"d":4}']);
  });

  it('reports junk between documents instead of dropping it', () => {
    expect(find('oops\n{"a":1}\n').map((entry) => entry.text.trim())).toEqual(['oops', '{"a":1}']);
  });

  it.each([1, 2, 3, 7])('gives the same answer fed in pieces of %i bytes', (length) => {
    const text = '{"a":"é\\u0041{"}\n\n{\n "b": []\n}{"c":1}\n{"broken\n{"d":2}';
    expect(find(text, length)).toEqual(find(text));
  });
});
