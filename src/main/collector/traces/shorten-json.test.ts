import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../../test/support/cpu-time.ts';
import { shortenJson, stringAt } from './shorten-json.ts';

const marks: number[] = [];
const mark = (offset: number): string => {
  marks.push(offset);
  return `<${offset}>`;
};
const shorten = (text: string, maxString = 10, maxTotal = 1e6) =>
  shortenJson(text, { maxString, maxTotal }, mark);

describe('shortenJson', () => {
  it('shortens long strings and leaves the rest as it is', () => {
    const text = JSON.stringify([{ role: 'user', content: 'x'.repeat(50) }, 1.5, 'short', null]);
    const { text: short, cut } = shorten(text);
    expect(cut).toBe(false);
    const offset = text.indexOf('"xxx');
    expect(JSON.parse(short)).toEqual([
      { role: 'user', content: `${'x'.repeat(10)}<${offset}>` },
      1.5,
      'short',
      null,
    ]);
    expect(stringAt(text, offset)).toBe('x'.repeat(50));
  });

  it('is the same text when nothing is long', () => {
    const text = '{"a": "b\\"c", "d": [1, 2]}';
    expect(shorten(text)).toEqual({ text, cut: false });
  });

  it.each(['"\\ud83d\\ude00'.repeat(1), '\\\\', '\\n', '\\u00e9', '😀', 'a\\"b'])(
    'never cuts inside an escape or a pair: %s',
    (unit) => {
      const body = unit.replace(/^"/, '').repeat(40);
      const text = `["${body}"]`;
      const whole = (JSON.parse(text) as string[])[0]!;
      for (let max = 12; max < 60; max++) {
        const value = (JSON.parse(shorten(text, max).text) as string[])[0]!;
        const kept = value.slice(0, value.indexOf('<'));
        expect(whole.startsWith(kept)).toBe(true);
        expect(Buffer.from(kept).toString()).toBe(kept);
      }
    },
  );

  it('ends a document that is too long between two outer elements', () => {
    const messages = Array.from({ length: 100 }, (_, i) => ({
      role: 'user',
      content: `message ${i}, with [brackets]`,
    }));
    const { text, cut } = shorten(JSON.stringify(messages), 100, 2000);
    expect(cut).toBe(true);
    const kept = JSON.parse(text) as unknown[];
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.slice(0, -1)).toEqual(messages.slice(0, kept.length - 1));
  });

  it('handles text that is not JSON', () => {
    expect(shorten('"never closed'.repeat(3)).cut).toBe(false);
    expect(shorten('plain words')).toEqual({ text: 'plain words', cut: false });
    expect(stringAt('[1]', 1)).toBeUndefined();
    expect(stringAt('["a', 1)).toBeUndefined();
  });

  it('takes 10 MB without a noticeable pause, whatever is in it', () => {
    const base64 = JSON.stringify([{ data: 'QUJD'.repeat(2.5e6) }]);
    const quotes = JSON.stringify([JSON.stringify([{ a: 'b'.repeat(10) }]).repeat(300_000)]);
    const numbers = JSON.stringify(Array.from({ length: 1e6 }, (_, i) => i / 3));
    for (const text of [base64, quotes, numbers]) {
      expect(cpuMs(() => shorten(text, 16_384, 1 << 20))).toBeLessThan(250);
    }
  });
});
