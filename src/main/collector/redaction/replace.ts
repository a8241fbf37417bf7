import { createHmac } from 'node:crypto';
import { DEFAULT_REPLACEMENT, type Replacement } from './policy.ts';

/** Consonants: a token of them is no word, no number and nothing a detector looks for. */
const LETTERS = 'bcdfghjkmnpqrstvwxyz';
/** 20^12 is 51 bits: no two values of a project meet by chance. */
const TOKEN_LETTERS = 12;
/** Characters a mask leaves, of values long enough that they do not give it away. */
const SHOWN = 4;
const LEAST_MASKED = 8;

/** Puts something in place of a value. */
export function replaceValue(
  value: string,
  type: string,
  replacement: Replacement,
  key: Buffer,
): string {
  switch (replacement.kind) {
    case 'remove':
      return '';
    case 'mask':
      return mask(value, type);
    case 'pseudonym':
      return `[${type}:${pseudonym(value, type, key)}]`;
    default:
      return (replacement.template ?? DEFAULT_REPLACEMENT.template!).replaceAll('{type}', type);
  }
}

/** Stars for letters and digits, except the last four; of an address its domain stays. */
function mask(value: string, type: string): string {
  const at = type === 'EMAIL' ? Math.max(value.lastIndexOf('@'), value.lastIndexOf('%40')) : -1;
  if (at > 0) return `****${value.slice(at)}`;
  const count = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (type === 'SECRET' || type === 'IP')
    return type === 'IP' || count < 20 ? '****' : `****${tail(value)}`;
  let left = count - (count >= LEAST_MASKED ? SHOWN : 0);
  // What is neither letter nor digit stays, as far as it cannot end a string.
  return value
    .replaceAll(/["'`\\\s]+/g, ' ')
    .replaceAll(/[\p{L}\p{N}]/gu, (character) => (left-- > 0 ? '*' : character));
}

const tail = (value: string): string => /[A-Za-z0-9]{4}$/.exec(value)?.[0] ?? '';

/** The token of a value: equal for spellings that mean the same, and of no use without the key. */
function pseudonym(value: string, type: string, key: Buffer): string {
  const plain =
    type === 'EMAIL' ? value.toLowerCase().replace('%40', '@') : normalized(value, type);
  const digest = createHmac('sha256', key).update(`${type}\0${plain}`).digest();
  let token = '';
  for (let index = 0; index < TOKEN_LETTERS; index++) {
    token += LETTERS[digest.readUInt16BE(index * 2) % LETTERS.length];
  }
  return token;
}

function normalized(value: string, type: string): string {
  switch (type) {
    case 'CREDIT_CARD':
    case 'US_SSN':
    case 'PHONE':
    case 'IBAN':
      return value.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
    case 'IP':
      // `ip-10-1-2-3` is the name of 10.1.2.3.
      return value
        .toLowerCase()
        .replace(/^\d{1,3}(?:-\d{1,3}){3}$/, (name) => name.replaceAll('-', '.'));
    default:
      return value;
  }
}
