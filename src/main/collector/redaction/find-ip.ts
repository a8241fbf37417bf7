import { isQuotedBracket } from './quoted-tests.ts';
import { goesOn } from './goes-on.ts';
import { isDigit, isHex, isWord, MARGIN } from './code-units.ts';
import type { Scan } from './scan.ts';
import { announcesVersion } from './version-words.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\\d)(?![\\d.]))?`, 'y');
/** At most eight groups, an embedded IPv4 address, a zone and a prefix length. */
const IPV6 = new RegExp(
  `[0-9A-Fa-f]{0,4}(?:(?::[0-9A-Fa-f]{0,4}){1,6}:${OCTET}(?:\\.${OCTET}){3}|(?::[0-9A-Fa-f]{0,4}){2,8})(?:%(?!5D)[A-Za-z0-9_.-]{1,16})?(?:/\\d{1,3}(?!\\d))?`,
  'y',
);
/** A port after an address without brackets: it can be told after eight groups, or by its five digits. */
const BEFORE_PORT =
  /(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?=:\d{2,5}(?![\w:.]))|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?=:\d{5}(?![\w:.]))/y;
const PORT = /^:\d{1,5}(?![\w:.])/;
/** After an address the other end of a range of them. */
const RANGE_END = new RegExp(`-(${OCTET}(?:\\.${OCTET}){3})(?![\\w.-])`, 'y');
/** Written like phones of some countries. */
const PAIRS = /^\d\d(?:\.\d\d){3}$/;
/** Words before an address that is too short to be known by itself. */
const HOST_BEFORE =
  /(?:^|[^a-z])(?:ip|ipv6|addr|address|from|host|client|peer|server|remote)\W{0,4}$/;
/** Longest distance from the start of an address to its first colon. */
const FIRST_GROUP = 4;

/** Loopback, unspecified and broadcast addresses, masks of networks and whole networks tell nothing about anybody. */
function isNobodys(address: string): boolean {
  if (/^(?:127\.|255\.255\.255\.)|^(?!10\.)\d+\.0\.0\.0$/.test(address)) return true;
  if (!/^(?:0|255)\./.test(address)) return false;
  const bits = address
    .replace(/\/.*/, '')
    .split('.')
    .reduce((all, octet) => (all << 8) | Number(octet), 0);
  // Ones up to a place and zeros from there on, or the other way around as routers have them.
  const ones = address.startsWith('0') ? bits : ~bits;
  return (ones & (ones + 1)) === 0;
}

