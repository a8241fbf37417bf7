/** Kinds of data found without a rule of the user's, in the order of the settings. */
export const PII_TYPES = [
  'EMAIL',
  'CREDIT_CARD',
  'US_SSN',
  'PHONE',
  'IP',
  'IBAN',
  'SECRET',
] as const;
export type PiiType = (typeof PII_TYPES)[number];

/** A piece of a text that is to go: UTF-16 offsets, end exclusive. */
export interface Hit {
  start: number;
  end: number;
  /** A built-in kind, or the name a custom rule gives. */
  type: string;
  /** What found it, for the redaction audit: `card.visa`, `secret.github`, the id of a custom rule. */
  rule: string;
}

const ALIASES: Readonly<Record<string, PiiType>> = {
  EMAIL_ADDRESS: 'EMAIL',
  MAIL: 'EMAIL',
  CARD: 'CREDIT_CARD',
  CREDITCARD: 'CREDIT_CARD',
  CREDIT_CARD_NUMBER: 'CREDIT_CARD',
  SSN: 'US_SSN',
  SOCIAL_SECURITY_NUMBER: 'US_SSN',
  PHONE_NUMBER: 'PHONE',
  TELEPHONE: 'PHONE',
  IP_ADDRESS: 'IP',
  IPADDRESS: 'IP',
  IBAN_CODE: 'IBAN',
  BANK_ACCOUNT: 'IBAN',
  API_KEY: 'SECRET',
  CREDENTIAL: 'SECRET',
  CREDENTIALS: 'SECRET',
  PASSWORD: 'SECRET',
  TOKEN: 'SECRET',
  SECRETS: 'SECRET',
};

/**
 * The kind that a client means: our names, and those of other products (`EMAIL_ADDRESS`, `IBAN_CODE`, `ssn`).
 *
 * Upper or lower case, with spaces, dots or dashes in place of underscores. `undefined` for an unknown name.
 */
export function parsePiiType(name: string): PiiType | undefined {
  const plain = name.trim().toUpperCase().replaceAll(/[ .-]/g, '_');
  return PII_TYPES.find((type) => type === plain) ?? ALIASES[plain];
}
