import { describe, expect, it } from 'vitest';
import { ValueCount } from './value-count.ts';

function count(text: string, pieceBytes: number): number {
  const bytes = Buffer.from(text);
  const values = new ValueCount();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    values.add(bytes.subarray(at, at + pieceBytes));
  }
  return values.add(Buffer.alloc(0));
}

describe('values of a JSON text that comes in pieces', () => {
  it.each([
    ['{}', 1],
    ['[1,2,3]', 3],
    ['{"a":{"b":[1,{}]},"c":2}', 6],
    ['{"text":"[{,[{,"}', 1],
    [String.raw`{"text":"a\",[{","b":"\\",{"c":"é,"}}`, 4],
  ])('%s', (text, expected) => {
    for (const pieceBytes of [1, 2, 3, 1000]) expect(count(text, pieceBytes)).toBe(expected);
  });
});
