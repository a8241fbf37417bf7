import { SPAN_COLORS } from '../../../ui/theme-color.ts';
import { shareOf } from './time-window.ts';
import type { TraceModel } from './trace-model.ts';

/** Palette entry of a span with an error; 0 is empty, 1 to 20 are the span colors. */
export const ERROR_PIXEL = SPAN_COLORS + 1;

/** Tallest lane of a span, in pixels. */
const MAX_LANE = 5;
/** Height of an error among spans too many for a row of pixels each. */
const ERROR_HEIGHT = 5;

/**
 * The overview of a whole trace as palette entries, row by row: every span is a line at its display position, errors on
 * top. One pass over the spans, whatever their number; with more spans than pixel rows they share rows.
 */
export function overviewPixels(model: TraceModel, width: number, height: number): Uint8Array {
  const { table, tree, extent, colors } = model;
  const pixels = new Uint8Array(width * height);
  if (table.count === 0 || width === 0) return pixels;
  const lane = Math.min(height / table.count, MAX_LANE);
  const thickness = Math.max(1, Math.round(lane * 0.6));
  const draw = (span: number, color: number, thickness: number): void => {
    const top = Math.min(Math.floor(tree.position[span]! * lane), height - thickness);
    const start = table.startNs[span]!;
    const from = Math.min(Math.floor(shareOf(extent, start) * width), width - 1);
    const end = Math.ceil(shareOf(extent, start + table.durationNs[span]!) * width);
    const to = Math.min(Math.max(end, from + 1), width);
    for (let y = top; y < top + thickness; y++)
      pixels.fill(color, y * width + from, y * width + to);
  };
  for (const span of tree.order) draw(span, 1 + colors[table.service[span]!]!, thickness);
  // Where many spans share a row of pixels, an error must not drown in them.
  const tall = Math.max(thickness, Math.min(ERROR_HEIGHT, height));
  for (const span of model.errors) draw(span, ERROR_PIXEL, lane < 2 ? tall : thickness);
  return pixels;
}

/** RGBA bytes of palette entries; `palette` holds one packed little-endian RGBA value per entry. */
export function toRgba(pixels: Uint8Array, palette: Uint32Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) rgba[i] = palette[pixels[i]!]!;
  return new Uint8ClampedArray(rgba.buffer);
}
