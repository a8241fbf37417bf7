import { expect, test } from 'vitest';
import { Pieces } from './pieces.ts';

test('what comes byte by byte is kept whole and in its order, in few pieces', () => {
  const bytes = Uint8Array.from({ length: 60_000 }, (_, i) => i % 251);
  const pieces = new Pieces();
  for (let at = 0; at < bytes.length; at++) pieces.add(bytes.slice(at, at + 1));
  expect(Buffer.compare(Buffer.concat(pieces.all()), bytes)).toBe(0);
  expect(pieces.all().length).toBeLessThan(15);
});

test('pieces of any sizes after each other stay in their order', () => {
  const pieces = new Pieces();
  const sizes = [1, 0, 20_000, 3, 70_000, ...Array<number>(40).fill(7), 16_384, 5];
  let next = 0;
  for (const size of sizes) pieces.add(Uint8Array.from({ length: size }, () => next++ % 251));
  const all = Buffer.concat(pieces.all());
  expect(all.every((byte, at) => byte === at % 251)).toBe(true);
  expect(all.length).toBe(next);
});

test('a little of a large buffer does not keep all of it', () => {
  const pieces = new Pieces();
  pieces.add(new Uint8Array(new ArrayBuffer(65_536), 100, 10));
  expect(pieces.all()[0]!.buffer.byteLength).toBe(10);
});
