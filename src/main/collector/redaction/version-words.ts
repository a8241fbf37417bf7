import { asRead } from './code-units.ts';
import type { Scan } from './scan.ts';

/** In other scripts than Latin. */
const OTHER_VERSIONS = asRead(
  'верси[яиюей]|версія|версии|έκδοση|版本|バージョン|버전|إصدار|เวอร์ชัน|संस्करण',
);
const VERSION_BEFORE = new RegExp(
  `(?:^|[^a-z])v[\\s=:.v~^]{0,4}$|(?:^|[^a-z])(?:ver|rv|vers|vers(?:ion(?:e|es|s)?|ão|ões|ión|ie|jon)(?: (?:is|was|are|now|number|string)){0,3}|wersj[aięi]|verz(?:e|ia|ió)|sürüm|${OTHER_VERSIONS}|release|rev|revision|build|firmware|bios|uefi|semver|sdk|python|oid|section|sec|chapter|clause|paragraph|article|appendix|table|figure|fig|step|§|(?:up|down)graded? (?:from|to))(?:[\\s"'=:.v~^]|&(?:quot|#3[49]);){0,4}$|(?:version|release)["']?\\s{0,2}[:=]\\s{0,2}["']?$|[=~^<>!]=\\s?$|[a-z][a-z0-9_.+-]*/$`,
);

/** Programs and libraries, which have versions and no addresses. */
const PRODUCT_BEFORE =
  /(?:^|[^a-z])(?:openssl|libressl|chrom(?:e|ium)|electron|firefox|safari|opera|edge|webkit|v8|node\.?js|npm|yarn|pip|python|java|jdk|jre|openjdk|php|ruby|perl|golang|dotnet|gcc|clang|llvm|cmake|kernel|windows|macos|android|ubuntu|debian|zlib|glibc|lib[a-z0-9_+-]{2,24}|driver|plugin|library|package|gem|crate|jar|dll) {1,2}$/;

/** `Bump libfoo from 1.2.3.4 to 1.2.3.5`. */
const CHANGE_BEFORE =
  /(?:^|[^a-z])(?:(?:bump|upgrad|downgrad|updat)(?:e|es|s|ed|ing)?|chang(?:e|es|ed|ing) (?:the )?version)(?: [a-z@][\w@./-]{0,32})? (?:from|to) (?:v?\d+(?:\.\d+){1,4},? to )?v?$/;

/** `versions 1.2.3.4, 1.2.3.5 and 1.2.3.6`. */
const LIST_BEFORE =
  /(?:^|[^a-z])(?:versions?|releases?|builds?)[\s:"']{0,3}(?:v?\d+(?:\.\d+){1,4}(?:,|,? (?:and|or|to|through|und|bis|et|y|e|i)) ){1,8}v?$/;

/** Four numbers of one or two digits: of addresses one in forty has no longer ones, and those of private networks are known. */
const SMALL = /^(?!10\.)\d{1,2}(?:\.\d{1,2}){3}(?![\d.:/])/;
/** What versions stand after, and addresses now and then. */
const SMALL_BEFORE =
  /(?:^|[^a-z])(?:running|since|as of|(?:fixed|patched|resolved|introduced|added|removed|deprecated|available|shipped|included|released|supported) (?:in|since|with|as)|update|hotfix|patch|tag|tagged|latest|release notes|requires?|at least|compatible with|api level|app|ffmpeg|aktualisiert auf)[\s:"']{1,3}v?$/;
const LIBRARY_BEFORE = /(?:^|[^\w.])[A-Z]\w{1,24}(?:\.[A-Z]\w{1,24})+ $/;
const SMALL_AFTER =
  /^[\d.]+(?: (?:release|build|version|firmware|update|hotfix|patch|beta|rc\d?|lts|snapshot|sp\d)\b| \((?:stable|beta|alpha|lts|latest|current|preview|rc\d?|release|build|final|x64|x86|64-bit|32-bit)\b| (?:or|and) (?:later|newer|above|higher|up|earlier|older|below)\b)/;

/** Networks of private addresses (RFC 1918) and of links whose numbers no version has; those of 10 some do. */
const PRIVATE = /^(?:192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./;

/** All of a value, or a list of them: in a sentence under such a key an address is one. */
const VERSION =
  /^[\s"'=~^<>]{0,6}(?:v(?:ersion)?[\s.:]{0,2})?\d{1,5}(?:\.\d{1,5}){1,12}(?:[\s,;"']{1,4}v?\d{1,5}(?:\.\d{1,5}){1,5}){0,32}[\s"']{0,4}$/i;
/** Before a version with a remark: nothing, or the name of what has it. */
const NAME_ALONE =
  /^[\s"'=~^<>]{0,6}(?:(?!(?:host|ip|addr|address|server|from|node|client|peer|at|on|by|to|for|see|via)\b)[a-z][\w.-]{0,24}[ /])?(?:v(?:ersion)?[\s.:]{0,2})?$/i;
const REMARK =
  /^\d+(?:\.\d+)+(?:[\s"']{0,4}$|[ \t]?[(+]|-[a-z]|[ \t](?!and |or |to |from |at |on |in |is |was |as )[a-z\d])/i;

/** What comes is a version, an object identifier or a product's number, not an address. */
export const announcesVersion = (scan: Scan, start: number): boolean =>
  !PRIVATE.test(scan.after(start, 8)) &&
  ((scan.key.words.has('version') && isVersion(scan, start)) ||
    VERSION_BEFORE.test(scan.before(start, 24)) ||
    PRODUCT_BEFORE.test(scan.before(start, 32)) ||
    CHANGE_BEFORE.test(scan.before(start, 72)) ||
    LIST_BEFORE.test(scan.before(start, 96)) ||
    isSmallVersion(scan, start));

function isVersion(scan: Scan, start: number): boolean {
  const { text } = scan;
  if (VERSION.test(text)) return true;
  return (
    start < MOST_NAME &&
    NAME_ALONE.test(text.slice(0, start)) &&
    REMARK.test(text.slice(start, start + MOST_NAME))
  );
}
const MOST_NAME = 48;

/** One of the words for four small numbers, words on both sides for any. */
function isSmallVersion(scan: Scan, start: number): boolean {
  const isSmall = SMALL.test(scan.after(start, 13));
  const isBefore = SMALL_BEFORE.test(scan.before(start, 28));
  if (!isSmall && !isBefore) return false;
  if (isSmall && isBefore) return true;
  if (SMALL_AFTER.test(scan.after(start, 28))) return true;
  return isSmall && LIBRARY_BEFORE.test(scan.text.slice(Math.max(0, start - 64), start));
}
