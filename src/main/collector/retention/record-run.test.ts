import { expect, it } from 'vitest';
import type { Removal } from '../../../shared/contract/retention.ts';
import { countsOf } from './record-run.ts';

it('a day that was cut again in the same sweep, as rules changed meanwhile, is one day', () => {
  const cut: Removal = {
    signal: 'traces',
    day: '2026-11-20',
    records: 2,
    bytes: 10,
    reason: 'age',
    whole: false,
  };
  const removals: Removal[] = [cut, { ...cut, signal: 'logs' }, cut, { ...cut, day: '2026-11-21' }];
  expect(countsOf(removals)).toEqual({
    days: 3,
    spans: 6,
    logRecords: 2,
    metricRecords: 0,
    bytes: 40,
  });
});
