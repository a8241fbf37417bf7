import { createHmac, timingSafeEqual } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** RFC 6238 as every authenticator app has it: SHA-1, six digits, 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after now that are taken as well, for clocks that differ. */
const TOLERANCE = 1;

/** Bytes as RFC 4648 base32 without padding. */
export function toBase32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

/** The code of one 30-second step (RFC 4226 with the step as counter). */
export function totpAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 15;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step whose code this is, now or one step off; null for a wrong code or one of a step already used.
 *
 * @param lastStep the newest step ever accepted, so that a code seen over a shoulder is worth nothing
 */
export function totpStep(
  secret: Uint8Array,
  code: string,
  nowMs: number,
  lastStep: number,
): number | null {
  const sent = Buffer.from(code);
  const now = Math.floor(nowMs / 1000 / STEP_SECONDS);
  for (let step = now - TOLERANCE; step <= now + TOLERANCE; step += 1) {
    const expected = Buffer.from(totpAt(secret, step));
    if (step > lastStep && sent.length === expected.length && timingSafeEqual(sent, expected)) {
      return step;
    }
  }
  return null;
}

/** The address an authenticator app reads from a QR code or is pasted into it. */
export function totpAddress(secret: Uint8Array, account: string): string {
  const query = new URLSearchParams({ secret: toBase32(secret), issuer: 'Spanward' });
  return `otpauth://totp/Spanward:${encodeURIComponent(account)}?${query}`;
}
