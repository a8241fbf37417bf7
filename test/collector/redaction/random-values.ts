import { cardBrand, passesLuhn } from '../../../src/main/collector/redaction/find-card.ts';
import { passesMod97 } from '../../../src/main/collector/redaction/find-iban.ts';

/** A generator of the same numbers in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;

export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(random() * items.length)]!;

export const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits, at least one of each kind. */
export function token(random: Random, count: number): string {
  for (;;) {
    const text = Array.from({ length: count }, () => pick(random, [...LETTERS])).join('');
    if (/\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text)) return text;
  }
}

const NAMES = ['ada', 'b.lovelace', 'jürgen', 'kim_lee', 'o.neill', 'p-q', 'x+tag', 'zoe99'];
const DOMAINS = ['mail.example.org', 'corp.io', 'uni-ulm.de', 'sub.shop.co.uk', 'firma.ch'];

export const email = (random: Random): string => `${pick(random, NAMES)}@${pick(random, DOMAINS)}`;

/** A card of a random brand with a right check digit. */
export function card(random: Random): string {
  const [begin, length] = pick(random, [
    ['4', 16],
    ['51', 16],
    ['2221', 16],
    ['34', 15],
    ['6011', 16],
    ['3528', 16],
    ['62', 16],
  ] as const);
  for (;;) {
    const number = begin + digits(random, length - begin.length);
    if (passesLuhn(number) && cardBrand(number) !== '') return number;
  }
}

export const grouped = (number: string, separator: string): string =>
  number.length === 15
    ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(separator)
    : number.match(/\d{4}/g)!.join(separator);

export function ssn(random: Random): string {
  const area = 100 + Math.floor(random() * 500);
  const group = 10 + Math.floor(random() * 89);
  return `${area}-${group}-${1000 + Math.floor(random() * 8999)}`;
}

export function phone(random: Random): string {
  const nanp = () => `${2 + Math.floor(random() * 7)}${digits(random, 2)}`;
  return pick(random, [
    () => `+1 (${nanp()}) ${nanp()}-${digits(random, 4)}`,
    () => `(${nanp()}) ${nanp()}-${digits(random, 4)}`,
    () => `${nanp()}-${nanp()}-${digits(random, 4)}`,
    () => `+49 30 1${digits(random, 7)}`,
    () => `+44 20 7${digits(random, 3)} ${digits(random, 4)}`,
    () => `+91${9}${digits(random, 9)}`,
  ])();
}

export function iban(random: Random): string {
  const [country, length] = pick(random, [
    ['DE', 22],
    ['FR', 27],
    ['NL', 18],
    ['GB', 22],
  ] as const);
  const bank = country === 'NL' || country === 'GB' ? 'ABNA' : '';
  const rest = bank + digits(random, length - 4 - bank.length);
  for (let check = 2; check < 99; check++) {
    const text = `${country}${String(check).padStart(2, '0')}${rest}`;
    if (passesMod97(text)) return text;
  }
  throw new Error('No check digits fit.');
}

export function ip(random: Random): string {
  const octet = () => 1 + Math.floor(random() * 253);
  const hex = () => (4096 + Math.floor(random() * 60_000)).toString(16);
  return random() < 0.7
    ? `${11 + Math.floor(random() * 100)}.${octet()}.${octet()}.${octet()}`
    : `2001:db8:${hex()}:${hex()}::${hex()}`;
}

export function secret(random: Random): string {
  return pick(random, [
    () => `ghp_${token(random, 36)}`,
    () => `sk-proj-${token(random, 48)}`,
    () => `sk-ant-api03-${token(random, 60)}`,
    () => `xoxb-${digits(random, 12)}-${token(random, 24)}`,
    () => `sk_live_${token(random, 24)}`,
    () => `AKIA${token(random, 16).toUpperCase()}`,
    () => `AIza${token(random, 35)}`,
    () => `eyJhbGciOiJIUzI1NiJ9.eyJ${token(random, 30)}.${token(random, 43)}`,
    () => `hf_${token(random, 34)}`,
  ])();
}
