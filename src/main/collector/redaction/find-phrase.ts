import { withoutEnd } from './password-words.ts';
import { isSpoken } from './find-spoken-secret.ts';
import { seedEnd } from './pass-phrase.ts';
import type { Scan } from './scan.ts';
import { isSecretValue } from './secret-value.ts';

/** What is said of a phrase before it is, from the `r` of the word. */
const SAID =
  /rase["'`]?(?: \([^()\n]{1,24}\))?(?:\s{1,3}(?:(?:for|to|of|on|in|at) (?:[\w.@+"'’`-]{1,64} ){1,5}?(?:is|was|=)|is|was|are)(?: now)?:?|:)\s{1,3}/iy;
const PASS_BEFORE = /(?:^|[^a-z])pass[ -]?ph$/;
const SEED_BEFORE = /(?:^|[^a-z])(?:seed|recovery|backup|wallet|mnemonic|secret)[ -]?ph$/;
const QUOTED = /(["'“])([^"'”\n]{6,128})["'”]/y;
const BARE = /[^\s"'`<>,;]{5,128}/y;
/** The words of a wallet, each with its number. */
const NUMBERED = /1[.):] ?[a-z]{3,8}(?:[\s,]{1,4}\d{1,2}[.):] ?[a-z]{3,8}){11,23}(?!\w)/y;

/** `the passphrase is "x y z"`, `my seed phrase is x y z`, from the `r` at `at`. */
export function findPhrase(scan: Scan, at: number): number {
  const before = scan.before(at, 20);
  const isPass = PASS_BEFORE.test(before);
  if (!isPass && !SEED_BEFORE.test(before)) return at + 1;
  SAID.lastIndex = at;
  if (!SAID.test(scan.text)) return at + 1;
  const start = SAID.lastIndex;
  NUMBERED.lastIndex = start;
  const seed = NUMBERED.test(scan.text) ? NUMBERED.lastIndex : seedEnd(scan.text, start);
  if (seed > 0) return scan.add(start, seed, 'SECRET', 'secret.password');
  // What a colon announces is found by that.
  if (!isPass || scan.text.slice(at, start).trimEnd().endsWith(':')) return at + 1;
  QUOTED.lastIndex = BARE.lastIndex = start;
  const quoted = QUOTED.exec(scan.text)?.[2];
  if (quoted !== undefined) {
    if (!isSecretValue(quoted, 'password', 'passphrase', true)) return at + 1;
    return scan.add(start + 1, start + 1 + quoted.length, 'SECRET', 'secret.password');
  }
  const found = BARE.exec(scan.text)?.[0];
  if (found === undefined) return at + 1;
  const value = withoutEnd(found, scan.text.slice(BARE.lastIndex, BARE.lastIndex + 2));
  return isSpoken(value, false)
    ? scan.add(start, start + value.length, 'SECRET', 'secret.password')
    : at + 1;
}
