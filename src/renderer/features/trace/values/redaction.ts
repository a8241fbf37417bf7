/** A piece of a text; `redacted` pieces are markers that stand where personal data or a secret was. */
export interface TextPiece {
  readonly text: string;
  readonly redacted: boolean;
}

/**
 * Kinds of data the collector redacts. A closed list: `[INFO]` or `[DONE]` in a text are the sender's own words and
 * must not look as if something had been removed.
 */
const KINDS = [
  'ADDRESS',
  'API_KEY',
  'BANK_ACCOUNT',
  'CREDENTIAL',
  'CREDIT_CARD',
  'CRYPTO_WALLET',
  'DATE_OF_BIRTH',
  'DRIVER_LICENSE',
  'EMAIL',
  'IBAN',
  'IP',
  'IP_ADDRESS',
  'JWT',
  'LOCATION',
  'MAC_ADDRESS',
  'NAME',
  'NATIONAL_ID',
  'PASSPORT',
  'PASSWORD',
  'PERSON',
  'PHONE',
  'PRIVATE_KEY',
  'REDACTED',
  'REDACTION_FAILED',
  'SECRET',
  'SSN',
  'TAX_ID',
  'TOKEN',
  'URL_CREDENTIALS',
  'US_SSN',
];

/** Splits a text at markers such as `[EMAIL]` and pseudonyms such as `[EMAIL:3f9c2a]`. */
export function splitRedacted(text: string, moreKinds: readonly string[] = []): TextPiece[] {
  if (!text.includes('[')) return [{ text, redacted: false }];
  const kinds = new Set([...KINDS, ...moreKinds]);
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\[([A-Z][A-Z0-9_]*)(?::[0-9a-z]{4,32})?\]/g)) {
    if (!kinds.has(match[1]!)) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), redacted: false });
    pieces.push({ text: match[0], redacted: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), redacted: false });
  return pieces;
}

/** `[CREDIT_CARD]` or `[EMAIL:3f9c2a]` in words: `credit card`, `email`. */
export function redactedKind(marker: string): string {
  return marker
    .replace(/^\[([A-Z0-9_]+).*$/, '$1')
    .toLowerCase()
    .replaceAll('_', ' ');
}