/** An IPv4 address with an optional prefix length; versions and object identifiers are not addresses. */
export function findIpv4(scan: Scan, at: number): number {
  if (!scan.minds('IP')) return at;
  const before = scan.code(at - 1);
  if (
    before === 46 ||
    (before === 126 && !isStruck(scan, at)) ||
    (before === 45 && isWord(scan.code(at - 2)))
  )
    return at;
  // `Chrome/141.0.0.0`
  if (before === 47 && isWord(scan.code(at - 2)) && !isHost(scan, at)) return at;
  IPV4.lastIndex = at;
  if (!IPV4.test(scan.text)) return at;
  let end = IPV4.lastIndex;
  const next = scan.code(end);
  if (isWord(next) || (next === 46 && isDigit(scan.code(end + 1)))) return at;
  RANGE_END.lastIndex = end;
  const rangeEnd = next === 45 ? RANGE_END.exec(scan.text) : null;
  if (rangeEnd !== null && !isNobodys(rangeEnd[1]!) && !announcesVersion(scan, at)) {
    scan.add(at, end, 'IP', 'ip.v4');
    return scan.add(end + 1, RANGE_END.lastIndex, 'IP', 'ip.v4');
  }
  // A name that begins with an address: `10.0.0.1.nip.io`, `1.2.3.4-beta`.
  if (next !== 58 && goesOn(scan, end)) return at;
  if (announcesVersion(scan, at) && !isHost(scan, at)) return at;
  if (end - at < 15 && isDrawn(scan, at)) return at;
  if (end - at < 12 && (isSection(scan, at, end) || isLocked(scan, at, end))) return at;
  const text = scan.text.slice(at, end);
  if (!scan.wants('IP') && PAIRS.test(text)) return at;
  if (isNobodys(text)) return end;
  const slash = text.indexOf('/');
  if (slash > 0 && /^\/\d+[^\d\s"'`,;)\]}]/.test(scan.text.slice(at + slash, end + 1)))
    end = at + slash;
  return scan.add(at, end, 'IP', 'ip.v4');
}

const HOST = new RegExp(`${OCTET}(?:-${OCTET}){3}(?![\\w-])`, 'y');

/** The address in a host's name: `ip-10-1-2-3.ec2.internal`, `ec2-203-0-113-7.compute-1.amazonaws.com`; `at` for none. */
export function findHostAddress(scan: Scan, at: number): number {
  if (!scan.wants('IP')) return at;
  HOST.lastIndex = at;
  if (!HOST.test(scan.text)) return at;
  const end = HOST.lastIndex;
  return scan.add(at, end, 'IP', 'ip.host');
}

/**
 * `1.2.3.4 Introduction` at the beginning of a line: small numbers and a title. Networks of private addresses and those
 * of one number four times (`8.8.8.8 Google`) are addresses.
 */
function isSection(scan: Scan, at: number, end: number): boolean {
  let start = at;
  // After the signs of a heading or of a comment: `## `, `// `, ` * `.
  while (start > at - 8 && isMargin(scan.code(start - 1))) start--;
  if (start > 0 && scan.code(start - 1) !== 10) return false;
  const [number = '', first = ''] =
    /^(\d\d?)(?:\.\d\d?){3} {1,4}[A-Z][a-z]/.exec(scan.text.slice(at, end + 8)) ?? [];
  if (number === '' || first === '10') return false;
  const parts = number
    .slice(0, end - at)
    .split('.')
    .map(Number);
  return parts.every((part) => part < 30) && (parts[0] === 1 || new Set(parts).size > 1);
}

/** `.404.655.86 1.37.138.95-.034`: numbers of a path of SVG, of which each may begin with its dot. */
function isDrawn(scan: Scan, at: number): boolean {
  const before = scan.text.slice(Math.max(0, at - 28), at);
  return (
    /^(?!.*  )[-\d., \nacehlmqstvz]{10,28}$/is.test(before) &&
    /(?:^|[ ,a-z-])\.\d|\d-\d*\./i.test(before) &&
    !BESIDE.test(before)
  );
}

/** Another address. */
const BESIDE = new RegExp(`(?:^|[ ,-])${OCTET}(?:\\.${OCTET}){3}[ ,-]`);

const isMargin = (code: number): boolean =>
  code === 32 || code === 35 || code === 42 || code === 47;

/** `    rails (7.2.3.2)`, `      activesupport (= 7.2.3.2)`: a line of a file that locks versions. */
function isLocked(scan: Scan, at: number, end: number): boolean {
  return (
    scan.code(end) === 41 &&
    LOCKED_BEFORE.test(scan.text.slice(Math.max(0, at - 64), at)) &&
    /^\)(?:\r?\n|$)/.test(scan.text.slice(end, end + 3))
  );
}
const LOCKED_BEFORE = /(?:^|\n) {4,6}[A-Za-z][\w.-]{0,48} \((?:[~<>]?=? )?$/;

/** Struck through in Markdown; packages of Windows have a word before the tildes: `amd64~~6.1.1.0`. */
const isStruck = (scan: Scan, at: number): boolean =>
  scan.code(at - 2) === 126 && !isWord(scan.code(at - 3));

/** What comes before an address in the path of a service that tells of addresses, or of hosts and people. */
const HOST_PATH =
  /(?:^|[/."'\s])(?:ips?|ipv4|addr(?:ess)?(?:es)?|hosts?|nodes?|clients?|peers?|servers?|users?|devices?|visitors?|whois|geoip|geo|lookup|ipinfo\.io|(?:ip|ip-)api\.(?:co|com)(?:\/json)?|ipwho\.is)\/$/;

/** `//1.2.3.4`, `ips/1.2.3.4` and `path/10.0.0.1`: after a slash, but no product's number. */
function isHost(scan: Scan, at: number): boolean {
  if (scan.code(at - 1) !== 47) return false;
  return (
    scan.code(at - 2) === 47 ||
    HOST_PATH.test(scan.before(at, 28)) ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(scan.after(at, 8))
  );
}

/** Strictly parsed groups of an IPv6 address; `null` when it is none. */
function isIpv6(address: string): boolean {
  const v4 = address.lastIndexOf('.') > 0 ? address.slice(address.lastIndexOf(':') + 1) : '';
  const head = v4 === '' ? address : address.slice(0, address.length - v4.length);
  const room = v4 === '' ? 8 : 6;
  const halves = head.split('::');
  if (halves.length > 2 || address.includes(':::')) return false;
  const groups = halves.flatMap((half) => half.split(':').filter((group) => group !== ''));
  if (/[^:]:$/.test(head) && v4 === '') return false;
  if (/^:[^:]/.test(head)) return false;
  return halves.length === 2 ? groups.length < room : groups.length === room;
}

/** Hours, minutes and seconds around the colon at `at`. */
function isTime(scan: Scan, start: number, at: number): boolean {
  return (
    at - start === 2 &&
    scan.code(at + 3) === 58 &&
    scan.code(at + 6) !== 58 &&
    isDigit(scan.code(at + 1)) &&
    isDigit(scan.code(at + 4)) &&
    isDigit(scan.code(at - 1))
  );
}

/** `addr:2001:db8::1`, `地址：2001:db8::1`: the colon before an address is that of a name. */
function isLabel(scan: Scan, start: number): boolean {
  const last = scan.code(start - 2);
  if (last === 58) return false;
  return isHex(last) ? isName(scan, start - 2) : isWord(last) || last > 127 || last === 34;
}

/** `node`, `source`: a word of letters that ends in a hexadecimal digit and is no group of an address. */
const isName = (scan: Scan, last: number): boolean =>
  /(?:^|[^\w:])(?=[a-f]*[g-z])[a-z]{1,22}$/.test(scan.before(last + 1, 24));

/** Another colon after one to four hexadecimal digits: rules out nearly every colon there is. */
function hasSecondColon(scan: Scan, from: number): boolean {
  let at = from;
  while (at < from + 4 && isHex(scan.code(at))) at++;
  return scan.code(at) === 58 && (scan.code(at + 1) === 58 || isHex(scan.code(at + 1)));
}

/** An IPv6 address around the colon at `at`, which must be its first. */
export function findIpv6(scan: Scan, at: number): number {
  const next = scan.code(at + 1);
  if (!(next === 58 || isHex(next)) || !scan.wants('IP')) return at;
  let start = at;
  while (start > at - FIRST_GROUP && isHex(scan.code(start - 1))) start--;
  if (next !== 58 && (start === at || !hasSecondColon(scan, at + 1))) return at;
  const before = scan.code(start - 1);
  const isGlued = isWord(before) && !isQuotedBracket(scan.codes, start + MARGIN);
  if (isGlued || (before === 58 && !isLabel(scan, start)) || isTime(scan, start, at)) return at;
  BEFORE_PORT.lastIndex = IPV6.lastIndex = start;
  const hasPort = BEFORE_PORT.test(scan.text);
  if (!hasPort && !IPV6.test(scan.text)) return at;
  let end = hasPort ? BEFORE_PORT.lastIndex : IPV6.lastIndex;
  if (end - start < 4) return at;
  const bare = scan.text.slice(start, end).replace(/[%/].*$/, '');
  let address = bare;
  // `2001:db8::1:` at the end of a clause.
  if (address.endsWith(':') && !address.endsWith('::')) {
    address = address.slice(0, -1);
    end = start + address.length;
  }
  const after = scan.code(end);
  // After a zone or an IPv4 address no group follows.
  const isWhole =
    hasPort || (/[%.]/.test(scan.text.slice(start, end)) && PORT.test(scan.after(end, 7)));
  if (!isWhole && (isWord(after) || (after === 58 && isWord(scan.code(end + 1))))) return at;
  if (!isIpv6(address) || !looksLikeAddress(address, HOST_BEFORE.test(scan.before(start, 24))))
    return at;
  if (/^(?:::1?|0{0,4}(?::0{0,4}){2,7}:0{0,3}1?)$/.test(address)) return end;
  return scan.add(start, end, 'IP', 'ip.v6');
}

/** Not EUI-64, a time, or a name of a program's scope (`a::b`, `dead::beef`). */
function looksLikeAddress(address: string, announced: boolean): boolean {
  const groups = address.split(':').filter((group) => group !== '');
  if (groups.length === 8) return !groups.every((group) => group.length === 2);
  if (!/\d/.test(address)) return groups.length >= 4;
  if (groups.length >= 3) return true;
  return (
    announced ||
    groups.some((group) => group.length >= 3) ||
    /\./.test(address) ||
    address.startsWith('::')
  );
}
