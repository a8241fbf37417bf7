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

/** Names of other products, and short ones. */
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

/** The kinds that a client means by a name as {@link parsePiiType} takes it, or by `all`. */
export function parsePiiTypes(name: string): readonly PiiType[] | undefined {
  if (name.trim().toLowerCase() === 'all') return PII_TYPES;
  const type = parsePiiType(name);
  return type === undefined ? undefined : [type];
}

export const REDACTION_MODES = ['off', 'detect', 'on'] as const;
export type RedactionMode = (typeof REDACTION_MODES)[number];
export const REPLACEMENT_KINDS = ['text', 'mask', 'pseudonym', 'remove'] as const;
export type ReplacementKind = (typeof REPLACEMENT_KINDS)[number];

/** Modes as other products name them: `strict` and `standard` redact. */
export function parseMode(mode: string): RedactionMode | undefined {
  const plain = mode.trim().toLowerCase();
  if (plain === 'strict' || plain === 'standard') return 'on';
  return REDACTION_MODES.find((name) => name === plain);
}

/** Replacements as other products name them: `hash` is a pseudonym here, for a plain hash could be tried out. */
export function parseReplacementKind(kind: string): ReplacementKind | undefined {
  const plain = kind.trim().toLowerCase();
  if (plain === 'hash') return 'pseudonym';
  return REPLACEMENT_KINDS.find((name) => name === plain);
}

/** Limits of the rules of one project. */
export const MAX_CUSTOM_RULES = 50;
export const MAX_PATTERN = 1000;
export const MAX_KEYWORDS = 500;
export const MAX_KEYWORD = 200;
export const MAX_TEMPLATE = 64;

/** Text tried at a time at most, UTF-16 units, and the attributes it may be spread over. */
export const MAX_SAMPLE = 100_000;
export const MAX_FIELDS = 500;
/** Longest time a coverage may be given, seconds, and what it has when nobody says. */
export const MAX_COVERAGE_SECONDS = 3600;
export const COVERAGE_SECONDS = 30;
/** Records of each signal for which that is enough. */
const QUICKLY_COVERED = 10_000;

/** The time to give a coverage of so many records that tells how far it is and can be cancelled, seconds. */
export const secondsFor = (records: number): number =>
  records > QUICKLY_COVERED ? MAX_COVERAGE_SECONDS : COVERAGE_SECONDS;
