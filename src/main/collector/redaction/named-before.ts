import { isWord, MARGIN } from './code-units.ts';
import type { Scan } from './scan.ts';
import { maySecretNameEnd } from './secret-name-tests.ts';

/** What stands before a field that is called `value`, and says what the value is of. */

/** Longest name that is looked for, and how far before the field, UTF-16 units. */
const MAX_NAME = 48;
const MAX_BEFORE = 160;
/** What parts the name from the field: signs of JSON, of YAML, of HCL and of XML. */
const BETWEEN = new Set(Array.from(` "',\n\r:{[`, (sign) => sign.charCodeAt(0)));
const NAME_BEFORE = /[\w.-]+$/;
/** A name of a secret that another field follows: most text before a value has none. */
const FOLLOWED =
  /(?:keys?|tokens?|secrets?|pass(?:words?|wd|phrase)?|pwd|authorization|cookie|credentials?)["']?[\s,:{[]{1,24}["']?[\w.$-]{1,40}["']?\s?[:=]/gi;
/** By their last three letters the names that {@link FOLLOWED} looks for, and others. */
const ENDS = new Uint8Array(1 << 15);
for (const end of 'key eys ken ens ret ets ass ord rds swd ase pwd ion kie als'.split(' '))
  ENDS[slotOf(end.charCodeAt(0), end.charCodeAt(1), end.charCodeAt(2))] = 1;
function slotOf(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}
/** The name and the fields between it and the one that is called `value`: `"key":"token","type":"string","value":`. */
const BESIDE = new RegExp(
  String.raw`[\w.-]{1,${MAX_NAME}}["']?[\s,:{[]{1,24}(?:["']?[\w.$-]{1,40}["']?\s?[:=]\s?(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|[\w./-]{1,40})[\s,]{1,24}){1,4}["']?$`,
  'y',
);

/**
 * The text that names the value of the field that begins at `at`; '' for none that may be the name of a secret: the field
 * beside it (`{"name": "api_key", "value": ...}`, `variable "token" { default = ...`), or what it is the value of
 * (`{"password": {"type": "string", "value": ...}}`).
 */
export function namedBefore(scan: Scan, at: number): string {
  let end = beforePair(scan, at);
  // OTLP/JSON: `"value": {"stringValue": ...`.
  if (scan.text.startsWith('value', end - 5)) end = beforePair(scan, end - 5);
  if (end === at) return '';
  const name = maySecretNameEnd(scan.codes, end + MARGIN) ? nameBefore(scan, end) : '';
  if (name !== '' && name !== 'string') return name;
  return isField(scan, at) && mayBeBeside(scan, at)
    ? besideBefore(scan.text.slice(Math.max(0, at - MAX_BEFORE), at), name)
    : name;
}

/** A field of JSON, of YAML or an attribute of XML begins at `at`, and no variable of a program. */
function isField(scan: Scan, at: number): boolean {
  const before = scan.code(at - 1);
  if (before !== 32) return before === 34 || before === 39;
  return scan.code(at - 2) === 32 || scan.code(at - 2) === 10 || scan.code(at - 2) === 34;
}

/** A word before `at` ends like a name of a secret: most texts have none, and no pattern need look at them. */
function mayBeBeside({ codes }: Scan, at: number): boolean {
  const first = Math.max(MARGIN, at + MARGIN - MAX_BEFORE);
  for (let last = at + MARGIN - 1; last > first; last--) {
    if (isWord(codes[last]!) || !isWord(codes[last - 1]!)) continue;
    if (ENDS[slotOf(codes[last - 3]!, codes[last - 2]!, codes[last - 1]!)] === 1) return true;
  }
  return false;
}

function besideBefore(before: string, name: string): string {
  FOLLOWED.lastIndex = 0;
  for (let found = FOLLOWED.exec(before); found !== null; found = FOLLOWED.exec(before)) {
    let start = found.index;
    while (/[\w.-]/.test(before[start - 1] ?? '')) start--;
    BESIDE.lastIndex = start;
    if (BESIDE.test(before)) return before.slice(start).split(/[^\w.-]/, 1)[0]!;
  }
  return name;
}

const nameBefore = (scan: Scan, end: number): string =>
  NAME_BEFORE.exec(scan.text.slice(Math.max(0, end - MAX_NAME), end))?.[0] ?? '';

function beforePair(scan: Scan, at: number): number {
  let end = at;
  for (let skipped = 0; skipped < 24 && BETWEEN.has(scan.code(end - 1)); skipped++) end--;
  return end;
}

/** What may stand between a value and the field that names it: `"value": "x", "name": "DB_PASSWORD"`, in YAML and XML too. */
const NAMED_AFTER =
  /(?:\s?,\s{0,24}|\s{1,24})(?:["']?(?:type|kind|enabled|secret|description|id|in)["']?\s?[:=]\s?(?:"[^"\n]{0,80}"|[\w.-]{1,40})[\s,]{1,24}){0,2}["']?(?:name|key|field|variable|property|header)["']?\s?[:=]\s?["']?([\w.-]{2,64})/iy;
const BARE = /[^\s"'<>{}[\],]{4,300}/y;
/** Longest value that is looked behind, UTF-16 units. */
const MAX_VALUE = 300;

/** The text that names the value behind the sign at `at`; '' for none. */
export function namedAfter(scan: Scan, at: number): string {
  const { text } = scan;
  const start = scan.code(at + 1) === 32 ? at + 2 : at + 1;
  const quote = scan.code(start);
  if (quote === 34 || quote === 39) {
    const length = text.slice(start + 1, start + 1 + MAX_VALUE).indexOf(quote === 34 ? '"' : "'");
    if (length < 4) return '';
    NAMED_AFTER.lastIndex = start + length + 2;
  } else {
    BARE.lastIndex = start;
    if (!BARE.test(text)) return '';
    NAMED_AFTER.lastIndex = BARE.lastIndex;
  }
  return NAMED_AFTER.exec(text)?.[1] ?? '';
}
