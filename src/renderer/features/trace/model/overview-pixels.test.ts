import { describe, expect, it } from 'vitest';
import { largeTable, sketchTable, summaryOf } from '../../../../../test/support/span-tables.ts';
import { ERROR_PIXEL, overviewPixels, toRgba } from './overview-pixels.ts';
import { createTraceModel } from './trace-model.ts';

describe('overviewPixels', () => {
  it('draws each span as a line in the color of its service, errors on top', () => {
    const table = sketchTable([
      { name: 'root', start: 0, duration: 10, service: 'a' },
      { name: 'child', parent: 'root', start: 5, duration: 5, service: 'b' },
      { name: 'bad', parent: 'root', start: 9.99, duration: 0, service: 'b', error: true },
    ]);
    const model = createTraceModel(summaryOf(table), table);
    const [a = 0, b = 0] = [...model.colors].map((color) => color + 1);
    const pixels = overviewPixels(model, 10, 15);
    const row = (y: number): number[] => [...pixels.subarray(y * 10, y * 10 + 10)];
    expect(row(0)).toEqual(Array.from({ length: 10 }, () => a));
    expect(row(3)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(row(5)).toEqual([0, 0, 0, 0, 0, b, b, b, b, b]);
    expect(row(10)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, ERROR_PIXEL]);
  });

  it('keeps every error of 100,000 spans in sight', () => {
    const table = largeTable(100_000);
    const pixels = overviewPixels(createTraceModel(summaryOf(table), table), 800, 46);
    expect(pixels.filter((pixel) => pixel === ERROR_PIXEL).length).toBeGreaterThan(100);
  });

  it('becomes RGBA through the palette', () => {
    const palette = new Uint32Array([0, 0xff112233]);
    expect([...toRgba(Uint8Array.of(1, 0), palette)]).toEqual([0x33, 0x22, 0x11, 0xff, 0, 0, 0, 0]);
  });
});
