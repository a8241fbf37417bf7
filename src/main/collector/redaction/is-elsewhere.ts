import type { Scan } from './scan.ts';

/** Fields beside a token of a model's answer, which is a piece of a word. */
const LOGPROB_AFTER = /^["'\\]{1,8},\s{0,24}["'\\]{1,8}(?:logprob|bytes|top_logprobs)["'\\]{1,8}:/;
const LOGPROB_BEFORE =
  /(?:logprob["'\\]{1,8}:\s?-?[\d.e-]{1,24}|bytes["'\\]{1,8}:\s?(?:null|\[[\d,\s]{1,80}\])),\s{0,24}["'\\]{0,8}$/;
const ASSIGNED = /^ {0,3}[-+*|.]?=(?![=>])/;
/** A tag of YAML (1.2, section 6.8.2) and what it is of: `!vault |`, `!secret db_pw`. */
const TAGGED = /^!{1,2}[A-Za-z][A-Za-z/._-]* +\S/;
/** The type of a variable of GraphQL: `($password: Password!)`. */
const TYPE = /^\[?[A-Z]\w*[\]!]/;
/** The name of a test that passed, by its path or its ending: `PASS: tests/parse.sh`. */
const TEST = /^PASS: [\w.+-]+(?:\/|\.(?:sh|py|js|ts|t|test|exp)\b)/;
/** Before the title of a test, as TAP and runners of tests list them. */
const TITLE_BEFORE = /(?:^|\n) {0,12}(?:(?:not )?ok \d{1,6}(?: -)? |[✓✔✗✘×√] )[\w ]{0,24}$/;
/** Passes over something, in a sentence: `Second pass: interleave`. */
const PASS_BEFORE =
  /(?:^|[^a-z])(?:first|second|third|fourth|last|final|next|single|each|every|one|two|multi|another|initial|review|forward|backward|render(?:ing)?) $/;
/** The value is the first word of what it is: `password: Vendor Secret Key`. */
const DESCRIPTION = /^ (?:secret|api|public|private|access)[ -]key\b/i;
/** A field of the same object tells that a `key` of hexadecimal digits is one of a thing. */
const BESIDE_ID = /^["'\\]{0,8},\s{0,4}["'\\]{1,8}id["'\\]{1,8}:/;

/**
 * True when what stands around the name and the value of a field says that it holds no secret, whatever they look like.
 *
 * The sign between them is at `at`, the value from `start` to `end`.
 */
export function isElsewhere(
  scan: Scan,
  nameStart: number,
  name: string,
  at: number,
  start: number,
  end: number,
): boolean {
  // `sha512-...Q5Pw==` at the end of a line of a lock file.
  if (scan.code(at) === 61 && scan.code(at + 1) === 61 && scan.code(at - 1) !== 32) {
    const next = scan.code(at + 2);
    if (next === 10 || next === 13 || next === 34 || next === 44) return true;
  }
  // In YAML fields of a field stand below it: `password:\n  sensitivity: high`.
  const isBelow = /\n/.test(scan.text.slice(at, start));
  if (isBelow && scan.code(end) === 58 && scan.code(end + 1) <= 32) return true;
  // `if words[0] == 'pass':\n  continue`
  if (isBelow && isQuote(scan.code(at - 1)) && !isQuote(scan.code(start - 1))) return true;
  // `password1 != password2`
  if (
    /[=!]=/.test(scan.text.slice(at - 1, at + 2)) &&
    !isQuote(scan.code(start - 1)) &&
    /^[A-Za-z_]\w*$/.test(scan.text.slice(start, end))
  )
    return true;
  // A block of Python: `if password:\n  token = `.
  if (isBelow && ASSIGNED.test(scan.text.slice(end, end + 6))) return true;
  // `'password' => ['PGPASSWORD' => $x]`
  if (isQuote(scan.code(end)) && /^.\s{0,2}=>/.test(scan.text.slice(end, end + 5))) return true;
  if (isVariable(scan, at, start, end)) return true;
  if (scan.code(at) === 58 && isTagged(scan, nameStart, start)) return true;
  if (TITLE_BEFORE.test(scan.before(nameStart, 48))) return true;
  if (DESCRIPTION.test(scan.text.slice(end, end + 14))) return true;
  switch (name) {
    case 'passwd':
      return scan.code(nameStart - 1) === 47;
    case 'pwd':
      // `PWD=/app`, `-v $(pwd):/app`
      return /^(?:\/[\w.@-]+\/?|[A-Z]:\\)/.test(scan.text.slice(start, end));
    case 'pass':
      return isPassed(scan, nameStart);
    case 'token':
      return (
        LOGPROB_AFTER.test(scan.text.slice(end, end + 64)) ||
        LOGPROB_BEFORE.test(scan.before(nameStart, 160))
      );
    case 'key':
      return /^[0-9a-f]+$/.test(scan.text.slice(start, end))
        ? BESIDE_ID.test(scan.text.slice(end, end + 32))
        : false;
    default:
      return false;
  }
}

const isQuote = (code: number): boolean => code === 34 || code === 39 || code === 96;

/** What stands after the colon tells how a value is made, or of which type it is. */
function isTagged(scan: Scan, nameStart: number, start: number): boolean {
  const rest = scan.text.slice(start, start + 80);
  return TAGGED.test(rest) || (scan.code(nameStart - 1) === 36 && TYPE.test(rest));
}

/** `password: newPassword,` or `password !== newPassword` of a program, whose variables are called like what they hold. */
const isVariable = (scan: Scan, at: number, start: number, end: number): boolean =>
  (/^ ?[,;)}]/.test(scan.text.slice(end, end + 2)) ||
    /[=!]=/.test(scan.text.slice(at - 1, at + 2))) &&
  /^[A-Za-z]+(?:Password|Passwd|Pass[Pp]hrase|Secret|Token)$/.test(scan.text.slice(start, end)) &&
  scan.code(start - 1) !== 34 &&
  scan.code(start - 1) !== 39;

/** What is said to pass is no password, be it a test, as `go test` and others list them, or what looks something over. */
function isPassed(scan: Scan, nameStart: number): boolean {
  const { text } = scan;
  return (
    PASS_BEFORE.test(scan.before(nameStart, 16)) ||
    text.startsWith('--- PASS: ', nameStart - 4) ||
    TEST.test(text.slice(nameStart, nameStart + 80))
  );
}
