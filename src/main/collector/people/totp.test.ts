import { describe, expect, it } from 'vitest';
import { toBase32, totpAddress, totpAt, totpStep } from './totp.ts';

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
const SECRET = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 at second %d', (second, code) => {
    expect(totpAt(SECRET, Math.floor(second / 30))).toBe(code);
  });

  it('are taken a step early or late, once, and not later', () => {
    const now = 1234567890_000;
    const step = Math.floor(1234567890 / 30);
    for (const near of [step - 1, step, step + 1]) {
      expect(totpStep(SECRET, totpAt(SECRET, near), now, 0)).toBe(near);
    }
    expect(totpStep(SECRET, totpAt(SECRET, step - 2), now, 0)).toBeNull();
    expect(totpStep(SECRET, totpAt(SECRET, step + 2), now, 0)).toBeNull();
    expect(totpStep(SECRET, totpAt(SECRET, step), now, step)).toBeNull();
    expect(totpStep(SECRET, '', now, 0)).toBeNull();
    expect(totpStep(SECRET, '0059240', now, 0)).toBeNull();
  });
});

it('base32 is that of RFC 4648', () => {
  const vectors = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', foobar: 'MZXW6YTBOI' };
  for (const [text, base32] of Object.entries(vectors)) {
    expect(toBase32(Buffer.from(text))).toBe(base32);
  }
});

it('an authenticator app is given an address with the account and the secret', () => {
  const address = new URL(totpAddress(SECRET, 'ann@example.org'));
  expect(address.protocol).toBe('otpauth:');
  expect(address.searchParams.get('secret')).toBe(toBase32(SECRET));
  expect(decodeURIComponent(address.pathname)).toContain('Spanward:ann@example.org');
});
