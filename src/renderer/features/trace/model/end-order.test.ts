import { expect, it } from 'vitest';
import { largeTable } from '../../../../../test/support/span-tables.ts';
import { byEndDescending } from './end-order.ts';

it.each([0, 1, 2, 4_096, 4_097, 30_000])('sorts %i spans by their end and loses none', (count) => {
  const table = largeTable(30_000);
  // Every span once, far out of order: 7919 shares no factor with any of the counts.
  const spans = Int32Array.from({ length: count }, (_, i) => (i * 7919) % Math.max(count, 1));
  const steps = byEndDescending(table, spans.slice());
  let step = steps.next();
  let yields = 0;
  for (; !step.done; step = steps.next()) yields += 1;
  const ends = [...step.value].map((span) => table.startNs[span]! + table.durationNs[span]!);
  expect(ends).toEqual([...ends].sort((a, b) => b - a));
  expect([...step.value].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  // Long lists give way in between, short ones need not.
  expect(yields > 0).toBe(count > 4_096);
});
