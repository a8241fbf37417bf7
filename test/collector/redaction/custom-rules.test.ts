import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppError } from '../../../src/shared/errors.ts';
import { isWord } from '../../../src/main/collector/redaction/code-units.ts';
import { compileRule } from '../../../src/main/collector/redaction/custom-rule.ts';
import type { Hit } from '../../../src/main/collector/redaction/pii-type.ts';
import type { CustomRule } from '../../../src/main/collector/redaction/policy.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { policy } from './policies.ts';

const redact = (rule: CustomRule, text: string): string =>
  new TextRedactor(policy({ rules: [rule] })).redact(text, '').text;

test('keywords are whole words in any case, the longest first', () => {
  const rule: CustomRule = {
    id: 'names',
    type: 'CUSTOMER',
    kind: 'keywords',
    keywords: ['Acme', 'Acme Corp.', 'Ä+B'],
  };
  expect(redact(rule, 'ACME corp. bought ä+b; acmeist and 1acme stay')).toBe(
    '[CUSTOMER] bought [CUSTOMER]; acmeist and 1acme stay',
  );
});

test.each([
  ['a word is found where a longer one is not', ['Acme', 'Acme C'], 'Acme Corp', '[X] Corp'],
  ['a part of a longer word hides none', ['x-ray', 'ray gun'], 'ax-ray gun', 'ax-[X]'],
  ['two in a row', ['ab', 'ab cd'], 'ab ab cd,ab', '[X] [X],[X]'],
  [
    'letters of several alphabets',
    ['straße', 'ΣΊΣΥΦΟΣ', '\u212a'],
    'STRAßE Σίσυφος k',
    '[X] [X] [X]',
  ],
  ['letters that are two units', ['\u{1e900}\u{1e901}'], '\u{1e922}\u{1e923}!', '[X]!'],
  ['no half of a character', ['\udc00'], 'a\u{10000}b', 'a\u{10000}b'],
  ['letters further on in Unicode', ['ti', 'λο'], 'tiếng Ti, ὁ λόγος λο', 'tiếng [X], ὁ λόγος [X]'],
  ['a dotless i is none with a dot', ['info'], 'ınfo INFO', 'ınfo [X]'],
])('keywords: %s', (_what, keywords, text, expected) => {
  expect(redact({ id: 'r', type: 'X', kind: 'keywords', keywords }, text)).toBe(expected);
});

test('keywords in their own case only, where the rule says so', () => {
  const rule = { id: 'r', type: 'X', kind: 'keywords', keywords: ['Acme'] } as const;
  expect(redact({ ...rule, ignoreCase: false }, 'Acme ACME acme')).toBe('[X] ACME acme');
});

/** Where words glue: letters and digits of one word, and the halves of one character. */
function isBetween(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 1), at + 1);
  if (/^[\ud800-\udbff][\udc00-\udfff]$/.test(around)) return true;
  return at > 0 && isWord(around.charCodeAt(0)) && isWord(around.charCodeAt(1));
}

/** Each word tried at each place by the engine of the runtime, the longest first. */
function findPlainly(words: readonly string[], ignoreCase: boolean, text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isBetween(text, at)) continue;
    const ends = words.map((word) => {
      const pattern = new RegExp(
        word.replaceAll(/[$.*+-]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
        ignoreCase ? 'iuy' : 'uy',
      );
      pattern.lastIndex = at;
      return pattern.test(text) && !isBetween(text, pattern.lastIndex) ? pattern.lastIndex : 0;
    });
    const end = Math.max(...ends);
    if (end === 0) continue;
    found.push(`${at} ${end}`);
    at = end - 1;
  }
  return found;
}

