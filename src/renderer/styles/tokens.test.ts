import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** Tokens of one theme: name to relative luminance (WCAG 2.2) of their OKLCH color. */
function luminances(theme: string): Map<string, number> {
  const block = css.split(`[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? '';
  const found = [...block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)];
  return new Map(
    found.map(([, name = '', l, c, h]) => [name, luminance(Number(l), Number(c), Number(h))]),
  );
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

function luminance(l: number, c: number, h: number): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z;
  const green = -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z;
  const blue = -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z;
  return 0.2126 * clamp(red) + 0.7152 * clamp(green) + 0.0722 * clamp(blue);
}

describe.each(['light', 'dark'])('tokens of the %s theme', (theme) => {
  const tokens = luminances(theme);
  const contrast = (a: string, b: string): number => {
    const [first = Number.NaN, second = Number.NaN] = [tokens.get(a), tokens.get(b)];
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  };
  const surfaces = ['bg', 'panel', 'raised', 'hover', 'accent-bg'];

  it.each(['text', 'muted', 'faint', 'accent', 'err', 'warn', 'ok'])(
    'text in --%s is readable on every surface',
    (name) => {
      for (const surface of surfaces) {
        expect(contrast(name, surface), surface).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each([
    ['err', 'err-bg'],
    ['warn', 'warn-bg'],
    ['ok', 'ok-bg'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-err', 'err'],
  ])('--%s is readable on --%s', (text, surface) => {
    expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it('has twenty span colors that stand out from what they are drawn on', () => {
    for (let index = 1; index <= 20; index++) {
      for (const surface of ['bg', 'panel', 'accent-bg']) {
        expect(contrast(`span-${index}`, surface), `span-${index}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
