import { fieldBefore } from './field-before.ts';
import { isAlone } from './is-alone.ts';
import { keyContext } from './key-context.ts';
import { listBefore } from './list-before.ts';
import type { Scan } from './scan.ts';

/** The key, the field, the list or the name before a value from `at` to `end` says that it is an identifier. */
export function saysId(scan: Scan, at: number, end: number): boolean {
  if (scan.key.words.has('id') && isAlone(scan, at, end)) return true;
  const words = fieldBefore(scan, at, true)?.words ?? listBefore(scan, at)?.words;
  return words?.has('id') ?? isNamedBare(scan, at);
}

/** `dd.trace_id=4111111111111111`, `seed: 4111111111111111`: a name without quotes says so. */
function isNamedBare(scan: Scan, at: number): boolean {
  const name = NAME_BEFORE.exec(scan.text.slice(Math.max(0, at - 52), at))?.[1];
  return name !== undefined && keyContext(name).words.has('id');
}
const NAME_BEFORE = /(?:^|[^\w.-])([\w.-]{2,48})(?:=|: ?)["']?$/;
