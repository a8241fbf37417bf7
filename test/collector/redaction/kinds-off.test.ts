import { expect, test } from 'vitest';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import type { CustomRule, Replacement } from '../../../src/main/collector/redaction/policy.ts';
import { PII_TYPES, type PiiType } from '../../../src/main/collector/redaction/pii-type.ts';
import { policy } from './policies.ts';

const NAMED: Replacement = { kind: 'text', template: '[{type}]' };
const typesOf = (types: readonly PiiType[]) =>
  Object.fromEntries(types.map((type) => [type, NAMED]));

function redactedBy(types: readonly PiiType[], text: string, key = ''): string {
  const redactor = new TextRedactor(policy({ types: typesOf(types) }));
  const bytes = Buffer.from(text);
  const { text: redacted } = redactor.redact(text, key);
  expect(redactor.redactBytes(bytes, 0, bytes.length, key)?.text ?? text).toBe(redacted);
  return redacted;
}

const without = (off: PiiType): readonly PiiType[] => PII_TYPES.filter((type) => type !== off);

test.each<readonly [PiiType, string]>([
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['IBAN', 'paid to GB29 NWBK 6016 1331 9268 19, thanks'],
  ['IBAN', '{"to":"DE89 3704 0044 0532 0130 00"}'],
  ['IBAN', 'phone or account: DE89 3704 0044 0532 0130 00'],
  ['CREDIT_CARD', 'call me, my amex is 3782 822463 10005'],
  ['CREDIT_CARD', 'call me, my card is 378282246310005'],
  ['CREDIT_CARD', '4111 1111 1111 1111'],
  ['US_SSN', '012-34-5678'],
  ['US_SSN', 'SSN 123-45-6789'],
  ['US_SSN', 'my social security number is 652 62 9926'],
  ['PHONE', 'reach me at +4915123454428'],
  ['IP', 'call the server 203.0.113.250'],
  ['IP', 'contact 203.0.113.250/24 for more'],
])('with %s switched off, %s is no other kind either', (off, text) => {
  expect(redactedBy(without(off), text)).toBe(text);
  expect(redactedBy(PII_TYPES, text)).toContain(`[${off}]`);
});

test('what stands beside a value of a kind that is off is found', () => {
  expect(redactedBy(['PHONE'], 'DE89 3704 0044 0532 0130 00, tel. 030 1234567')).toBe(
    'DE89 3704 0044 0532 0130 00, tel. [PHONE]',
  );
  expect(redactedBy(['PHONE'], 'ssn 123-45-6789 415-555-2671')).toBe('ssn 123-45-6789 [PHONE]');
  expect(redactedBy(['PHONE', 'EMAIL'], '203.0.113.25 ada@corp.io +1 415 555 2671')).toBe(
    '203.0.113.25 [EMAIL] [PHONE]',
  );
});

test.each<readonly [PiiType, string, string]>([
  // One in ten long numbers passes the check of cards; a bare one that is announced as a phone may be one.
  ['CREDIT_CARD', 'phone: 378282246310005', 'phone: [PHONE]'],
  ['US_SSN', 'phone: 040-12-3456', 'phone: [PHONE]'],
  ['IP', 'phone 22.33.44.55', 'phone [PHONE]'],
  ['IBAN', 'password=DE89370400440532013000', 'password=[SECRET]'],
  ['IP', 'password=203.0.113.25', 'password=[SECRET]'],
  ['CREDIT_CARD', 'password=4111111111111111', 'password=[SECRET]'],
])('with %s switched off, %s may still be another kind', (off, text, redacted) => {
  expect(redactedBy(without(off), text)).toBe(redacted);
});

test('rules of the user see what is of a kind that is off', () => {
  const rule: CustomRule = {
    id: 'bank',
    type: 'BANK',
    kind: 'pattern',
    pattern: '3704 ?0044',
    replacement: NAMED,
  };
  const redactor = new TextRedactor(policy({ types: typesOf(['PHONE']), rules: [rule] }));
  expect(redactor.redact('DE89 3704 0044 0532 0130 00', '').text).toBe('DE89 [BANK] 0532 0130 00');
});

test('a kind is found in the same places whichever others are on, where each stands alone', () => {
  const values: Readonly<Record<string, string>> = {
    EMAIL: 'ada@corp.io',
    CREDIT_CARD: '4111 1111 1111 1111',
    US_SSN: '123-45-6789',
    PHONE: '+1 415 555 2671',
    IP: '203.0.113.25',
    IBAN: 'DE89 3704 0044 0532 0130 00',
  };
  const text = Object.values(values).join('; ');
  for (const type of Object.keys(values) as PiiType[]) {
    expect(redactedBy([type], text)).toBe(text.replace(values[type]!, `[${type}]`));
  }
});
