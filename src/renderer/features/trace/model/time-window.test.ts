import { describe, expect, it } from 'vitest';
import { sketchTable } from '../../../../../test/support/span-tables.ts';
import { between, clampWindow, extentOf, isWhole, panBy, zoomAround } from './time-window.ts';

const extent = { fromNs: -1000, toNs: 9000 };

it('reaches from the earliest start, skewed ones included, to the latest end', () => {
  const table = sketchTable([
    { name: 'root', start: 0, duration: 5 },
    { name: 'skewed', parent: 'root', start: -2, duration: 1 },
    { name: 'late', parent: 'root', start: 4, duration: 3 },
  ]);
  expect(extentOf(table)).toEqual({ fromNs: -2e6, toNs: 7e6 });
});

it('is never empty', () => {
  expect(extentOf(sketchTable([{ name: 'instant', start: 0, duration: 0 }]))).toEqual({
    fromNs: 0,
    toNs: 1,
  });
});

describe('zoomAround', () => {
  it('keeps the moment under the pointer in place', () => {
    const window = zoomAround(extent, extent, 0.5, 1500);
    expect(window).toEqual({ fromNs: 250, toNs: 5250 });
    expect((1500 - window.fromNs) / 5000).toBeCloseTo((1500 - extent.fromNs) / 10_000);
  });

  it('stops at the whole trace and at 100 ns', () => {
    expect(isWhole(zoomAround(extent, extent, 4, 0), extent)).toBe(true);
    let window = zoomAround(extent, extent, 0.5, 4000);
    for (let i = 0; i < 60; i++) window = zoomAround(window, extent, 0.5, 4000);
    expect(window.toNs - window.fromNs).toBeCloseTo(100);
  });
});

it('pans to the edge and no further, keeping its width', () => {
  expect(panBy({ fromNs: 0, toNs: 1000 }, extent, 0.2)).toEqual({ fromNs: 200, toNs: 1200 });
  expect(panBy({ fromNs: 8500, toNs: 9000 }, extent, 3)).toEqual({ fromNs: 8500, toNs: 9000 });
});

it('takes a drag in either direction', () => {
  expect(between(700, 300, extent)).toEqual({ fromNs: 300, toNs: 700 });
  expect(between(8950, 99_000, extent)).toEqual({ fromNs: -1000, toNs: 9000 });
  expect(clampWindow({ fromNs: -5000, toNs: -4000 }, extent)).toEqual({ fromNs: -1000, toNs: 0 });
});
