import type { Scan } from './scan.ts';

/** How far around a number is looked, UTF-16 units. */
const REACH = 48;

/**
 * True when the number from `at` to `end` is the value of its key, one of a list of numbers, or part of a word without
 * spaces, quotes and brackets: in a sentence, in JSON or in a form, the key of the whole tells nothing of the number.
 */
export function isAlone(scan: Scan, at: number, end: number): boolean {
  const { text } = scan;
  const around = `${text.slice(Math.max(0, at - REACH), at)}${text.slice(end, end + REACH)}`;
  return !(/[A-Za-z\u0080-\uffff]/.test(around) && /[\s"'{}<>(),;|=&]/.test(around));
}
