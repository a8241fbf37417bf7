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
  ...'жЖйЙ\u1c80яёüÜöōǫǭậạȧΐΰᾳᾼᾴΆάιΙ\u1fbeωΩ\u2126ևԵւ한글가각한कि\u0958\u0929ไม่🙂𐐀𐐨\u0587',
  // Accents that stand by themselves: composed with what is before them, or not.
  ...'\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0323\u0328\u0331\u0334\u0344\u0345\u093c\u094d',
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
    { numRuns: 4000 },
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
    const apart = char.normalize('NFD');
    if (foldText(char) === char && (apart === char || (code >= 0xac00 && code % 97 > 0))) continue;
    for (const form of [char, apart]) {
      for (const folded of foldText(form)) {
        if (!mayHold(folded, Buffer.from(form))) lost.push(`${code.toString(16)} ${folded}`);
      }
    }
  }
  expect(lost).toEqual([]);
});

/** An integer as an attribute's value is stored. */
function int(value: bigint): Buffer {
  const bytes = [0x18];
  let left = BigInt.asUintN(64, value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return Buffer.of(...bytes, Number(left));
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0x21);
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

test('digits are found in numbers, which are not stored as text', () => {
  const number = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => [String(n), int(n)] as const),
    fc.integer({ min: -500, max: 99_999 }).map((n) => [String(n), int(BigInt(n))] as const),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((n) => [Object.is(n, -0) ? '-0' : String(n), double(n)] as const),
  );
  fc.assert(
    fc.property(number, between, between, fc.nat(), fc.nat(), ([text, bytes], a, b, from, to) => {
      const start = from % text.length;
      const wanted = text.slice(start, start + 1 + (to % (text.length - start)));
      expect(mayHold(wanted, Buffer.concat([a, bytes, b]))).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(mayHold('4711', int(147_110n))).toBe(true);
  expect(mayHold('4711', int(4712n))).toBe(false);
  expect(mayHold('4711', Buffer.from('order 4712'))).toBe(false);
  // A tag may be written longer than it has to be.
  expect(mayHold('4711', Buffer.of(0x98, 0x80, 0, 0xe7, 0x24))).toBe(true);
});

test('letters of all scripts are found in either case, and composed or not', () => {
  for (const [wanted, text] of [
    ['заказ', 'ваш ЗАКАЗ'],
    ['MÜNCHEN', 'mu\u0308nchen'],
    ['für', 'FÜR'],
    ['Ǭ', 'ō\u0328'],
    ['ΌΔΟΣ', 'όδος'],
    ['한글', '\u1112\u1161\u11ab\u1100\u1173\u11af'],
    ['क़लम', '\u0958लम'],
  ] as const) {
    expect({ wanted, told: mayHold(wanted, Buffer.from(text)) }).toEqual({ wanted, told: true });
    expect(mayHold(wanted, Buffer.from('etwas ganz anderes, другое'))).toBe(false);
  }
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
