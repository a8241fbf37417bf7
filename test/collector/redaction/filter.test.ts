import * as fc from 'fast-check';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { ActivePolicy } from '../../../src/main/collector/redaction/policy.ts';
import { RecordFilter } from '../../../src/main/collector/redaction/record-filter.ts';
import { RecordRedactor } from '../../../src/main/collector/redaction/record-redactor.ts';
import { Scan } from '../../../src/main/collector/redaction/scan.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { labelledTexts } from './labelled-texts.ts';
import { policy } from './policies.ts';
import { createRandom, iban, pick, token } from './random-values.ts';
import { spanOf, type Attribute } from './span-records.ts';

let filter: RecordFilter;
beforeAll(() => {
  filter = new RecordFilter();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const texts = labelledTexts(2000, 5).map(({ text }) => text);
const pieces = fc.nat(texts.length - 1).chain((index) => {
  const text = texts[index]!;
  return fc.tuple(fc.nat(text.length), fc.nat(60)).map(([at, size]) => text.slice(at, at + size));
});
/** What glues values to others, hides them, or begins one. */
const GLUE =
  ' |\n|\\n|\\"|: |=|.|-|--|_|/|\u00a0|\u200b|é|Ω|١|\u001b[31m|\\u0040|\\u2013|１|(|) |+|0|1234567|a|A|S|://|@|%40|::|~|call |ssn |card |"created":|password |Bearer |sk-|漢|😀|\ud800|-u a:|,"n":7}|12,|345]|6789"|12345;|123456,|. |.\n|hvs.|_ |sw|wo|password|"k":|10.0.0.|-12-|<password>|</|пароль: |密码：|passe: |тел. |+1234567|z|rization","|**|-key","|密码是|ña es |1$|@tcp(|/x@h:1521/a|gnature=|4111%201111%20|5%5Bfe80:|wa.me/442079460018|10.2.3.4-10.2.3.9|name,phone\nx,12 34 56 78|{SSHA}|{SHA}AbC1dEf2GhI3jKl4MnO5pQr6|4155550132.0|4111111111111111.0 |512.48.7639|&#64;|&#x2b;|&nbsp;|&commat;|\\x40|\u0301|\ufe0f|৪|name,phone\nx,1234567890|"1234567",|name,password\nx,a1b2c3!|4 1 5 5 5 5 0 1 3 2|:443|gsm |acme_sk_|-live-|token |is token |api key |key is |AZDO|PASSWORD, "|"PASSWORD") or "|PASSWORD!== "|",\n    4155550132,|"phones":[|AbC1dEf2GhI3jKl4MnO5pQr6|requirepass |AUTH |net user ada |P@ss0|secret is | by \'|wandb login | -S |-storepass |_USERPWD, "a:b|h:5432:|*:*:|:db:ada:a1b2c3|"d":"AbC1dEf2GhI3jKl4MnO5pQr6"|{"kty":|$9$'.split(
    '|',
  );
const glued = fc
  .array(fc.oneof(pieces, fc.constantFrom(...GLUE), fc.string({ unit: 'binary', maxLength: 8 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

test('what the filter calls clean has nothing in it', () => {
  const scan = new Scan();
  let clean = 0;
  const check = (text: string): void => {
    const bytes = Buffer.from(text);
    if (!filter.isCleanText(bytes)) return;
    clean++;
    const found = scan.findBytes(bytes, 0, bytes.length, '') ?? scan.find(bytes.toString());
    expect(found, JSON.stringify(text)).toEqual([]);
    expect(scan.find(bytes.toString()), JSON.stringify(text)).toEqual([]);
  };
  texts.forEach(check);
  fc.assert(fc.property(glued, check), { numRuns: 2500 });
  // It would be of no use if it called nothing clean.
  expect(clean).toBeGreaterThan(500);
});

test('what the filter calls clean has no IBAN in it', () => {
  const scan = new Scan();
  const random = createRandom(11);
  const SEPARATORS = ['', ' ', '-', '  ', '.'];
  const BEFORE = ['', 'iban ', 'IBAN: ', 'account ', 'x', '-', 'a-', '550e8400-'];
  const AFTER = ['', ' ', 'a', '7', '-', ' and more', '-41d4-a716', ' ABCD 1234', 'é'];
  let found = 0;
  for (let round = 0; round < 6000; round++) {
    const whole = round % 5 === 0 ? token(random, 12 + (round % 30)) : iban(random);
    const country = pick(random, ['', '', 'DE', 'NO', 'be', 'ZZ', 'mT', 'RU']);
    const number = country + whole.slice(country.length);
    const cut = random() < 0.3 ? number.slice(0, 4 + Math.floor(random() * 30)) : number;
    const groups = cut.match(/.{1,4}/g)!.join(pick(random, SEPARATORS));
    const cased = random() < 0.3 ? groups.toLowerCase() : groups;
    const text = pick(random, BEFORE) + cased + pick(random, AFTER);
    const hits = scan.find(text);
    if (hits.some(({ type }) => type === 'IBAN')) found++;
    if (filter.isCleanText(Buffer.from(text))) expect(hits, text).toEqual([]);
  }
  expect(found).toBeGreaterThan(500);
});

test('a scanner that the filter walks for finds what one without it finds', () => {
  const walked = new Scan(filter);
  const alone = new Scan(null);
  const check = (text: string): void => {
    // Short ones are loaded in another way.
    const all = text.length > 80 ? [text] : [text, `${text} ${'and so on '.repeat(8)}${text}`];
    for (const each of all) {
      for (const key of ['', 'phone', 'user.id', 'api_key']) {
        expect(walked.find(each, key), JSON.stringify(each)).toEqual(alone.find(each, key));
        expect(walked.encoded, JSON.stringify(each)).toEqual(alone.encoded);
      }
      const bytes = Buffer.from(each);
      const found = walked.findBytes(bytes, 0, bytes.length, '');
      expect(found, JSON.stringify(each)).toEqual(alone.findBytes(bytes, 0, bytes.length, ''));
      // What lies there as ASCII is read like a text, its escapes undone first.
      if (found !== undefined) expect(found, JSON.stringify(each)).toEqual(alone.find(each));
    }
  };
  for (let at = 0; at < texts.length; at += 5) check(texts.slice(at, at + 5).join(' '));
  fc.assert(fc.property(glued, check), { numRuns: 2500 });
});

const KEYS = [
  'k',
  'phone',
  'card_number',
  'api_key',
  'user.id',
  'body.ssn',
  'ada@corp.io',
  'drop.me',
];
const NUMBERS = [0, 7, 999_999, 4_155_550_132, 4_111_111_111_111_111, -4_155_550_132, 0.5];

const attribute = fc.record<Attribute>({
  key: fc.constantFrom(...KEYS),
  value: fc.oneof(
    { weight: 4, arbitrary: glued },
    glued.map((text) => Buffer.from(text).toString('base64')),
    fc.constantFrom(...NUMBERS),
  ),
  shape: fc.constantFrom('plain', 'int', 'list', 'map', 'twice', 'bytes'),
});

const POLICIES: readonly Partial<ActivePolicy>[] = [
  {},
  { mode: 'detect' },
  { types: { EMAIL: { kind: 'remove' } } },
  { types: {} },
  { allowKeys: ['phone', 'api_key'], dropKeys: ['drop.*'], allowDomains: ['corp.io'] },
  { keepOnlyKeys: ['k', 'card_number'] },
  { rules: [{ id: 'r1', type: 'WORD', kind: 'keywords', keywords: ['the', 'e'] }] },
  { rules: [{ id: 'r3', type: 'WORD', kind: 'keywords', keywords: ['call', 'Ssn', 'é漢', 'k:'] }] },
  {
    types: {},
    rules: [
      { id: 'r4', type: 'A', kind: 'keywords', keywords: ['Zebra', '@-1'], ignoreCase: false },
      { id: 'r5', type: 'B', kind: 'keywords', keywords: ['bearer', 'Ω', '\u212a'] },
    ],
  },
  { rules: [{ id: 'r6', type: 'NUMBER', kind: 'keywords', keywords: ['999999', '7'] }] },
  { rules: [{ id: 'r2', type: 'PAIR', kind: 'pattern', pattern: '[a-z][0-9]' }] },
];

test.each(POLICIES)('records come out the same with and without the filter, with %o', (changes) => {
  const text = new TextRedactor(policy(changes));
  const plain = new RecordRedactor(text, null);
  const filtered = new RecordRedactor(text, filter);
  const check = (kind: 'span' | 'log' | 'metric', record: Uint8Array): void => {
    const expected = plain.redact(kind, record);
    const redacted = filtered.redact(kind, record);
    expect(Buffer.from(redacted).equals(expected)).toBe(true);
    expect(redacted === record).toBe(expected === record);
    expect(filtered.counts.take()).toEqual(plain.counts.take());
  };
  const span = fc.tuple(glued, fc.array(attribute, { maxLength: 6 }), glued);
  fc.assert(
    fc.property(
      span,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
      (parts, damage) => {
        const record = spanOf(...parts);
        // Keys are remembered, then texts and that an attribute came once, then attributes.
        for (let round = 0; round < 4; round++) check('span', record);
        check('log', record);
        check('metric', record);
        const damaged = Buffer.from(record);
        for (const [at, byte] of damage) damaged[at % damaged.length] = byte;
        check('span', damaged);
        check('log', damaged);
      },
    ),
    { numRuns: 80 },
  );
});

test('policies do not hear of what others remember', () => {
  const record = spanOf('x', [{ key: 'k', value: 'ada@corp.io', shape: 'plain' }], '');
  const allowing = new RecordRedactor(
    new TextRedactor(policy({ allowDomains: ['corp.io'] })),
    filter,
  );
  const redacting = new RecordRedactor(new TextRedactor(policy()), filter);
  for (let round = 0; round < 2; round++) {
    expect(allowing.redact('span', record)).toBe(record);
    expect(Buffer.from(redacting.redact('span', record)).toString()).not.toContain('ada@corp.io');
  }
});

test('where WebAssembly is not to be had, everything is looked at', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  vi.resetModules();
  // The module made here keeps that there is none, and the tests of this folder share their modules.
  onTestFinished(() => void vi.resetModules());
  const { sharedFilter } = await import('../../../src/main/collector/redaction/record-filter.ts');
  expect(sharedFilter()).toBeNull();
});
