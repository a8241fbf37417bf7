import { plainKey } from './plain-key.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, secretClass } from './secret-value.ts';

/** Secrets in elements of XML of which more than the name stands between that and the value. */

/** From the `w` on: attributes, and one word as all that the element holds. */
const WITH_ATTRIBUTES =
  /word(?:\s{1,4}[\w:.-]{1,40}=(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')){1,4}\s{0,4}>\s{0,16}([^\s<>]{3,128})(?=\s{0,16}<\/)/iy;

/** `<wsse:Password Type="…">VALUE</wsse:Password>`, from the `w`. */
export function findElement(scan: Scan, at: number): number {
  if (!/<(?:[\w.-]{1,16}:)?pass$/.test(scan.before(at, 22))) return at + 1;
  return addValue(scan, WITH_ATTRIBUTES, at, 'password');
}

/** Of a property list: a key and its text. */
const KEY = /<key>\s{0,4}([\w .:-]{2,64})<\/$/;
const TEXT = />\s{0,32}<string>\s{0,4}([^\s<>]{3,256})(?=\s{0,4}<\/string>)/y;

/** `<key>password</key><string>VALUE</string>`, from the `>` at `at` of the end of the key, whose name is before it. */
export function findPropertyListText(scan: Scan, nameStart: number, at: number): number {
  const name = KEY.exec(scan.text.slice(Math.max(0, nameStart - 80), nameStart))?.[1];
  return name === undefined ? at + 1 : addValue(scan, TEXT, at, plainKey(name));
}

/** Adds what `pattern` captures at `at` where an element of that name holds a secret. */
function addValue(scan: Scan, pattern: RegExp, at: number, name: string): number {
  const kind = secretClass(name);
  if (kind === '') return at + 1;
  pattern.lastIndex = at;
  const value = pattern.exec(scan.text)?.[1];
  if (value === undefined || !isSecretValue(value, kind, name, true)) return at + 1;
  const end = pattern.lastIndex;
  return scan.add(end - value.length, end, 'SECRET', keyedRule(kind));
}
