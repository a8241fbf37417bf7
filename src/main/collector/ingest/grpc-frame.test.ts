import { expect, test } from 'vitest';
import { readFrame, writeFrame } from './grpc-frame.ts';

const message = Uint8Array.from({ length: 300 }, (_, index) => index % 256);

/** Cuts bytes into pieces of `size`. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

test.each([1, 2, 3, 4, 5, 6, 7, 304, 305, 1000])(
  'reads a message in pieces of %i bytes',
  (size) => {
    const read = readFrame(cut(writeFrame(message), size));
    if (typeof read === 'string') throw new Error(read);
    expect(read.compressed).toBe(false);
    expect(Buffer.compare(Buffer.concat(read.payload), message)).toBe(0);
  },
);

test('an empty message is a message', () => {
  expect(readFrame([writeFrame(new Uint8Array(0))])).toEqual({ compressed: false, payload: [] });
});

test('tells what is not exactly one message', () => {
  const frame = writeFrame(message);
  expect(readFrame([])).toContain('no message');
  expect(readFrame([frame.subarray(0, 4)])).toContain('no message');
  expect(readFrame([frame.subarray(0, 200)])).toContain('195 of 300 bytes');
  expect(readFrame([frame, frame])).toContain('more than one');
  expect(readFrame([Uint8Array.of(2, 0, 0, 0, 0)])).toContain('flag');
});
