import type { Locator } from '@playwright/test';
import decodeQr from 'qr/decode.js';

/** Pixels of a module in the picture that is read. */
const SCALE = 4;

/** What the QR code says that is drawn as an SVG of black squares, as a camera would read it. */
export async function readQr(svg: Locator): Promise<string> {
  const size = Number((await svg.getAttribute('viewBox'))!.split(' ')[2]);
  const path = (await svg.locator('path').getAttribute('d'))!;
  const width = size * SCALE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < SCALE; dy += 1) {
      for (let dx = 0; dx < SCALE; dx += 1) {
        const at = ((Number(y) * SCALE + dy) * width + Number(x) * SCALE + dx) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return decodeQr({ width, height: width, data });
}
