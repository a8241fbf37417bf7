import { expect, test } from 'vitest';
import { sameTraceId, traceIdBytes, traceKey } from './trace-key.ts';

test('a key is a safe whole number, whatever the id', () => {
  for (const hex of ['f'.repeat(32), '0'.repeat(32), `${'f'.repeat(16)}${'0'.repeat(16)}`]) {
    expect(Number.isSafeInteger(traceKey(traceIdBytes(hex), 0))).toBe(true);
  }
});

test('ids of 64 bits spread over the keys, on whichever side they are padded', () => {
  for (const pad of ['padStart', 'padEnd'] as const) {
    const keys = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const short = (i + 1).toString(16).padStart(16, '0');
      keys.add(traceKey(traceIdBytes(short[pad](32, '0')), 0));
    }
    expect(keys.size).toBe(1000);
  }
});

test('ids whose halves are the same spread over the keys too', () => {
  const keys = new Set<number>();
  for (let i = 1; i <= 1000; i++) {
    keys.add(traceKey(traceIdBytes(i.toString(16).padStart(16, '0').repeat(2)), 0));
  }
  expect(keys.size).toBe(1000);
});

test('the id is read where it is', () => {
  const id = traceIdBytes('0123456789abcdeffedcba9876543210');
  const inside = new Uint8Array(40);
  inside.set(id, 9);
  expect(traceKey(inside, 9)).toBe(traceKey(id, 0));
  expect(sameTraceId(inside, 9, id, 0)).toBe(true);
  inside[24] = 1;
  expect(sameTraceId(inside, 9, id, 0)).toBe(false);
});
