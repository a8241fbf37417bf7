import { expect, it } from 'vitest';
import { doctorLines } from './doctor-lines.ts';

const day = (index: number, state: 'ok' | 'failed' = 'ok') => ({
  name: `prj_1/traces/2026-11-${String(index).padStart(2, '0')}`,
  state,
  message: state === 'ok' ? '1 segment, 4 records' : 'it is damaged',
});
const disk = { name: 'disk', state: 'ok', message: 'there is room' } as const;

it('sums many data files that are in order up, and names the others', () => {
  const checks = [disk, ...Array.from({ length: 20 }, (_, i) => day(i + 1)), day(25, 'failed')];
  expect(doctorLines(checks)).toEqual([
    disk,
    day(25, 'failed'),
    { name: 'data files', state: 'ok', message: '20 of 21 are in order' },
  ]);
});

it('tells few files one by one', () => {
  const checks = [disk, day(1), day(2)];
  expect(doctorLines(checks)).toEqual(checks);
});
