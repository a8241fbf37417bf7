import { describe, expect, it } from 'vitest';
import { barOf, labelOf } from './bar.ts';

const window = { fromNs: 0, toNs: 1000 };

const bar = (left: number, width: number) => ({
  left,
  width,
  cutLeft: false,
  cutRight: false,
  outside: undefined,
});

describe('barOf', () => {
  it('scales a span to the lane', () => {
    expect(barOf(250, 500, window, 400)).toEqual({
      left: 100,
      width: 200,
      cutLeft: false,
      cutRight: false,
      outside: undefined,
    });
  });

  it('cuts a bar at the edges of the window and says so', () => {
    expect(barOf(-500, 2000, window, 400)).toMatchObject({
      left: 0,
      width: 400,
      cutLeft: true,
      cutRight: true,
    });
  });

  it('keeps a span without duration visible, at the right edge too', () => {
    expect(barOf(500, 0, window, 400)).toMatchObject({ left: 200, width: 3 });
    expect(barOf(1000, 0, window, 400)).toMatchObject({ left: 397, width: 3 });
  });

  it('marks spans outside the window by their side', () => {
    expect(barOf(-50, 20, window, 400).outside).toBe('left');
    expect(barOf(1500, 20, window, 400).outside).toBe('right');
  });
});

describe('labelOf', () => {
  it('writes right of the bar where there is room', () => {
    expect(labelOf(bar(10, 50), 40, 400)).toEqual({ side: 'right', x: 66 });
  });

  it('else left of it', () => {
    expect(labelOf(bar(300, 90), 40, 400)).toEqual({ side: 'left', x: 254 });
  });

  it('else inside its right end', () => {
    expect(labelOf(bar(0, 400), 40, 400)).toEqual({ side: 'inside', x: 355 });
  });

  it('never leaves the lane', () => {
    for (let lane = 20; lane < 300; lane += 7) {
      for (let left = 0; left < lane; left += 11) {
        for (let width = 3; left + width <= lane; width += 13) {
          const label = labelOf(bar(left, width), 15, lane);
          expect(label.x).toBeGreaterThanOrEqual(0);
          expect(label.x + 15).toBeLessThanOrEqual(lane);
        }
      }
    }
  });
});
