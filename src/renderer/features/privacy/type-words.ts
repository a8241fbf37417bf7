import {
  PII_TYPES,
  type PiiType,
  type RedactionMode,
  type ReplacementKind,
} from '../../../shared/redaction.ts';

/** What a kind of data is called everywhere in the window, and what of it is found. */
export const TYPE_WORDS: Readonly<Record<PiiType, { name: string; means: string }>> = {
  EMAIL: { name: 'E-mail', means: 'addresses, also %40 and look-alike letters' },
  CREDIT_CARD: { name: 'Credit card', means: 'brand, length and check digit' },
  US_SSN: { name: 'US SSN', means: 'issued ranges, or a word before it' },
  PHONE: { name: 'Phone', means: 'international, North American, national' },
  IP: { name: 'IP address', means: 'IPv4 and IPv6, not loopback' },
  IBAN: { name: 'IBAN', means: 'country, length and checksum' },
  SECRET: { name: 'Secret', means: 'keys of vendors, tokens, private keys, passwords' },
};

/** The name of a type that was found: a kind of ours, a type of a custom rule, or what could not be examined. */
export function typeName(type: string): string {
  if (type === 'ATTRIBUTE') return 'Removed attribute';
  if (type === 'REDACTION_FAILED') return 'Not examinable';
  return Object.entries(TYPE_WORDS).find(([name]) => name === type)?.[1].name ?? type;
}

interface ModeWords {
  readonly name: string;
  readonly means: string;
}

const MODE_WORDS: Readonly<Record<RedactionMode, ModeWords>> = {
  off: { name: 'Off', means: 'Everything is stored as it arrives.' },
  detect: {
    name: 'Detect only',
    means: 'What would be replaced is counted under Redactions. Nothing is changed.',
  },
  on: { name: 'Redact', means: 'What is found is replaced before anything is written to disk.' },
};

/** What a mode is called, whatever the instance requires besides. */
export const modeName = (mode: RedactionMode): string => MODE_WORDS[mode].name;

/** What a mode means where the instance requires kinds: these are redacted whatever the mode. */
export function modeMeans(mode: RedactionMode, required: readonly PiiType[]): string {
  const { means } = MODE_WORDS[mode];
  if (mode === 'on' || required.length === 0) return means;
  const kinds = PII_TYPES.filter((type) => required.includes(type))
    // A name is not broken at its hyphen: these stand in narrow cards.
    .map((type) => TYPE_WORDS[type].name.replaceAll('-', '\u2011'))
    .join(', ');
  return mode === 'off'
    ? `Only what the instance requires is replaced: ${kinds}.`
    : `What the instance requires is replaced: ${kinds}. What else would be is counted under Redactions.`;
}

/** What is done about personal data in a project, in a few words. */
export function modeState(mode: RedactionMode, required: readonly PiiType[]): string {
  if (mode === 'on') return 'Redacting';
  return required.length === 0 ? modeName(mode) : `${modeName(mode)}, but for required kinds`;
}

const STATES: Readonly<Record<RedactionMode, string>> = {
  off: 'Redaction is off.',
  detect: 'Redaction only detects.',
  on: 'Redaction is on.',
};

/** The same in a sentence or two. */
export function redactionText(mode: RedactionMode, required: readonly PiiType[]): string {
  return `${STATES[mode]} ${modeMeans(mode, required)}`;
}

export const REPLACEMENT_WORDS: Readonly<Record<ReplacementKind, { name: string; note: string }>> =
  {
    text: { name: 'Fixed text', note: 'a template with {type}' },
    mask: { name: 'Mask', note: 'the last four stay' },
    pseudonym: { name: 'Pseudonym', note: 'the same value, the same token' },
    remove: { name: 'Remove', note: 'nothing stays' },
  };

/** One value of each kind, to show what becomes of it. */
export const SAMPLES: Readonly<Record<PiiType, string>> = {
  EMAIL: 'ada@corp.io',
  CREDIT_CARD: '4111 1111 1111 1111',
  US_SSN: '219-09-9998',
  PHONE: '+1 415 555 0132',
  IP: '203.0.113.7',
  IBAN: 'DE89 3704 0044 0532 0130 00',
  SECRET: 'Bearer 9f2Kc81TzQ4mXw7LrV0bN5sY',
};
