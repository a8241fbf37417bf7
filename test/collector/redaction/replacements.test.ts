import { expect, test } from 'vitest';
import { parsePiiType } from '../../../src/main/collector/redaction/pii-type.ts';
import { parseTemplate, type Replacement } from '../../../src/main/collector/redaction/policy.ts';
import { replaceValue } from '../../../src/main/collector/redaction/replace.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { createSecret } from '../../../src/main/collector/keys/key-format.ts';
import { parseMode, parseReplacementKind } from '../../../src/shared/redaction.ts';
import { policy } from './policies.ts';

const redact = (text: string, replacement: Replacement, changes = {}): string =>
  new TextRedactor(policy(changes, replacement)).redact(text, '').text;

const TEXT =
  'ada@corp.io 4111-1111-1111-1111 ssn 219-09-9998 +1 (415) 555-0132 8.8.4.4 DE89 3704 0044 0532 0130 00';

test('a mask shows the last four characters, of an address its domain', () => {
  expect(redact(TEXT, { kind: 'mask' })).toBe(
    '****@corp.io ****-****-****-1111 ssn ***-**-9998 +* (***) ***-0132 **** **** **** **** **** **30 00',
  );
});

test.each([
  ['SECRET', 'p@ssw0rd.Zebra1', '****'],
  ['SECRET', 'a1b2c3d4e5f6g7h8i9j', '****'],
  ['SECRET', 'a1b2c3d4e5f6g7h8i9j0', '****i9j0'],
  ['SECRET', 'a1b2c3d4e5f6g7h8i9j0==', '****'],
  ['STAFF', 'abcdefg', '*******'],
  ['STAFF', 'abcdefgh', '****efgh'],
  ['STAFF', 'a"b\\\nc', '* * *'],
  ['EMAIL', 'ada%40corp.io', '****%40corp.io'],
])('the mask of the %s %j is %s', (type, value, masked) => {
  expect(replaceValue(value, type, { kind: 'mask' }, Buffer.alloc(0))).toBe(masked);
});

const tokens = (text: string, key = 'one'): string[] =>
  redact(text, { kind: 'pseudonym' }, { pseudonymKey: Buffer.from(key).toString('base64') }).match(
    /\[[A-Z_]+:[a-z]{12}\]/g,
  ) ?? [];

test('a pseudonym is the same for the same value, whatever its spelling, and another in another project', () => {
  const [card, spaced, other] = tokens('4111111111111111, 4111 1111 1111 1111, 5500005555555559');
  expect(card).toBe(spaced);
  expect(card).not.toBe(other);
  expect(tokens('Ada@Corp.io')).toEqual(tokens('ada@corp.io'));
  const [address, name] = tokens('203.0.113.7 is ec2-203-0-113-7.compute-1.amazonaws.com');
  expect(name).toBe(address);
  expect(tokens('ada@corp.io')).not.toEqual(tokens('ada@corp.io', 'two'));
});

test('removing leaves nothing', () => {
  expect(redact('to ada@corp.io.', { kind: 'remove' })).toBe('to .');
  expect(redact('{"card":4111111111111111}', { kind: 'remove' })).toBe('{"card":""}');
});

test.each([
  ['[REDACTED:<TYPE>]', '[REDACTED:{type}]'],
  ['[REDACTED:<type>]', '[REDACTED:{type}]'],
  ['[{type}]', '[{type}]'],
  ['[{TYPE}]', '[{type}]'],
  ['***', '***'],
  ['say "{type}"', undefined],
  ['a\\b', undefined],
  ['a\nb', undefined],
  ['a\u0085b', undefined],
  ['\ud83d', undefined],
  ['\udd12 {type}', undefined],
  ['🔒 {type}', '🔒 {type}'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), undefined],
])('the template %j is understood as %j', (template, expected) => {
  expect(parseTemplate(template)).toBe(expected);
});

test.each([
  ['EMAIL_ADDRESS', 'EMAIL'],
  ['email', 'EMAIL'],
  ['PHONE_NUMBER', 'PHONE'],
  ['IP_ADDRESS', 'IP'],
  ['ip-address', 'IP'],
  ['IBAN_CODE', 'IBAN'],
  ['ssn', 'US_SSN'],
  ['credit card', 'CREDIT_CARD'],
  ['PASSPORT', undefined],
])('the kind %s is %s', (name, expected) => {
  expect(parsePiiType(name)).toBe(expected);
});

test('modes and replacements of other products are understood', () => {
  expect(['strict', 'standard', 'ON', 'off', 'detect', 'x'].map(parseMode)).toEqual([
    'on',
    'on',
    'on',
    'off',
    'detect',
    undefined,
  ]);
  expect(['Mask', 'hash', 'remove', 'shred'].map(parseReplacementKind)).toEqual([
    'mask',
    'pseudonym',
    'remove',
    undefined,
  ]);
});

test('allowed domains and addresses stay', () => {
  const changes = {
    allowDomains: ['corp.io'],
    allowAddresses: ['8.8.0.0/16'],
    allowPrivateAddresses: true,
  };
  expect(
    redact(
      'a@corp.io b@x.corp.io c@notcorp.io 8.8.4.4 9.9.9.9 10.1.2.3 ip-10-1-2-3.ec2.internal ip-9-9-9-9 fd00::1234:1',
      { kind: 'text', template: '[{type}]' },
      changes,
    ),
  ).toBe(
    'a@corp.io b@x.corp.io [EMAIL] 8.8.4.4 [IP] 10.1.2.3 ip-10-1-2-3.ec2.internal ip-[IP] fd00::1234:1',
  );
});

test('keys of this product are found by their checksum', () => {
  const key = createSecret();
  const mistyped = key.slice(0, -1) + (key.endsWith('1') ? '2' : '1');
  const marker: Replacement = { kind: 'text', template: '[{type}]' };
  expect(redact(`use ${key} here`, marker)).toBe('use [SECRET] here');
  expect(redact(`use ${mistyped} here`, marker)).toBe(`use ${mistyped} here`);
});

test.each(['REDACTED', 'x', '---', '#####', '{type}', 'redacted:{type}', '[{type}]', '8.8.8.8'])(
  'what %s was put in place of is not found and counted again',
  (template) => {
    const redactor = new TextRedactor(policy({}, { kind: 'text', template }));
    const text =
      'ada@corp.io postgres://app:s3cr3tPw9x@db.internal/x mysql -pS3cr3tPw0 password=hunter2Zebra! ' +
      'Set-Cookie: sid=abcdef0123456789abcdef; api_key: 9f8a7b6c5d4e3f2a1b0c from 9.9.9.9';
    const once = redactor.redact(text, '');
    expect(once.hits.length).toBeGreaterThan(6);
    expect(redactor.redact(once.text, '')).toEqual({ text: once.text, hits: [] });
  },
);
