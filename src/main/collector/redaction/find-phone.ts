import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { isDigit, isWord } from './code-units.ts';
import { announcesPhone } from './context-words.ts';
import { fieldBefore } from './field-before.ts';
import { goesOn } from './goes-on.ts';
import { isAlone } from './is-alone.ts';
import { packedShape, type NumberGroups } from './number-groups.ts';
import { isPhoneCell } from './phone-column.ts';
import { saysArticle } from './says-article.ts';
import type { Scan } from './scan.ts';

/** Countries whose national way of writing is recognized where nothing announces a number. */
const COUNTRIES: readonly CountryCode[] = (
  [
    'US',
    'GB',
    'DE',
    'FR',
    'IT',
    'ES',
    'NL',
    'CH',
    'AU',
    'IN',
    'JP',
    'BR',
    'AT',
    'SE',
    'BE',
    'UA',
    'TR',
    'NZ',
    'ZA',
    'KR',
    'IL',
  ] as const
).filter((country) => isSupportedCountry(country));

/** Shapes of the North American plan, with the trunk prefix. */
const NANP_SHAPES = new Set('3-3-4 1-3-3-4 3-3-3-4'.split(' ').map(packedShape));
const EXTENSION = /^(?:\s{0,2}(?:ext\.?|x|#)\s?\d{1,6})(?![A-Za-z0-9])/i;
/** Dates, times and ranges of years. */
const DATE_SHAPE =
  /^(?:4-[12]-[12]|[12]-[12]-4|[12]-[12]-2|4-4|4-2|2-4|4-[12]-[12]-.*|[12]-[12]-4-.*)$/;
/** An identifier, or how much of something, though a word such as `call` stands before: `call_id 12345678`. */
const MEASURE_BEFORE =
  /(?:_|\b)(?:(?<!caller[ _])id|length|size|count|limit|total|index|lineno|line|len|version|depth|level|build|code|score|rate|port|pid|step|seq|sequence|model|bug|issue|ticket|error|status|room)["']?\s{0,2}[:=#+]?\s{0,2}["']?$/;
/** What a function is given: `retry_call(os.read, fd, 1048576)`. */
const CALL_BEFORE = /_call\([^()\n]{0,48}$/;
/** How many there are of what has numbers; nobody has as many as a phone's digits say. */
const COUNT_BEFORE = /(?:calls|phones|cells|texts|mobiles)["']?\s{0,2}[:=]\s{0,2}["']?$/;
const MEASURE_AFTER =
  /^ (?:times|[nmuµ]?s|(?:nano|micro|milli)?seconds|[kmg]i?b|bytes|tokens|rows|records|items|calls|users|events)(?![a-z])/;
/** `delta: +45077655` is a difference of counts. */
const DIFFERENCE_BEFORE = /(?<![a-z])(?:delta|diff|drift|offset|change|gain|growth)\W{1,3}$/;
const MOST_DIGITS = 15;
/** Most numbers with the code of their country have no more. */
const LONG_DIGITS = 12;
/** Numbers of a text that are given to the library, which takes 10 to 30 us for each. */
const MOST_PARSED = 4000;

/** A phone number that begins with a digit at `at`. */
export function findPhone(scan: Scan, at: number, groups: NumberGroups): number {
  const { count } = groups;
  if (count < 6 || count > MOST_DIGITS || !scan.wants('PHONE') || isLikelyPart(scan, at)) return at;
  // Times, counts and ids are fields of JSON; the name says that they are nobody's.
  if (groups.groups === 1) {
    if (isPhoneCell(scan, at, groups.end)) return scan.add(at, groups.end, 'PHONE', 'phone');
    if (!announcesPhone(scan, at, groups.end) || CALL_BEFORE.test(scan.before(at, 56))) return at;
    if (fieldBefore(scan, at)?.words.has('phone') === false) return at;
    if (count < 10 && isSomeNumber(scan, at)) return at;
  }
  const end = phoneEnd(scan, at, groups, false);
  return end > at ? scan.add(at, end, 'PHONE', 'phone') : at;
}

/** A phone number that begins with `+` or an opening bracket at `at`, its first digit at `first`. */
export function findPlusPhone(scan: Scan, at: number, first: number, groups: NumberGroups): number {
  if (!scan.minds('PHONE')) return first;
  const plus = scan.code(at) === 43 || scan.code(at + 1) === 43;
  const { count } = groups;
  // In groups it may be a card.
  if (!scan.wants('PHONE') && !(plus && groups.groups === 1)) return first;
  let end = at;
  if (plus) {
    if (groups.groups === 1 && DIFFERENCE_BEFORE.test(scan.before(at, 16))) return first;
    if (count >= 7 && groups.digits[0] !== '0') {
      end = internationalEnd(scan, first, groups);
    }
  } else if (
    /^(?!(?:19|20)\d\d\))\d{1,5}\)/.test(scan.text.slice(first, first + 6)) &&
    !isRemark(scan, groups)
  ) {
    end = phoneEnd(scan, first, groups, true);
  }
  if (end <= first) return first;
  const start = scan.code(at) === 40 && scan.text.indexOf(')', at) >= end ? at + 1 : at;
  return scan.add(start, end, 'PHONE', plus ? 'phone.international' : 'phone');
}

/** `(169) 76 (94803)`: numbers in brackets of a text. */
function isRemark(scan: Scan, groups: NumberGroups): boolean {
  for (let index = 1; index < groups.groups; index++) {
    if (scan.code(groups.starts[index]! - 1) === 40) return true;
  }
  return false;
}

/** Where a number after `+` ends; `first` end when it is none. */
function internationalEnd(scan: Scan, first: number, groups: NumberGroups): number {
  const { ends } = groups;
  let { count, end } = groups;
  // A date or another number may follow the last group.
  const most = groups.digits.startsWith('1') ? 11 : MOST_DIGITS;
  for (let index = groups.groups - 1; index > 0; index--) {
    if (count <= most && !isDotted(scan, groups, index) && !isSigned(scan, groups, index)) break;
    count -= ends[index]! - groups.starts[index]!;
    end = ends[index - 1]!;
  }
  if (count < 7 || count > MOST_DIGITS) return 0;
  if (count > LONG_DIGITS) end = endOfFirst(scan, groups, end);
  if (groups.groups === 2 && groups.separators === '.' && !announcesPhone(scan, first, end))
    return 0;
  // `+999999999`: the most that a field can hold.
  if (groups.isOneDigit) return 0;
  // Numbers of North America have eleven digits: `+1234567` is a difference of counts.
  const isLong = ends[0]! - groups.starts[0]! > 4;
  if (isLong && groups.digits.startsWith('1') && count !== 11) {
    if (!announcesPhone(scan, first, end)) return 0;
  }
  const withExtension = extensionEnd(scan, end);
  if (withExtension > end) return withExtension;
  return isWord(scan.code(end)) ? 0 : end;
}

/** Where a valid number ends, if what has more digits behind a space is none: `+7 916 123-45-67 8-916-…`. */
function endOfFirst(scan: Scan, groups: NumberGroups, end: number): number {
  const { starts, ends } = groups;
  const isWhole = (to: number): boolean =>
    isValid(scan, `+${scan.text.slice(starts[0], to).replaceAll(/\D/g, '')}`);
  if (isWhole(end)) return end;
  for (let index = groups.groups - 1; index > 1; index--) {
    const last = ends[index - 1]!;
    if (last < end && scan.code(last) === 32 && isWhole(last)) return last;
  }
  return end;
}

/** `+79780 -0107`: two numbers with their signs. */
function isSigned(scan: Scan, groups: NumberGroups, index: number): boolean {
  const start = groups.starts[index]!;
  return scan.code(start - 1) === 45 && scan.code(start - 2) === 32;
}

/** A dot before the group, in a number whose first groups are parted by something else. */
function isDotted(scan: Scan, groups: NumberGroups, index: number): boolean {
  if (scan.code(groups.starts[index]! - 1) !== 46) return false;
  return scan.code(groups.ends[0]!) !== 46;
}

/** Where a number in a national way of writing ends; `at` or less when it is none. */
function phoneEnd(scan: Scan, at: number, groups: NumberGroups, bracket: boolean): number {
  const { count, end } = groups;
  if (count < 6 || count > MOST_DIGITS) return 0;
  const next = scan.code(end);
  const withExtension = extensionEnd(scan, end);
  if (withExtension === end) {
    if (isWord(next) || next === 64) return 0;
    if (goesOn(scan, end) && !KIND_AFTER.test(scan.text.slice(end, end + 8))) return 0;
  }
  if (count >= 10 && count <= 15 && NANP_SHAPES.has(groups.packed)) {
    const last = nanpEnd(scan, at, groups, bracket);
    if (last > 0 && !saysArticle(scan, at, end)) return withExtension > end ? withExtension : last;
  }
  if (groups.isOneDigit) return 0;
  const dated = groups.groups > 1 && !bracket && isDated(scan, groups);
  if (!dated && isAnnounced(scan, at, end)) return withExtension;
  if (groups.groups === 2 && !bracket && isMobile(scan, groups)) return withExtension;
  if (groups.groups > 1 && !dated && isPhoneCell(scan, bracket ? at - 1 : at, withExtension))
    return withExtension;
  if (!dated && isOfSignature(scan, at, groups, bracket)) return withExtension;
  if (groups.groups < 3 || dated || count < 8) return 0;
  if (saysArticle(scan, at, end) || isOfList(scan, at)) return 0;
  if (scan.key.words.has('id') && isAlone(scan, at, end)) return 0;
  return isNational(scan, groups, bracket) ? withExtension : 0;
}

/** `555-0132-Office`, `-mobile`; and what begins a sentence. */
const KIND_AFTER = /^-(?:[A-Z][a-z]|(?:office|mobile|fax|cell|home|work)(?![a-z]))/;

/** `T. 08-430 680 28`, `M: (09537) 86477`: a letter for telephone, mobile or fax, as it stands below letters. */
function isOfSignature(scan: Scan, at: number, groups: NumberGroups, bracket: boolean): boolean {
  const { count, separators } = groups;
  if (groups.groups < 2 || count < 8 || /[.]/.test(separators)) return false;
  if (!bracket && scan.code(at) !== 48 && groups.groups < 3) return false;
  return LETTER_BEFORE.test(scan.before(at, 8));
}
const LETTER_BEFORE = /(?:^|[\n|·•,;])\s{0,2}[tmf][.:]\s{0,2}\(?$/;

/**
 * Up to three digits and a space before the number: in a row of numbers one may begin with a zero. A post code is longer;
 * two groups of four are an account's. Or bytes in hexadecimal digits before it.
 */
function isOfList(scan: Scan, at: number): boolean {
  if (scan.code(at - 1) !== 32) return false;
  if (BYTES_BEFORE.test(scan.before(at, 10))) return true;
  if (!isDigit(scan.code(at - 2))) return false;
  return !isWord(scan.code(at - 5)) || / \d{4} \d{4} $/.test(scan.before(at, 11));
}
const BYTES_BEFORE = /<buffer $|(?:^|[^\w-])(?:\d[a-f]|[a-f]\d|[\da-f]{2} \d\d) $/;

/** A date, a time or a range of years. */
function isDated(scan: Scan, groups: NumberGroups): boolean {
  const { shape } = groups;
  if (!DATE_SHAPE.test(shape) || groups.partedBy(' ')) return false;
  if (!shape.startsWith('4')) return true;
  return /^(?:1[89]|20)/.test(scan.text.slice(groups.starts[0], groups.starts[0]! + 2));
}

/** An announced number; one without separators must not be one of the time or of an identifier. */
function isAnnounced(scan: Scan, at: number, end: number): boolean {
  if (!announcesPhone(scan, at, end)) return false;
  const before = scan.before(at, 12);
  if (end - at < 10 && COUNT_BEFORE.test(before)) return false;
  return !(MEASURE_BEFORE.test(before) || MEASURE_AFTER.test(scan.after(end, 16)));
}

/** `3-3-4` with one kind of separator, or brackets around the first group. */
function nanpEnd(scan: Scan, at: number, groups: NumberGroups, bracket: boolean): number {
  const { separators, shape } = groups;
  // `-400 613 -1306`: three numbers with their signs. `640-480-1280`: round ones.
  if (scan.code(at - 1) === 45 && separators.endsWith(' -')) return 0;
  if (!bracket && /^\d\d0\d\d0\d\d\d0$/.test(groups.digits)) return 0;
  if (shape.startsWith('3-3-3') && !groups.digits.startsWith('001')) return 0;
  if (bracket) return /^\)[ .-]{0,2}[ .-]$/.test(separators) ? groups.end : 0;
  // `1 (212) 555-0188`
  const plain = shape.startsWith('1-') ? separators.slice(1).replace(/^\(/, '') : separators;
  if (/^-+$|^\.+$/.test(separators) || /^\)? ?-$/.test(plain)) return groups.end;
  const area = groups.digits.slice(-10);
  if (separators === '/-') return /^[2-9]\d\d[2-9]/.test(area) ? groups.end : 0;
  if (!/^[ -]+$/.test(separators)) return 0;
  // Spaces part the columns of tables too.
  const isColumn = scan.code(at - 1) === 32 && isWord(scan.code(at - 2));
  return /^[2-9]\d\d[2-9]/.test(area) && !isColumn ? groups.end : 0;
}

/** A number of that country; in a text with very many what looks like one is taken for one. */
function isValid(scan: Scan, digits: string, country?: CountryCode): boolean {
  if (++scan.parsedPhones > MOST_PARSED) return true;
  return parsePhoneNumberFromString(digits, country)?.isValid() === true;
}

/** Mobile numbers that are written in two groups, by the shape and the first digits of a country's. */
const MOBILES: Readonly<Record<string, readonly (readonly [CountryCode, RegExp])[]>> = {
  '5-6': [['GB', /^0[16-9]/]],
  '5-7': [['DE', /^0[16-9]/]],
  '6-5': [['IN', /^0[16-9]/]],
  '4-7': [
    ['DE', /^01[5-7]/],
    ['AT', /^06[5-9]/],
  ],
  '4-8': [['DE', /^01[5-7]/]],
  '2-8': [['NL', /^06/]],
};

/** `07400 123456`, `01512 3456789`, `098123 45678`, `0171 1234567`, `06-12345678`. */
function isMobile(scan: Scan, groups: NumberGroups): boolean {
  const at = groups.starts[0]!;
  const { digits, separators, shape } = groups;
  if (separators !== ' ' && separators !== '-') return false;
  // `081111 011254 17716`: date, time and thread of a log.
  if (shape === '6-5' && scan.code(at - 1) === 32 && isDigit(scan.code(at - 2))) return false;
  const found = MOBILES[shape]?.filter(([, begins]) => begins.test(digits)) ?? [];
  // All of 07 are mobile numbers and pagers; those for films and examples are in no list of the valid ones.
  if (found.length > 0 && shape === '5-6' && digits.startsWith('07')) return true;
  return found.some(([country]) => isValid(scan, digits, country));
}

/** A valid number of one of {@link COUNTRIES}, written with its trunk prefix and separators. */
function isNational(scan: Scan, groups: NumberGroups, bracket: boolean): boolean {
  const { digits, separators, shape } = groups;
  // `0049 30 901820`, `011 44 20 7946 0018`: dialed abroad.
  const abroad = shape.startsWith('1-') ? null : /^(?:00|011)(?=[1-9])/.exec(digits);
  if (abroad !== null && /^[ -]+$/.test(separators) && digits.length > 10) {
    return isValid(scan, `+${digits.slice(abroad[0].length)}`);
  }
  // `8 (495) 123-45-67`: the trunk prefix of Russia and Kazakhstan.
  if (shape === '1-3-3-2-2') return /^8[3-9]/.test(digits);
  // `138 1234 5678`: mobile numbers of China.
  if (shape === '3-4-4' && digits.startsWith('1'))
    return /^ +$|^-+$/.test(separators) && isValid(scan, digits, 'CN');
  // No area begins with a second zero.
  if ((!digits.startsWith('0') && !bracket) || digits.startsWith('00')) return false;
  // `viewBox="0 0 1024 1024"`
  if (shape.startsWith('1-') && !bracket && separators.startsWith(' ')) return false;
  if (
    digits.length < 9 ||
    digits.length > 12 ||
    shape === '3-2-4' ||
    // The check digit of a book's number.
    (shape.endsWith('-1') && /^-+$/.test(separators)) ||
    (/^[1-3](?:-[1-3])+$/.test(shape) && shape !== '2-2-2-2-2' && shape !== '3-3-2-2')
  ) {
    return false;
  }
  if (/[./]/.test(separators) && !/^[./]+$/.test(separators)) return false;
  return COUNTRIES.some((country) => isValid(scan, digits, country));
}

/** Where `ext. 123` or `x123` after a number ends, else `end`. */
function extensionEnd(scan: Scan, end: number): number {
  const next = scan.code(end);
  if (next !== 120 && next !== 32 && next !== 101 && next !== 35) return end;
  const extension = EXTENSION.exec(scan.text.slice(end, end + 14));
  return extension === null ? end : end + extension[0].length;
}

/** `The number is 1234567`: of anything, unless there is more to say that it is a phone's. */
function isSomeNumber(scan: Scan, at: number): boolean {
  const before = scan.before(at, 40);
  return (
    /number is[^a-z0-9\n]{0,8}$/.test(before) &&
    !/phone|mobile|cell|tel|fax|call|contact/.test(before)
  );
}

/** Something stands before the number that makes it part of a longer one. */
function isLikelyPart(scan: Scan, at: number): boolean {
  const before = scan.code(at - 1);
  if (before === 47 && scan.before(at, 6) === 'wa.me/') return false;
  if (before === 47 || before === 35 || before === 36 || before === 37) return true;
  // `types-toml==0.10.8.20240310`
  if (before === 61 && scan.code(at - 2) >= 60 && scan.code(at - 2) <= 62) return true;
  return (before === 46 || before === 45) && scan.code(at - 2) !== 32;
}
