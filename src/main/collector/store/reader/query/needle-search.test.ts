import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../fold-text.ts';
import { NeedleSearch } from './needle-search.ts';
import { needleOf } from './text-needle.ts';

const PIECE = 32 * 1024;

/** Characters of which some are folded into ASCII or into one another, and what stands between words. */
const chars = fc.constantFrom(
  ...'abfhijklnstwyzABFHIJKLNSTWYZ019 ;`.-+"\\',
  ...'ßẞſıİŉǰẖẗẘẙẚ\u212a\u212b\u037e\u1fefﬀﬁﬂﬃﬄﬅﬆ東京\uf9e9\u{2f800}ΣσςéÉＡｂｚ０；\u3000',
  'e\u0301',
  'i\u0307',
  'n\u0303',
);
const texts = fc.array(chars, { maxLength: 12 }).map((parts) => parts.join(''));
/** What is between texts in a message: anything, also parts of characters. */
const between = fc.uint8Array({ maxLength: 40 });

const mayHold = (wanted: string, bytes: Buffer, start = 0, end = bytes.length): boolean => {
  const needle = needleOf(foldText(wanted));
  if (needle === undefined) return true;
  const search = new NeedleSearch(needle);
  return search.begin(bytes) && search.mayBeIn(start, end);
};

test('every text that is found is in a stretch where it may be', () => {
  let ruledOut = 0;
  fc.assert(
    fc.property(
      fc.array(fc.record({ text: texts, before: between }), { minLength: 1, maxLength: 8 }),
      texts,
      fc.nat(),
      fc.nat({ max: 12 }),
      // So far before the end of a piece that what follows lies across it.
      fc.constantFrom(0, PIECE - 30, 2 * PIECE - 12),
      (spans, other, from, length, offset) => {
        const source = [...spans.map(({ text }) => text), other][from % (spans.length + 1)]!;
        const wanted = source.slice(from % (source.length + 1)).slice(0, length);
        const needle = needleOf(foldText(wanted));
        if (needle === undefined) return;
        const bodies = spans.map(({ text, before }) =>
          Buffer.concat([before, Buffer.from(text), Buffer.of(0x12, 0)]),
        );
        const frame = Buffer.concat([Buffer.alloc(offset), ...bodies]);
        const search = new NeedleSearch(needle);
        const isAnywhere = search.begin(frame);
        let at = offset;
        for (const [i, body] of bodies.entries()) {
          const told = isAnywhere && search.mayBeIn(at, at + body.length);
          if (foldText(spans[i]!.text).includes(foldText(wanted))) expect(told).toBe(true);
          else if (!told) ruledOut++;
          at += body.length;
        }
      },
    ),
    { numRuns: 3000 },
  );
  // Or the test would hold for a search that says "perhaps" to everything.
  expect(ruledOut).toBeGreaterThan(1000);
});

test('no character that is folded into others is lost, whatever language it is of', () => {
  const lost: string[] = [];
  // Planes above have neither letter case nor other compositions.
  for (let code = 0; code <= 0x3ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const char = String.fromCodePoint(code);
    for (const folded of foldText(char)) {
      if (!/[\x20-\x7e㐀-鿿]/.test(folded)) continue;
      if (!mayHold(folded, Buffer.from(char))) lost.push(`${code.toString(16)} ${folded}`);
    }
  }
  expect(lost).toEqual([]);
});

test('random bytes are ruled out but for those that begin a special character', () => {
  const bytes = Buffer.from('c39f c5bf 0a12', 'hex');
  expect(mayHold('needle', bytes)).toBe(false);
  expect(mayHold('kiss', bytes, 3)).toBe(false);
  expect(mayHold('kiss', Buffer.from('KIß'))).toBe(true);
  expect(mayHold('kiss', Buffer.from('xx KiSS'))).toBe(true);
  expect(mayHold('東京', Buffer.from('x東京'))).toBe(true);
  expect(mayHold('東京', Buffer.from('東 京'))).toBe(false);
});