test('lists of keywords find what trying each word at each place finds', () => {
  const piece = fc.constantFrom(
    ...'a b c A B C ab abc 1 _ - + . é É ß ẞ s S ſ σ ς Σ i I ı İ k K \u212a å \u212b ω \u2126 \u{1e900} \u{1e922} 😀 \ud83d \ude00 漢 \0'.split(
      ' ',
    ),
    ' ',
  );
  const word = fc
    .array(piece, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('').trim())
    .filter((joined) => joined !== '');
  const words = fc.array(word, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      words.chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.array(fc.oneof(piece, fc.constantFrom(...list)), { maxLength: 30 }),
        ),
      ),
      fc.boolean(),
      fc.boolean(),
      ([keywords, parts], ignoreCase, isLong) => {
        // Long texts are looked at by a pattern first.
        const text = parts.join('') + (isLong ? '.'.repeat(128) : '');
        const hits: Hit[] = [];
        compileRule({ id: 'r', type: 'X', kind: 'keywords', keywords, ignoreCase })(text, hits);
        expect(hits.map(({ start, end }) => `${start} ${end}`)).toEqual(
          findPlainly(keywords, ignoreCase, text),
        );
      },
    ),
    { numRuns: 1000 },
  );
});

test('a pattern sees through escapes of JSON', () => {
  const rule: CustomRule = {
    id: 'emp',
    type: 'EMPLOYEE',
    kind: 'pattern',
    pattern: '\\bEMP-[0-9]{6}\\b',
    replacement: { kind: 'text', template: '<{type}>' },
  };
  expect(redact(rule, '{"a":"see\\nEMP\\u002d123456 😀 EMP-654321"}')).toBe(
    '{"a":"see\\n<EMPLOYEE> 😀 <EMPLOYEE>"}',
  );
});

test.each([
  [{ pattern: '(a' }, /^The pattern cannot be used: missing closing \) \(rule r\)\.$/],
  [{ pattern: '(foo[a-z' }, /missing closing ] at character 5, "\[a-z" \(rule r\)\.$/],
  [{ pattern: 'a*' }, /empty text/],
  [{ pattern: 'b(?=a)b' }, /no look-around at character 2, "\(\?="/],
  [{ pattern: 'b(?<!a)b' }, /no look-around at character 2/],
  [{ pattern: '(a)\\1' }, /no back references at character 4/],
  [{ pattern: 'a{5000}' }, /invalid repeat count at character 2, "\{5000}"/],
  [{ pattern: 'x'.repeat(1001) }, /1 to 1000/],
  [{ pattern: '' }, /1 to 1000/],
])('refuses the pattern of %o', (rule, reason) => {
  const whole: CustomRule = { id: 'r', type: 'X', kind: 'pattern', ...rule };
  expect(() => new TextRedactor(policy({ rules: [whole] }))).toThrow(
    expect.objectContaining({
      code: 'invalid',
      message: expect.stringMatching(reason),
    }) as AppError,
  );
});

test('refuses a rule without keywords', () => {
  for (const keywords of [undefined, [], [' ']]) {
    const rule: CustomRule = { id: 'r', type: 'X', kind: 'keywords', keywords };
    expect(() => compileRule(rule)).toThrow('A rule has 1 to');
  }
});

test('a value on which a rule fails is replaced whole, and counted', () => {
  const redactor = new TextRedactor(
    policy({ rules: [{ id: 'r', type: 'X', kind: 'pattern', pattern: '(?s)a.*b|a' }] }),
  );
  // Each match looks to the end of the text and takes one letter: no engine does that in linear time.
  const { text, hits } = redactor.redactSafely('a'.repeat(400_000), '');
  expect(text).toBe('[REDACTION_FAILED]');
  expect(hits).toMatchObject([{ type: 'REDACTION_FAILED', rule: 'RuleBudgetError' }]);
});

/** The machine does something else for a while whenever a hit is taken. */
class TakenSlowly extends Array<Hit> {
  override push(...hits: Hit[]): number {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    return super.push(...hits);
  }
}

test('time in which the machine was busy with something else is not the time of a rule', () => {
  const find = compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern: 'a' });
  const hits = new TakenSlowly();
  find('a a a', hits);
  expect(hits).toHaveLength(3);
});
