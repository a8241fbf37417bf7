import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Replacement } from '../../../src/main/collector/redaction/policy.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { labelledTexts, MARKED } from './labelled-texts.ts';
import { policy } from './policies.ts';
import { card, createRandom, email, iban, secret, ssn } from './random-values.ts';

const REPLACEMENTS: readonly Replacement[] = [
  { kind: 'text', template: '[{type}]' },
  { kind: 'text', template: '[REDACTED:{type}]' },
  { kind: 'text', template: '<{type}>' },
  { kind: 'mask' },
  { kind: 'pseudonym' },
  { kind: 'remove' },
];
const redactors = REPLACEMENTS.map((replacement) => new TextRedactor(policy({}, replacement)));
const marking = redactors[0]!;

/** A value that no replacement leaves in part: masks show the last four characters. */
const planted = fc.nat().map((seed) => {
  const random = createRandom(seed);
  return [email, card, ssn, iban, secret][seed % 5]!(random);
});
/** Text that is glued to no value: what is glued to a word is no value. */
const around = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => `${text.replaceAll(/[\p{L}\p{N}_@%+.&'/:=~-]/gu, ' ')} `);

test('a planted value is never left, in plain text or in a string of JSON, escaped or not', () => {
  fc.assert(
    fc.property(planted, around, around, fc.nat(3), (value, before, after, depth) => {
      let text = `${before}${value} ${after}`;
      for (let level = 0; level < depth; level++) text = JSON.stringify({ content: [text] });
      expect(marking.redact(text, '').text).not.toContain(value);
      const escaped = [...value]
        .map((unit) => `\\u${unit.codePointAt(0)!.toString(16).padStart(4, '0')}`)
        .join('');
      if (value.length !== [...value].length) return;
      const json = `{"content":"${escaped}"}`;
      expect(JSON.stringify(JSON.parse(marking.redact(json, '').text))).not.toContain(value);
    }),
    { numRuns: 500 },
  );
});

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });

test.each(redactors.map((redactor, index) => [REPLACEMENTS[index]!, redactor] as const))(
  'JSON stays JSON with %o',
  (_replacement, redactor) => {
    const number = planted.map((value) => (/^\d+$/.test(value) ? Number(value) : value));
    const document = fc.oneof(
      fc.record({ a: json, b: number, c: fc.array(number), d: planted }),
      fc.array(fc.oneof(number, json)),
    );
    fc.assert(
      fc.property(document, fc.boolean(), fc.boolean(), (value, pretty, nested) => {
        const inner = JSON.stringify(value, null, pretty ? 2 : 0);
        const text = nested ? JSON.stringify({ arguments: inner, n: [value] }) : inner;
        const { text: redacted } = redactor.redact(text, '');
        const parsed = JSON.parse(redacted) as { arguments?: string };
        if (nested) JSON.parse(parsed.arguments!);
      }),
      { numRuns: 300 },
    );
  },
);

/** What servers answer and people write, with secrets under names that a replacement stays under. */
const RESPONSES = [
  'Set-Cookie: laravel_session=ghKJ12lmnOPQ34rstUVW56xyz; Path=/; HttpOnly',
  '{"set-cookie":["access_token=ghKJ12lmnOPQ34rstUVW56xyz; Path=/; HttpOnly; Secure"]}',
  "curl -b 'session=ghKJ12lmnOPQ34rstUVW56xyz' https://x.io",
  'curl --header "Proxy-Authorization:GenieKey 8051b559-09ef-48dc-b761-16ef61097d08" https://x.io',
  "CREATE USER app IDENTIFIED BY 'harbor6119kiwi'",
  '{"password":"harbor6119kiwi","api_key":"ghKJ12lmnOPQ34rstUVW56xyz"}',
].map((text) => ({ text }));

test.each(redactors.map((redactor, index) => [REPLACEMENTS[index]!, redactor] as const))(
  'a second pass changes nothing, with %o',
  (replacement, redactor) => {
    // Where a value is removed, what comes next may stand for it.
    const marked = replacement.kind === 'remove' ? [] : [...MARKED, ...RESPONSES];
    for (const { text } of [...labelledTexts(1000, 11), ...marked]) {
      const once = redactor.redact(text, '').text;
      expect(redactor.redact(once, '').text, `${text} ${JSON.stringify(replacement)}`).toBe(once);
    }
  },
);

test('random text is taken in its stride, and what comes out of it is stable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (text, key) => {
      const once = marking.redact(text, key).text;
      expect(marking.redact(once, key).text).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('detecting finds the same and changes nothing', () => {
  const detecting = new TextRedactor(policy({ mode: 'detect' }));
  for (const { text } of labelledTexts(500, 3)) {
    const detected = detecting.redact(text, '');
    expect(detected.text).toBe(text);
    expect(detected.hits).toEqual(marking.redact(text, '').hits);
  }
});
