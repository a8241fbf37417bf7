import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, type SecretClass } from './secret-value.ts';

const NAMED = /form-data; ?name="$/i;
/** From the quote after its name to the boundary (RFC 7578). */
const PART = /"\r?\n(?:[A-Za-z-]{4,32}: [^\r\n]{0,80}\r?\n){0,2}\r?\n([^\r\n]{3,300})\r?\n--/y;

/** What the part of a form holds whose name, one of a secret, is between these positions; `at + 1` for none. */
export function findFormPart(
  scan: Scan,
  nameStart: number,
  nameEnd: number,
  name: string,
  kind: SecretClass,
  at: number,
): number {
  PART.lastIndex = nameEnd;
  const value = PART.exec(scan.text)?.[1];
  if (value === undefined || !NAMED.test(scan.before(nameStart, 20))) return at + 1;
  if (!isSecretValue(value, kind, name, true)) return at + 1;
  const start = scan.text.indexOf(value, nameEnd + 2);
  return scan.add(start, start + value.length, 'SECRET', keyedRule(kind));
}
