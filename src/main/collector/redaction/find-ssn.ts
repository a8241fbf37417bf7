import { isLetter, isWord } from './code-units.ts';
import { announcesPhone, announcesSsn } from './context-words.ts';
import { packedShape, type NumberGroups } from './number-groups.ts';
import { saysArticle } from './says-article.ts';
import type { Scan } from './scan.ts';
import { isInSsnColumn } from './ssn-column.ts';

/** Numbers that were printed in advertisements and are nobody's. */
const NEVER_ISSUED = new Set(['078051120', '219099999']);
const PARTED = packedShape('3-2-4');
const SPOILED =
  /[0-9OoQISsBZlGgDT]{3}[- ][0-9OoQISsBZlGgDT]{2}[- ][0-9OoQISsBZlGgDT]{4}(?![A-Za-z0-9])/y;

/** What is sent has numbers of such groups too. */
const ORDER_BEFORE = /(?:^|[^a-z])(?:order|invoice|shipment|parcel|rma)[ #:]{1,3}$/;

/** Area, group and serial as the Social Security Administration issues them: no 000, 666, 9xx, 00, 0000. */
export function isIssuedSsn(digits: string): boolean {
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area >= '900') return false;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false;
  return !/^(\d)\1{8}$/.test(digits);
}

/** A US social security number: `3-2-4` with valid ranges, or nine digits that are announced. */
export function findSsn(scan: Scan, at: number, groups: NumberGroups): number {
  const { end } = groups;
  if (groups.count !== 9 || !scan.minds('US_SSN')) return at;
  if (isWord(scan.code(end)) || (scan.code(end) === 45 && isWord(scan.code(end + 1)))) return at;
  const before = scan.code(at - 1);
  const isParted = groups.packed === PARTED;
  const isOfPath = isParted && before === 47 && isLetter(scan.code(at - 2));
  if (before === 45 || (before === 47 && !isOfPath) || before === 46) return at;
  // After a word it is the space of a form: `q=ssn+536-22-8726`.
  if (before === 43 && !isWord(scan.code(at - 2))) return at;
  if (groups.groups > 1 && !isParted) return at;
  const dashed = isParted && groups.partedBy('-');
  // Dots and slashes part other numbers nearly always.
  const isOdd = isParted && !dashed && !groups.partedBy(' ');
  if (isOdd && !((groups.partedBy('.') || groups.partedBy('/')) && announcesSsn(scan, at)))
    return at;
  const { digits } = groups;
  const issued = isIssuedSsn(digits) && !NEVER_ISSUED.has(digits);
  if (!scan.wants('US_SSN')) {
    const isSaid = announcesSsn(scan, at) || (dashed && !announcesPhone(scan, at, end));
    const isCertain = issued && isParted && isSaid;
    return isCertain ? end : at;
  }
  const isOther = saysArticle(scan, at, end) || ORDER_BEFORE.test(scan.before(at, 16));
  const isLike = dashed && (issued || scan.mentionsSsn()) && !isOther;
  if (isLike || announcesSsn(scan, at)) {
    return scan.add(at, end, 'US_SSN', issued ? 'ssn' : 'ssn.announced');
  }
  if (!isOdd && isInSsnColumn(scan, at, end)) {
    return scan.add(at, end, 'US_SSN', 'ssn.column');
  }
  // Spaces part other numbers too.
  if (isParted && !dashed && issued && scan.mentionsSsn())
    return scan.add(at, end, 'US_SSN', 'ssn.spaced');
  return at;
}

/** An announced number in which a scanner read letters for digits: `228-S9-3886`. */
export function findSpoiledSsn(scan: Scan, at: number, start: number, runEnd: number): number {
  if (!scan.wants('US_SSN') || isWord(scan.code(start - 1))) return runEnd;
  SPOILED.lastIndex = start;
  if (!SPOILED.test(scan.text)) return runEnd;
  const end = SPOILED.lastIndex;
  if (end <= at || !announcesSsn(scan, start)) return runEnd;
  return scan.add(start, end, 'US_SSN', 'ssn.announced');
}
