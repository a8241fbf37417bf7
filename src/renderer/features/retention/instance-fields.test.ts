import { expect, test } from 'vitest';
import type { InstanceRetention } from '../../../shared/contract/retention.ts';
import { readInstance, whatMayGo } from './instance-fields.ts';

const fields = (values: Record<string, string>) => (name: string) => values[name] ?? '';
const disk = { warnBelow: 3, deleteBelow: 2, deleteOldest: false, refuseBelow: 1 };
const rules = (over: Partial<InstanceRetention> = {}): InstanceRetention => ({
  ceilingDays: null,
  disk,
  ...over,
});

test('thresholds have units, empty ones are never reached', () => {
  const read = readInstance(
    fields({ ceilingDays: '365', warnBelow: '2 GB', deleteBelow: '1 GB' }),
    true,
  );
  expect(read).toEqual({
    rules: {
      ceilingDays: 365,
      disk: { warnBelow: 2e9, deleteBelow: 1e9, deleteOldest: true, refuseBelow: 0 },
    },
  });
});

test('thresholds that cross and text that is no amount are named', () => {
  expect(readInstance(fields({ warnBelow: '1 GB', deleteBelow: '2 GB' }), false)).toMatchObject({
    problem: expect.stringContaining('at most the one above it'),
  });
  expect(readInstance(fields({ refuseBelow: 'a little' }), false)).toMatchObject({
    problem: expect.stringContaining('Refuse data'),
  });
});

test('what lets more go is said before', () => {
  const on = (deleteBelow: number) => rules({ disk: { ...disk, deleteOldest: true, deleteBelow } });
  expect(whatMayGo(rules(), rules({ ceilingDays: 30 }))).toContain('older than 30 days');
  expect(whatMayGo(rules(), rules({ ceilingDays: 1 }))).toContain('older than 1 day goes');
  expect(whatMayGo(rules({ ceilingDays: 30 }), rules({ ceilingDays: 60 }))).toBeUndefined();
  expect(whatMayGo(rules(), on(2))).toContain('oldest days');
  expect(whatMayGo(on(2), on(3))).toContain('oldest days');
  expect(whatMayGo(on(3), on(2))).toBeUndefined();
});
