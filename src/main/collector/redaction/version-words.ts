import { asRead } from './code-units.ts';
import { listBefore } from './list-before.ts';
import type { Scan } from './scan.ts';

/** In other scripts than Latin. */
const OTHER_VERSIONS = asRead(
  'верси[яиюей]|версія|версии|έκδοση|版本|バージョン|버전|إصدار|เวอร์ชัน|संस्करण',
);
const VERSION_BEFORE = new RegExp(
  `(?:^|[^a-z])v[\\s=:.v~^]{0,4}$|(?:^|[^a-z])(?:ver|rv|vers|vers(?:ion(?:e|es|s)?|ão|ões|ión|ie|jon)(?: (?:is|was|are|now|number|string)){0,3}|wersj[aięi]|verz(?:e|ia|ió)|sürüm|${OTHER_VERSIONS}|release|rev|revision|build|firmware|fw|bios|uefi|semver|sdk|python|oid|section|sec|chapter|clause|paragraph|article|appendix|table|figure|fig|step|§|(?:up|down)graded? (?:from|to))(?:[\\s"'=:>.v~^]|&(?:quot|#3[49]);){0,4}$|(?:version|release)["']?\\s{0,2}[:=]\\s{0,2}["']?$|(?:file|product|app|assembly|driver|firmware|package|plugin|library|agent|module|framework|runtime)_?versions?["']?\\s{1,4}["'v]?$|rfc ?\\d{3,5},?(?: section| sec\\.?)? $|[=~^<>!]=\\s?$| (?:[<>]|~>) $|[a-z][a-z0-9_.+-]*/$|\\.(?:jar|war|aar):$`,
);

/** Programs and libraries, which have versions and no addresses. */
const PRODUCTS = String.raw`(?:^|[^a-z])(?:openssl|libressl|chrom(?:e|ium)|electron|firefox|safari|opera|edge|webkit|v8|node\.?js|npm|yarn|pip|python|java|jdk|jre|openjdk|php|ruby|perl|golang|dotnet|gcc|clang|llvm|cmake|kernel|windows|macos|android|ubuntu|debian|numpy|pandas|scipy|py?torch|tensorflow|transformers|django|flask|fastapi|hibernate|zlib|glibc|lib[a-z0-9_+-]{0,24}|driver|plugin|library|package|gem|crate|jar|dll)`;
const PRODUCT_BEFORE = new RegExp(`${PRODUCTS} {1,2}$`);
/** `pip (1.2.3.4)` */
const PRODUCT_BESIDE = new RegExp(String.raw`${PRODUCTS} \($`);

/** `Bump libfoo from 1.2.3.4 to 1.2.3.5`. */
const CHANGE_BEFORE =
  /(?:^|[^a-z])(?:(?:bump|upgrad|downgrad|updat)(?:e|es|s|ed|ing)?|chang(?:e|es|ed|ing) (?:the )?version)(?: [a-z@][\w@./-]{0,32})? (?:from|to) (?:v?\d+(?:\.\d+){1,4},? to )?v?$/;

