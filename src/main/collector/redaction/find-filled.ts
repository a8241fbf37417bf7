import { textBefore } from './find-config-secret.ts';
import { findFormPart } from './find-form-part.ts';
import { isSpoken } from './find-spoken-secret.ts';
import type { Scan } from './scan.ts';
import { isSecretValue } from './secret-value.ts';

/** What a program that drives a browser puts into the field of a password, from the `w` of the field's name. */

/** `getByLabel("Password").fill("x")`, `find_element(By.ID, "password").send_keys("x")` */
const CALLED =
  /word(?: ?(?:field|input|box))?["'`\]]{0,4}\)(?:\.(?:first|last)\(\))?\.(?:fill|type|send_?keys|press_?sequentially|set_?value)\(["'`]([^"'`\n]{3,128})["'`]/iy;
/** `{"element":"Password field","ref":"e12","text":"x"}`, as tools for agents are called. */
const GIVEN =
  /word(?: \w{1,12}){0,2}"\s?,\s{0,12}(?:"[a-z]{2,12}"\s?:\s?"[^"\n]{0,80}"\s?,\s{0,12}){1,3}"(?:text|value)"\s?:\s?"([^"\n]{3,128})"/iy;
/** A field in what tools tell agents of a page: `- textbox "Password" [ref=e14]: x`. */
const SHOWN = /word(?: \w{1,12}){0,2}"(?: \[[^\]\n]{1,24}\]){1,4}: "?([^\s"]{3,128})"?(?=\s|$)/iy;
/** A property of XML: `<name>db.password</name><value>x</value>`. */
const PROPERTY = /word<\/name>\s{0,24}<value>\s{0,4}(?:<string>)?([^\s<>]{3,128})</iy;
/** A row of a table and a term of a list in HTML: `<td>password</td><td>x</td>`. */
const CELL =
  /word:?(?:<\/(?:b|strong|code)>)?<\/(?:t[dh]|dt)>\s{0,24}<(?:td|dd)(?:\s[^<>]{0,80})?>\s{0,8}(?:<code>)?([^\s<>]{4,128})\s{0,8}</iy;
/** An element of HTML that has its value before its type. */
const INPUT_BEFORE =
  /<input\s[^<>]{0,160}\bvalue=(["'])([^"'<>\n]{3,128})\1[^<>]{0,80}\btype=["']?pass$/i;
const FIELD_BEFORE = /"(?:element|name|label|selector|target)"\s?:\s?"[^"\n]{0,40}pass$/i;
const MAX_NAME = 48;
/** The same with the text before the field. */
const GIVEN_BEFORE =
  /"(?:text|value)"\s?:\s?"([^"\n]{3,128})"\s?,\s{0,12}(?:"[a-z]{2,12}"\s?:\s?"[^"\n]{0,80}"\s?,\s{0,12}){0,2}"(?:element|name|label|selector|target)"\s?:\s?"[^"\n]{0,40}pass$/i;
/** That the value is typed, not shown. */
const TYPED =
  /"(?:ref|uid|selector|target)"\s?:|"(?:type|role|action)"\s?:\s?"(?:textbox|input|fill|type)"/;

/** Such a value; `at + 1` for none. */
export function findFilled(scan: Scan, at: number): number {
  CALLED.lastIndex = at;
  const called = CALLED.exec(scan.text);
  if (called !== null)
    return addValue(scan, called[1]!, CALLED.lastIndex - 1 - called[1]!.length, at);
  for (const pattern of [SHOWN, PROPERTY]) {
    pattern.lastIndex = at;
    const found = pattern.exec(scan.text);
    if (found !== null) return addValue(scan, found[1]!, at + found[0].lastIndexOf(found[1]!), at);
  }
  CELL.lastIndex = at;
  const cell = CELL.exec(scan.text)?.[1];
  // Titles of columns stand beside each other too.
  if (cell !== undefined)
    return isSpoken(cell, false)
      ? addValue(scan, cell, scan.text.indexOf(cell, scan.text.indexOf('>', at + 10)), at)
      : at + 1;
  const input =
    scan.code(at - 5) === 34 || scan.code(at - 5) === 39
      ? INPUT_BEFORE.exec(textBefore(scan, at, 300))
      : null;
  if (input !== null) {
    const start = at - input[0].length + input[0].lastIndexOf(input[2]!);
    addValue(scan, input[2]!, start, at);
    return at + 1;
  }
  if (scan.code(at + 4) === 34 && scan.code(at + 5) < 32) {
    const nameStart = scan.text.lastIndexOf('"', at) + 1;
    const sent =
      at - nameStart > MAX_NAME
        ? at + 1
        : findFormPart(scan, nameStart, at + 4, 'password', 'password', at);
    if (sent > at + 1) return sent;
  }
  if (!FIELD_BEFORE.test(textBefore(scan, at, 72))) return at + 1;
  GIVEN.lastIndex = at;
  const given = GIVEN.exec(scan.text);
  if (given === null) return findGivenBefore(scan, at);
  if (!TYPED.test(given[0])) return at + 1;
  return addValue(scan, given[1]!, GIVEN.lastIndex - 1 - given[1]!.length, at);
}

/** `{"action":"type","text":"x","element":"Password field"}` */
function findGivenBefore(scan: Scan, at: number): number {
  const before = textBefore(scan, at, 320);
  const [all = '', value = ''] = GIVEN_BEFORE.exec(before) ?? [];
  if (value === '' || !TYPED.test(before.slice(-MAX_OBJECT) + scan.after(at, MAX_OBJECT)))
    return at + 1;
  addValue(scan, value, at - all.length + all.indexOf(value, all.indexOf(':')), at);
  return at + 1;
}
const MAX_OBJECT = 200;

function addValue(scan: Scan, value: string, start: number, at: number): number {
  if (!isSecretValue(value, 'password', 'password', true)) return at + 1;
  return scan.add(start, start + value.length, 'SECRET', 'secret.password');
}
