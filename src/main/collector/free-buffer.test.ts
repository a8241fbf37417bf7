import { expect, test } from 'vitest';
import { freeBuffer, freePiece } from './free-buffer.ts';

test('gives back the memory of a large buffer at once', () => {
  const buffer = new ArrayBuffer(64 * 1024);
  freeBuffer(buffer);
  expect(buffer.byteLength).toBe(0);
});

test('leaves a buffer alone of which the piece is only a part', () => {
  const buffer = new ArrayBuffer(64 * 1024);
  freePiece(new Uint8Array(buffer, 0, 32 * 1024));
  expect(buffer.byteLength).toBe(64 * 1024);
  const whole = new Uint8Array(buffer);
  freePiece(whole);
  expect(whole.length).toBe(0);
});
