import { describe, expect, it } from 'vitest';
import { labelTicks, roundStep, ticksOf } from './ruler.ts';

const labels = (fromNs: number, toNs: number, lane = 500): string[] =>
  ticksOf({ fromNs, toNs }, lane, 100).map((tick) => tick.label);

describe('roundStep', () => {
  it.each([
    [0.3, 1],
    [1, 1],
    [3, 5],
    [70, 100],
    [100, 100],
    [101, 200],
    [2.1e9, 5e9],
    [1.1e10, 1.5e10],
    [6.1e10, 1.2e11],
    [9e13, 1.728e14],
  ])('%d ns becomes %d ns', (ns, step) => {
    expect(roundStep(ns)).toBe(step);
  });
});

describe('ticksOf', () => {
  it('uses one unit and one number of decimals', () => {
    expect(labels(0, 4.12e9)).toEqual(['0 s', '1 s', '2 s', '3 s', '4 s']);
    expect(labels(0, 1.5e9)).toEqual(['0.0 s', '0.5 s', '1.0 s', '1.5 s']);
    expect(labels(0, 900)).toEqual(['0 ns', '200 ns', '400 ns', '600 ns', '800 ns']);
    expect(labels(0, 450e3)).toEqual(['0 µs', '100 µs', '200 µs', '300 µs', '400 µs']);
  });

  it('shows time before the start as negative', () => {
    expect(labels(-120e6, 300e6)).toEqual(['-100 ms', '0 ms', '100 ms', '200 ms', '300 ms']);
  });

  it('writes long traces in minutes, hours and days', () => {
    expect(labels(0, 7200e9)).toEqual([
      '0 min',
      '30 min',
      '1 h 00 min',
      '1 h 30 min',
      '2 h 00 min',
    ]);
    expect(labels(0, 24 * 3_600e9).slice(0, 3)).toEqual(['0 h', '6 h', '12 h']);
    expect(labels(0, 4 * 86_400e9).at(-1)).toBe('4 d 0 h');
  });

  it('stays exact when zoomed in far from the start', () => {
    expect(labels(4e9, 4e9 + 5000)).toEqual([
      '4.000000 s',
      '4.000001 s',
      '4.000002 s',
      '4.000003 s',
      '4.000004 s',
      '4.000005 s',
    ]);
  });

  it('has no ticks without width', () => {
    expect(ticksOf({ fromNs: 0, toNs: 1 }, 0)).toEqual([]);
  });
});

describe('labelTicks', () => {
  it('no label is cut off or lies over another, whatever the lane', () => {
    for (let lane = 60; lane < 900; lane += 7) {
      const window = { fromNs: 0, toNs: 1e9 };
      const placed = labelTicks(ticksOf(window, lane), window, lane).filter(
        ({ isShown }) => isShown,
      );
      let end = 0;
      for (const { tick, x, isLast } of placed) {
        const width = tick.label.length * 6.7 + 10;
        const [from, to] = isLast ? [x - width, x] : [x, x + width];
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeLessThanOrEqual(lane);
        end = to;
      }
    }
  });
});