/** `versions 1.2.3.4, 1.2.3.5 and 1.2.3.6`. */
const LIST_BEFORE =
  /(?:^|[^a-z])(?:versions?|releases?|builds?)[\s:"']{0,3}(?:v?\d+(?:\.\d+){1,4}(?:,|,? (?:and|or|to|through|und|bis|et|y|e|i)) ){1,8}v?$/;

/** Before a package's version: `npm install foo@`, `@scope/foo@`, `pkg:nuget/Foo@`. */
const PACKAGE_BEFORE =
  /(?:(?:^|[^\w.-])(?:npm|npx|yarn|pnpm|bun|deno|pip3?|brew|gem|cargo|go|dotnet|nuget|composer|vcpkg|conan)(?: -{1,2}[\w-]{1,16})* (?:install|add|i|update|upgrade|remove|uninstall|view|info|get|create|dlx|exec|require)\b[^\n;|&]{0,48}[\s"'`/]|pkg:[\w.+/%-]{1,40}|(?:^|[\s"'`])@[\w.-]{1,40}\/)[\w.-]{1,40}@$/;

/** One version becomes another: `1.2.3.4 -> 1.2.3.5`, where a word before or after says that it is one. */
const BECOMES = String.raw`(?: ?(?:->|=>|\u2192|\u279c|\u27f6) ?| to )`;
const BECOMES_AFTER = new RegExp(
  String.raw`^\d+(?:\.\d+){3}${BECOMES}v?\d+(?:\.\d+){1,3}(?![\d.:/])`,
);
const BECOMES_BEFORE = new RegExp(String.raw`[^\d.]\d+(?:\.\d+){1,3}${BECOMES}v?$`);
const ABOUT_VERSIONS =
  /(?:^|[^a-z])(?:(?:un)?install(?:s|ed|ing)?|requirements?|charts?|versions?|releases?|(?:up|down)grad(?:e[sd]?|ing)|updat(?:e[sd]?|ing)|bump(?:s|ed|ing)?|schemas?|changelog|packages?|dependenc(?:y|ies)|librar(?:y|ies)|drivers?|firmware|modules?|plugins?|crates?|gems?|(?:lib)?openssl|lib[a-z]{2,16})(?![a-z])/;
const ABOUT_HOSTS =
  /(?:^|[^a-z])(?:hosts?|servers?|ips?|addr(?:ess(?:es)?)?|nodes?|peers?|clients?|connections?|conn|nat|route[sd]?|gateways?|dns|proxy|tcp|udp|packets?|traffic|interfaces?|subnets?|records?)(?![a-z])/;

/** Before the tag of an image, and before the version of a package of Maven. */
const TAG_BEFORE =
  /(?:(?:^|[^a-z])image["']?[\s:=]{1,3}["']?|(?:^|\n)from |(?:docker|podman|nerdctl) (?:pull|run|push|tag)\b[^\n]{0,32} |[\w.-]{1,40}\/(?:[\w.-]{1,40}\/){0,3})([\w.-]{1,40}):$|(?:^|[\s"'`(>])[a-z][\w-]{0,30}(?:\.[\w-]{1,30}){1,6}:([a-z][\w.-]{0,40}):(?:(?:jar|pom|war|aar):)?$/;
/** A heading of what changed, and nothing after it but the day. */
const HEADING_BEFORE = /(?:^|\n)#{1,4} \[?v?$/;
/** The elements of an object of JSON before one: `"library_versions": {"a": "1.2.3", "b": "`. */
const MAP_BEFORE =
  /(?:^|"[\w.-]{0,40}(?:versions|releases|dependencies|packages|libraries|modules|plugins)"\s{0,2}:)\s{0,8}\{(?:\s{0,12}"[^"{}]{1,64}"\s{0,2}:\s{0,2}"[^"{}]{0,40}"\s{0,2},){0,24}\s{0,12}"([^"{}]{1,64})"\s{0,2}:\s{0,2}"[~^<>=v]{0,3}$/;

const MAP_NAME = /(?:versions|releases|dependencies|packages|libraries|modules|plugins)"/;

/** Four numbers of one or two digits: of addresses one in forty has no longer ones, and those of private networks are known. */
const SMALL = /^(?!10\.)\d{1,2}(?:\.\d{1,2}){3}(?![\d.:/])/;
/** What versions stand after, and addresses now and then. */
const SMALL_BEFORE =
  /(?:^|[^a-z])(?:running|since|as of|installed|candidate|(?:fixed|patched|resolved|introduced|added|removed|deprecated|available|shipped|included|released|supported) (?:in|since|with|as)|update|hotfix|patch|tag|tagged|latest|release notes|requires?|at least|compatible with|api level|app|ffmpeg|aktualisiert auf)[\s:"']{1,3}v?$/;
/** Servers stand before addresses too: small numbers behind which neither a port nor a line of a log follows. */
const SERVER_BEFORE =
  /(?:^|[^a-z])(?:nginx|apache|httpd|openresty|traefik|envoy|haproxy|caddy|tomcat|jetty|redis|postgres(?:ql)?|mysql|mariadb|mongodb|kafka|elasticsearch|grafana|prometheus) $/;
const OF_HOST_AFTER = /^[\d.]+(?::\d| ?[-["|]| port| get| post|\/)/;
const LIBRARY_BEFORE = /(?:^|[^\w.])[A-Z]\w{1,24}(?:\.[A-Z]\w{1,24})+ $/;
const SMALL_AFTER =
  /^[\d.]+(?: (?:release|build|version|firmware|update|hotfix|patch|beta|rc\d?|lts|snapshot|sp\d)\b| \((?:stable|beta|alpha|lts|latest|current|preview|rc\d?|release|build|final|x64|x86|64-bit|32-bit)\b| (?:or|and) (?:later|newer|above|higher|up|earlier|older|below)\b)/;

/** Networks of private addresses (RFC 1918) and of links whose numbers no version has; those of 10 some do. */
const PRIVATE = /^(?:192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./;

/** All of a value, or a list of them: in a sentence under such a key an address is one. */
const VERSION =
  /^[\s"'=~^<>[]{0,6}(?:v(?:ersion)?[\s.:]{0,2})?\d{1,5}(?:\.\d{1,5}){1,12}(?:[\s,;"']{1,6}v?\d{1,5}(?:\.\d{1,5}){1,5}){0,32}[\s"'\]]{0,4}$/i;
/** Before a version with a remark: nothing, or the name of what has it. */
const NAME_ALONE =
  /^[\s"'=~^<>]{0,6}(?:(?!(?:host|ip|addr|address|server|from|node|client|peer|at|on|by|to|for|see|via)\b)[a-z][\w.-]{0,24}[ /])?(?:v(?:ersion)?[\s.:]{0,2})?$/i;
const REMARK =
  /^\d+(?:\.\d+)+(?:[\s"']{0,4}$|[ \t]?[(+]|-[a-z]|[ \t](?!and |or |to |from |at |on |in |is |was |as )[a-z\d])/i;

/** What comes is a version, an object identifier or a product's number, not an address. */
export function announcesVersion(scan: Scan, start: number): boolean {
  if (PRIVATE.test(scan.after(start, 8))) return false;
  if (scan.key.words.has('version') && isVersion(scan, start)) return true;
  // Whatever is looked for ends here; of the lower-case text each pattern sees its part.
  const before = scan.before(start, 120);
  if (VERSION_BEFORE.test(before.slice(-24))) return true;
  const last = scan.code(start - 1);
  // Of a sentence or a list; `v` is the last letter of a version.
  const isSaid = last === 32 || last === 44 || (last | 32) === 118;
  if (isSaid) {
    if (last === 32 && PRODUCT_BEFORE.test(before.slice(-32))) return true;
    if (isBumped(before.slice(-72)) || LIST_BEFORE.test(before.slice(-96))) return true;
  }
  if (last === 64 && PACKAGE_BEFORE.test(before)) return true;
  return isOfChange(scan, start) || isOfVersions(scan, start) || isSmallVersion(scan, start);
}

function isBumped(before: string): boolean {
  const found = CHANGE_BEFORE.exec(before);
  return found !== null && !ABOUT_HOSTS.test(found[0]);
}

/** An element of a list or of an object of JSON whose name says that it holds versions. */
function isOfVersions(scan: Scan, start: number): boolean {
  if (listBefore(scan, start)?.words.has('version') === true) return true;
  const before = scan.code(start - 1);
  if (before !== 34 && scan.code(start - 2) !== 34) return false;
  const text = scan.before(start, 240);
  if (!scan.key.words.has('versions') && !MAP_NAME.test(text)) return false;
  const found = MAP_BEFORE.exec(text);
  if (found === null || ABOUT_HOSTS.test(found[1]!)) return false;
  // Of an object that is all of the value its key tells.
  return scan.key.words.has('versions') || found[0].startsWith('"');
}

/** Of two versions with an arrow or `to` between them, either one. */
function isOfChange(scan: Scan, start: number): boolean {
  const last = scan.code(start - 1);
  // A space, an arrow or a `v`.
  const mayBecome = last === 32 || last === 62 || last > 127 || (last | 32) === 118;
  const isChange =
    BECOMES_AFTER.test(scan.after(start, 40)) ||
    (mayBecome && BECOMES_BEFORE.test(scan.before(start, 80)));
  return isChange && isLineOfVersions(scan, start);
}

/** The line speaks of packages and the like, and not of hosts. */
function isLineOfVersions(scan: Scan, start: number): boolean {
  const before = scan.before(start, 80);
  const line = `${before.slice(before.lastIndexOf('\n') + 1)} ${/^[^\n]*/.exec(scan.after(start, 72))![0]}`;
  return ABOUT_VERSIONS.test(line) && !ABOUT_HOSTS.test(line);
}

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

function isTag(scan: Scan, start: number): boolean {
  const before = scan.before(start, 120);
  if (HEADING_BEFORE.test(before)) return true;
  if (!before.endsWith(':')) return false;
  const found = TAG_BEFORE.exec(before);
  return found !== null && !ABOUT_HOSTS.test(found[1] ?? found[2]!);
}

/** A name before it that is no host's: `numpy 1.26.4.1`, `grpcio-1.60.0.1`, `foo (1.2.3.4)`. */
const AFTER_NAME = /(?:^|[\s"'`(,])[a-z][\w+-]{1,30}(?:[ -]| ?\()$/;

/** One of the words for four small numbers, words on both sides for any. */
function isSmallVersion(scan: Scan, start: number): boolean {
  const isSmall = SMALL.test(scan.after(start, 13));
  const isBefore = SMALL_BEFORE.test(scan.before(start, 28));
  if (!isSmall && !isBefore) return false;
  const isBeside = isSmall && PRODUCT_BESIDE.test(scan.before(start, 32));
  if (isSmall && (isBefore || isBeside || isTag(scan, start))) return true;
  if (isSmall && AFTER_NAME.test(scan.before(start, 36)) && isLineOfVersions(scan, start))
    return true;
  if (SMALL_AFTER.test(scan.after(start, 28))) return true;
  if (isSmall && SERVER_BEFORE.test(scan.before(start, 20)))
    return !OF_HOST_AFTER.test(scan.after(start, 20));
  return isSmall && LIBRARY_BEFORE.test(scan.text.slice(Math.max(0, start - 64), start));
}
