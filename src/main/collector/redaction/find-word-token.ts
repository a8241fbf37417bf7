import { mayBeLicense } from './cheap-tests.ts';
import { isLetter, isWord, MARGIN } from './code-units.ts';
import { endingSlot } from './prefix-endings.ts';
import { findToldSecret } from './find-told-secret.ts';
import type { Scan } from './scan.ts';
import { isTold } from './told-tests.ts';
import type { TokenFormat } from './secret-tokens.ts';
import { WORD_TOKENS } from './word-tokens.ts';

const BY_BEGINNING = new Map<number, TokenFormat[]>();
for (const format of WORD_TOKENS) {
  const [first, second, third] = Buffer.from(format.prefix, 'latin1');
  const slot = endingSlot(first!, second!, third!);
  BY_BEGINNING.set(slot, [...(BY_BEGINNING.get(slot) ?? []), format]);
}
/** Letters of a token before its first digit: of 60 random ones hardly any token has as many. */
const MAX_LETTERS = 60;

/** Shorter than that, and longer, a word that ends so is none. */
const LICENSE_DIGITS = 36;
const LICENSE = /(?:[a-z]{2}\d\dx{1,2})?[0-9a-fA-F]{30,36}NRAL(?![A-Za-z0-9])/y;

/** A license key of New Relic, which is known by its end, from digits of it at `at`; `at` for none. */
function findLicense(scan: Scan, at: number): number {
  let start = at;
  while (start > at - LICENSE_DIGITS && isWord(scan.code(start - 1))) start--;
  LICENSE.lastIndex = Math.max(0, start);
  if (!LICENSE.test(scan.text)) return at;
  return scan.add(start, LICENSE.lastIndex, 'SECRET', 'secret.newrelic');
}

/** A token that is known by its first letters (`dapi...`, `LTAI...`), or a password by the words before it, from its first digit at `at`; `at` for none. */
export function findWordToken(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at;
  if (mayBeLicense(scan.codes, at + MARGIN)) return findLicense(scan, at);
  let start = at;
  while (start > at - MAX_LETTERS && isLetter(scan.code(start - 1))) start--;
  if (isWord(scan.code(start - 1))) return at;
  const slot = endingSlot(scan.code(start), scan.code(start + 1), scan.code(start + 2));
  for (const { prefix, pattern, vendor } of BY_BEGINNING.get(slot) ?? []) {
    if (!scan.text.startsWith(prefix, start)) continue;
    pattern.lastIndex = start;
    if (pattern.test(scan.text)) {
      return scan.add(start, pattern.lastIndex, 'SECRET', `secret.${vendor}`);
    }
  }
  return isTold(scan.codes, start + MARGIN) ? findToldSecret(scan, at) : at;
}
