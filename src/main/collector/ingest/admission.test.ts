import { describe, expect, test } from 'vitest';
import { Admission, REQUEST_OVERHEAD_BYTES } from './admission.ts';
import { Charge } from './charge.ts';

describe('the byte budget', () => {
  test('never goes over its limit, and is whole again after every release', () => {
    const admission = new Admission(1000);
    expect(admission.charge('a', 700)).toBeUndefined();
    expect(admission.charge('b', 301)).toBe('full');
    expect(admission.charge('b', 300)).toBeUndefined();
    expect(admission.usedBytes).toBe(1000);
    admission.release('a', 700);
    admission.release('b', 300);
    expect(admission.usedBytes).toBe(0);
  });

  test('leaves room for others: a project beyond its share is told to slow down', () => {
    const admission = new Admission(1000);
    admission.charge('loud', 740);
    expect(admission.charge('loud', 20)).toBe('full');
    admission.charge('quiet', 10);
    expect(admission.charge('loud', 20)).toBe('project_full');
    expect(admission.charge('quiet', 200)).toBeUndefined();
  });

  test('takes a first request of any size that fits', () => {
    expect(new Admission(1000).charge('a', 1000)).toBeUndefined();
  });
});

describe('the charge of a request', () => {
  const MIB = 1024 * 1024;

  test('grows with what was sent, not with what was announced', () => {
    const admission = new Admission(100 * MIB);
    const charge = new Charge(admission, 'a');
    expect(charge.open(50 * MIB)).toBeUndefined();
    expect(admission.usedBytes).toBeLessThan(MIB);
    expect(charge.cover(10 * MIB)).toBeUndefined();
    expect(admission.usedBytes).toBe(10 * MIB + REQUEST_OVERHEAD_BYTES);
    charge.release();
    charge.release();
    expect(admission.usedBytes).toBe(0);
  });

  test('is refused at once when the announced length cannot fit, and later when the sent one does not', () => {
    const admission = new Admission(10 * MIB);
    expect(new Charge(admission, 'a').open(11 * MIB)).toBe('full');
    const charge = new Charge(admission, 'a');
    charge.open(0);
    expect(charge.cover(11 * MIB)).toBe('full');
    charge.release();
    expect(admission.usedBytes).toBe(0);
  });
});
