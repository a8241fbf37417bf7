import { isBehindUser, isBesideUser, isOnlyWord } from './beside-user.ts';
import { beforeEntity, MAX_SPACES, maySecretNameEnd, partsName } from './secret-name-tests.ts';
import { isDigit, isLetter, isWord, MARGIN } from './code-units.ts';
import { plainKey } from './plain-key.ts';
import { endsInPasswordWord, isForeignPassword, isForeignWord } from './password-words.ts';
import { findCookie, findCookies } from './find-cookie.ts';
import { findChangedPassword, findDesktopPassword, findNetUse } from './find-config-secret.ts';
import { isSpoken } from './find-spoken-secret.ts';
import { findPropertyListText } from './find-element.ts';
import { findHeader } from './find-header.ts';
import { namedAfter, namedBefore } from './named-before.ts';
import { isElsewhere } from './is-elsewhere.ts';
import { addKeyPart } from './find-jwk.ts';
import { findPgpass } from './find-pgpass.ts';
import type { Scan } from './scan.ts';
import { isAfterPort, isSlashOption } from './told-tests.ts';
import { seedEnd } from './pass-phrase.ts';
import { isSecretValue, keyedRule, secretClass, type SecretClass } from './secret-value.ts';
import { bareEnd, blockBounds, MAX_BARE, tagsEnd, valueEnd, valueStart } from './value-bounds.ts';

const MAX_NAME = 48;

/** `name: value`, `"name": "value"`, `name = 'value'`, `name=value`, with the sign at `at`. */
export function findKeyedSecret(scan: Scan, at: number): number {
  const { text } = scan;
  let nameEnd = at;
  for (let spaces = 0; spaces < MAX_SPACES && scan.code(nameEnd - 1) === 32; spaces++) nameEnd--;
  for (let skipped = 0; skipped < 4 && partsName(scan.code(nameEnd - 1)); skipped++) nameEnd--;
  if (scan.code(nameEnd - 1) === 59)
    nameEnd = beforeEntity(scan.codes, nameEnd - 1 + MARGIN) - MARGIN + 1;
  const other = scan.code(at) === 58 ? findPair : nothing;
  if (nameEnd < 2) return other(scan, at);
  if (!maySecretNameEnd(scan.codes, at + MARGIN)) return other(scan, at);
  if (!scan.wants('SECRET')) return at + 1;
  let nameStart = nameBefore(scan, nameEnd);
  // `Unseal Key 1: x`
  if (nameEnd - nameStart < 4 && scan.code(nameStart - 1) === 32 && isDigit(scan.code(nameStart)))
    nameStart = nameBefore(scan, nameStart - 1);
  let name = fieldName(text.slice(nameStart, nameEnd));
  if (/^(?:string_?)?val(?:ue)?$|^default$/.test(name)) {
    const holder = name;
    name = fieldName(namedBefore(scan, nameStart));
    if (secretClass(name) === '') name = fieldName(namedAfter(scan, at)) || name;
    if (holder === 'default' && (name === '' || name === 'string'))
      name = variableBefore(scan, nameStart);
  } else if (name === 'string') name = declaredBefore(scan, nameStart);
  else name = name.replace(/(?<=_(?:token|key|secret|password))_(?:value|val|string)$/, '');
  if (name === 'wifi') {
    const network = findNetwork(scan, at);
    if (network > at + 1 || /hz/.test(scan.after(at, 64))) return network;
    return Math.max(network, findLogin(scan, valueStart(scan, at + 1)));
  }
  // Of an address that is signed: whoever has it may fetch what is there.
  if (name === 'signature' && /[?&]/.test(text[nameStart - 1] ?? '')) name = 'sig';
  if (/(?:^|_)(?:php|j)?sess(?:ion)?(?:_?id)?$|^(?:connect_)?sid$/.test(name))
    return findCookie(scan, at, name);
  if (ACCOUNT.test(name)) {
    const login = findLogin(scan, valueStart(scan, at + 1));
    if (login > at) return login;
  }
  const kind = secretClass(name);
  if (kind !== '' && isDefault(scan, nameStart, at)) return findDefault(scan, at, name, kind);
  const isHeader = /(?:authorization|cookie)$/.test(name);
  const isForeign = kind === '' && !isHeader && endsInPasswordWord(scan.before(nameEnd, MAX_NAME));
  if (kind === '' && !isHeader && !isForeign) {
    const from = valueStart(scan, at + 1);
    const to = name.length < 3 ? valueEnd(scan, from, scan.code(from - 1)) : from;
    return to > from && addKeyPart(scan, name, from, to) ? to : other(scan, at);
  }
  // Nothing else before a `>`: titles of columns and of fields end so too.
  const isElement = scan.code(at) === 62;
  if (isElement && name === 'key') return findPropertyListText(scan, nameStart, at);
  if (isElement && (kind === '' || !isTag(scan, nameStart))) return at + 1;
  const block = blockBounds(scan, at);
  const first = block?.start ?? valueStart(scan, at + 1);
  let start = tagsEnd(scan, first);
  const isTagged = start > first;
  TYPE.lastIndex = start;
  if (TYPE.test(text)) start = valueStart(scan, TYPE.lastIndex);
  // `map[Authorization:[x]]`, `{X-Api-Key=[x]}`: lists as programs print them.
  if (start === at + 1 && (isHeader || kind === 'token') && isList(scan, start)) start++;
  // `PASSWORD=` and the end of the line: nothing was set, or it was removed.
  if (scan.code(at) === 61 && scan.code(at + 1) === 10 && scan.code(at - 1) !== 32) return at + 1;
  const quote = scan.code(start - 1);
  const quoted = quote === 34 || quote === 39 || quote === 96 || quote === 59;
  const seed = quoted || !/(?:phrase|mnemonic)$/.test(name) ? 0 : seedEnd(text, start);
  let end = block?.end ?? (seed > 0 ? seed : valueEnd(scan, start, quoted ? quote : 0));
  if (!quoted && scan.code(end) === 38) end = settingEnd(scan, nameStart, end);
  if (isHeader) {
    return /(?:^|_)cookie$/.test(name) && !name.endsWith('set_cookie')
      ? findCookies(scan, start, quoted ? end : 0, at)
      : findHeader(scan, start, at);
  }
  if (!quoted && scan.code(start) === 123) {
    const braced = bracedEnd(scan, nameStart, start, end);
    if (braced > end) return scan.add(start + 1, braced - 1, 'SECRET', keyedRule('password'));
  }
  if (isElement && scan.code(start) === 123 && scan.code(end) === 125) end++;
  const value = text.slice(start, end);
  if (name === 'secret' && scan.code(nameStart - 1) === 58 && isArn(scan, nameStart)) return at + 1;
  if (isElement && !/^\s{0,16}<\//.test(text.slice(end, end + 18))) return at + 1;
  if (isForeign) {
    const after = text.slice(end, end + 6);
    if (
      !isForeignPassword(value, quoted) &&
      !isForeignWord(scan.before(nameEnd, 7), value, after) &&
      !isBehindUser(scan, nameStart, start, end)
    )
      return at + 1;
    return scan.add(start, end, 'SECRET', 'secret.password');
  }
  if (kind === '') return at + 1;
  // `NAME=value` of an environment holds no code.
  const isVariable =
    start === at + 1 && nameEnd === at && /^[A-Z0-9_]+$/.test(text.slice(nameStart, nameEnd));
  const isSure = kind === 'password' && isBesideUser(scan, nameStart, start, end);
  const isWhole =
    quoted ||
    isVariable ||
    block !== undefined ||
    seed > 0 ||
    (kind === 'password' &&
      (isOnlyWord(scan, nameStart, nameEnd, at, start, end) ||
        isBehindUser(scan, nameStart, start, end)));
  if (isTagged && !isSpoken(value, false)) return at + 1;
  if (!isSure && !isSecretValue(value, kind, name, isWhole)) return other(scan, at);
  if (isElsewhere(scan, nameStart, name, at, start, end)) return at + 1;
  const whole = block?.last ?? (quoted || end - start < MAX_BARE ? end : bareEnd(scan, end));
  scan.add(start, whole, 'SECRET', keyedRule(kind));
  return quoted ? findChange(scan, whole, name, kind) : whole;
}

/** `password = "x" -> "y"`: what it is changed to, from the quote at `end`. */
function findChange(scan: Scan, end: number, name: string, kind: SecretClass): number {
  CHANGE.lastIndex = end;
  const value = scan.code(end + 1) === 32 ? CHANGE.exec(scan.text)?.[1] : undefined;
  if (value === undefined || !isSecretValue(value, kind, name, true)) return end;
  return scan.add(CHANGE.lastIndex - value.length, CHANGE.lastIndex, 'SECRET', keyedRule(kind));
}
const CHANGE = /["'] (?:->|→) ["']([^"'\n]{4,256})(?=["'])/y;

/** The key of a wireless network in the text of a code for phones: `WIFI:T:WPA;S:home;P:x;;`. */
const NETWORK = /:(?:[A-Z]{1,3}\d?:(?:\\.|[^\\;\n]){0,64};){0,5}?P:((?:\\.|[^\\;\n]){4,128});/y;

function findNetwork(scan: Scan, at: number): number {
  NETWORK.lastIndex = at;
  const value = NETWORK.exec(scan.text)?.[1];
  if (value === undefined) return at + 1;
  return scan.add(
    NETWORK.lastIndex - 1 - value.length,
    NETWORK.lastIndex - 1,
    'SECRET',
    'secret.password',
  );
}

/** `creds: ada / PASSWORD`, `login: ada/PASSWORD`: where the password ends, 0 for none. */
function findLogin(scan: Scan, start: number): number {
  ACCOUNT_VALUE.lastIndex = start;
  const [all = '', parted = '', value = ''] = ACCOUNT_VALUE.exec(scan.text) ?? [];
  const bare = value.replace(/[.)!?:]+$/, (signs) => /^!+/.exec(signs)?.[0] ?? '');
  // Without spaces around the slash it may be a path.
  const isLike = parted.length > 1 || /^(?=.*\d)(?=.*[!@#$%^&*])/.test(bare);
  if (!isLike || !isSpoken(bare, false)) return 0;
  const from = start + all.length - value.length;
  return scan.add(from, from + bare.length, 'SECRET', 'secret.password');
}
const ACCOUNT = /(?:^|_)(?:creds|credentials?|login|logins)$/;
const ACCOUNT_VALUE = /[\w.@+-]{1,64}["'`]?( ?\/ ?)["'`]?([^\s"'`,;<>/]{5,128})/y;

/** `${NAME:-value}` of a shell: what holds where nothing was set. */
const isDefault = (scan: Scan, nameStart: number, at: number): boolean =>
  scan.code(nameStart - 1) === 123 && scan.code(nameStart - 2) === 36 && !isWord(scan.code(at + 1));

/** The value of {@link isDefault}; messages (`:?`) and alternatives (`:+`) are none. */
function findDefault(scan: Scan, at: number, name: string, kind: SecretClass): number {
  if (scan.code(at + 1) !== 45) return at + 1;
  const value = /^[^\s{}"'`$]{4,128}(?=\})/.exec(scan.text.slice(at + 2, at + 131))?.[0] ?? '';
  if (!isSecretValue(value, kind, name, false)) return at + 1;
  return scan.add(at + 2, at + 2 + value.length, 'SECRET', keyedRule(kind));
}

const nothing = (_scan: Scan, at: number): number => at + 1;

/** Where a value ends that an ampersand would end in a URL: `;Password=a&b;` in a list of settings. */
function settingEnd(scan: Scan, nameStart: number, end: number): number {
  if (!/(?<!&[a-z#0-9]{2,6});\s?$/.test(scan.before(nameStart, 12))) return end;
  const rest = /^&(?!(?:amp|lt|gt|quot|apos|nbsp|#x?[0-9a-f]{1,5});)[^\s;"'`<>]{0,128}/.exec(
    scan.text.slice(end, end + 130),
  );
  return end + (rest?.[0].length ?? 0);
}

/** `;PWD={a;b}` of ODBC, with signs in it that no name of a variable has: where the bracket ends; else `end`. */
function bracedEnd(scan: Scan, nameStart: number, start: number, end: number): number {
  if (!/(?:;|")\s?$/.test(scan.before(nameStart, 2))) return end;
  const value = /^\{([^{}"'\n]{4,128})\}(?=[;"'\s]|$)/.exec(
    scan.text.slice(start, start + 132),
  )?.[1];
  if (
    value === undefined ||
    /^[\w.]+(?:!\w)?(?::.*)?$/.test(value) ||
    !isSpoken(value.replaceAll('=', ''), false)
  )
    return end;
  return start + value.length + 2;
}

/** `arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-x1`: where a secret is kept. */
function isArn(scan: Scan, nameStart: number): boolean {
  return /arn:aws[a-z-]{0,16}:secretsmanager:[a-z0-9-]{0,24}:[^\s:]{0,64}:$/.test(
    scan.before(nameStart, 128),
  );
}

/** A bracket that holds something else than what stands for a value. */
function isList(scan: Scan, at: number): boolean {
  if (scan.code(at) !== 91) return false;
  return /^\[(?![A-Z_]{2,32}[\]:])[A-Za-z0-9]/.test(scan.text.slice(at, at + 34));
}

/** The type between a name and its value: `password: String = "x"`, `password: !!str x`. */
const TYPE =
  /(?:(?:const )?(?:String|str|string|text|&str|&'static str|char ?\*|SecretStr|Optional\[str\]|string \| undefined)(?:\[\])? {0,2}=|!!(?:str|binary)) {0,2}/y;

/** `<password>`, or an element with the name as an attribute: `<entry key="password">`. */
function isTag(scan: Scan, nameStart: number): boolean {
  const before = scan.code(nameStart - 1);
  if (before === 60) return true;
  return (before === 34 || before === 39) && NAMED_TAG.test(scan.before(nameStart, 80));
}
const NAMED_TAG = /<[\w:.-]{1,24}\s[^<>]{0,40}\b(?:name|key|id|property)=["']$/;

/** The variable of Terraform whose default stands at `at`, after its type or description. */
function variableBefore(scan: Scan, at: number): string {
  const found = /variable\s{1,4}"([\w-]{2,64})"\s{0,4}\{[^{}]{0,160}$/.exec(
    scan.text.slice(Math.max(0, at - 240), at),
  );
  return found === null ? '' : fieldName(found[1]!);
}

/** The name before a type: `var apiToken string = "x"`, `Dim apiToken As String = "x"`. */
function declaredBefore(scan: Scan, at: number): string {
  const found = /([\w-]{2,48})\s{1,3}(?:as\s{1,3})?$/i.exec(
    scan.text.slice(Math.max(0, at - 56), at),
  );
  return found === null ? '' : fieldName(found[1]!);
}

const BEFORE_KEY = /(?:secret|api|access|private|activation|product|license|unseal|recovery)$/;
const BEFORE_PHRASE = /(?:seed|recovery|secret|backup|wallet)$/;

/** Where the name that ends at `end` begins. */
export function nameBefore(scan: Scan, end: number): number {
  let start = end;
  while (start > end - MAX_NAME && isName(scan.code(start - 1))) start--;
  // `secret key: x`, `seed phrase: x`
  const words = end - start === 3 ? BEFORE_KEY : end - start === 6 ? BEFORE_PHRASE : undefined;
  if (scan.code(start - 1) === 32 && words !== undefined) {
    const word = words.exec(scan.before(start - 1, 10));
    if (word !== null) return start - 1 - word[0].length;
  }
  return start;
}

/** Names seen, in plain form: texts repeat theirs. */
const knownNames = new Map<string, string>();
const MAX_KNOWN = 4096;

export function fieldName(raw: string): string {
  const seen = knownNames.get(raw);
  if (seen !== undefined) return seen;
  const plain = plainKey(raw);
  if (knownNames.size >= MAX_KNOWN) knownNames.clear();
  knownNames.set(raw, plain);
  return plain;
}

export function isName(code: number): boolean {
  return isWord(code) || code === 45 || code === 46;
}

/** `-u user:password` of curl, and the token of a bot. */
function findPair(scan: Scan, at: number): number {
  const next = scan.code(at + 1);
  const before = scan.code(at - 1);
  if (isAfterPort(scan.codes, at + MARGIN) && scan.wants('SECRET')) {
    const end = findPgpass(scan, at);
    if (end > at + 1) return end;
  }
  if (next <= 34 || next === 39 || next === 47 || !isWord(before)) return at + 1;
  if (isSlashOption(scan.codes, at + MARGIN) && scan.wants('SECRET'))
    return scan.code(at - 2) === 47 ? findDesktopPassword(scan, at) : findNetUse(scan, at);
  if (next === 65 && scan.text.startsWith('APA91b', at + 1)) {
    const end = findCloudMessagingKey(scan, at);
    if (end > at + 1) return end;
  }
  if (isDigit(before)) {
    const end = findBotToken(scan, at);
    if (end > at + 1) return end;
  }
  let start = at;
  while (start > at - MAX_NAME && isLogin(scan.code(start - 1))) start--;
  const sign = scan.code(start - 1);
  // `"-u","ada:x"`, `--user=ada:x`
  const ofUser = scan.code(start - 4) === 117 || scan.code(start - 4) === 114;
  const isListed = sign === 34 && scan.code(start - 3) === 34 && ofUser;
  const isLong = sign === 61 && scan.code(start - 2) === 114;
  const isParted = sign === 32 || scan.code(start - 2) === 32 || isListed || isLong;
  if (start === at || !isParted) return at + 1;
  const option = scan.before(start, 16);
  const isAttached = scan.code(start) === 45 && scan.code(start + 1) === 117;
  const changed = scan.wants('SECRET') ? findChangedPassword(scan, start, at) : at + 1;
  if (changed > at + 1) return changed;
  const isGiven =
    isAttached || /[ "'](?:-u|--user|--proxy-user)(?:[ =]{1,3}["']?|["'], ?["'])$/.test(option);
  if (!isGiven && !isOfHttpie(scan, option, start)) return at + 1;
  if (!isLoginOption(scan, start, at)) return at + 1;
  const quote = scan.code(start - 1);
  const end = valueEnd(scan, at + 1, quote === 34 || quote === 39 ? quote : 0);
  if (end - at < 4 || NO_LOGIN.test(scan.text.slice(at + 1, end))) return at + 1;
  return scan.add(at + 1, end, 'SECRET', 'secret.password');
}
/** Variables, and what documentation puts for a password. */
const NO_LOGIN =
  /^(?:[$[{<(*].*|read(?:er)?|writer?|owner|(?:my|your)?[-_]?(?:pass(?:word|wd|code)?|token|secret|api[-_]?key)[>)\]}]?|[xy]{3,})$/i;

/** `http -a user:password`; of other commands `-a` is anything. */
function isOfHttpie(scan: Scan, option: string, start: number): boolean {
  if (!/ (?:-a|--auth)[ =]{1,3}["']?$/.test(option)) return false;
  return /(?:^|[^a-z0-9_./-])(?:https?|xhs?) [^|;\n]{0,100}$/.test(scan.before(start, 120));
}

/** Not a user and a group by their numbers, and not `python -u module:name`. */
function isLoginOption(scan: Scan, start: number, at: number): boolean {
  // Nor the format of a date: `date -u +%H:%M`.
  if (/^(?:\d+:\d+(?!\w)|\+%)/.test(scan.text.slice(start, at + 12))) return false;
  const command = scan.before(start, 120);
  return /curl|wget|http/.test(command) || (scan.code(start) !== 45 && !/python/.test(command));
}

function isLogin(code: number): boolean {
  return code > 32 && code !== 34 && code !== 39 && code !== 58 && code !== 61;
}

/** `AAAA1234567:APA91b...`: a server's key of Firebase Cloud Messaging. */
function findCloudMessagingKey(scan: Scan, at: number): number {
  if (!scan.wants('SECRET') || isWord(scan.code(at - 12))) return at + 1;
  MESSAGING.lastIndex = Math.max(0, at - 11);
  if (!MESSAGING.test(scan.text)) return at + 1;
  return scan.add(at - 11, MESSAGING.lastIndex, 'SECRET', 'secret.google');
}
const MESSAGING = /AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,180}/y;

/** `123456789:35 characters`: the token of a Telegram bot. */
function findBotToken(scan: Scan, at: number): number {
  const next = scan.code(at + 1);
  if (!isLetter(next) || !scan.wants('SECRET')) return at + 1;
  let start = at;
  while (start > at - 11 && isDigit(scan.code(start - 1))) start--;
  // `https://api.telegram.org/bot123456789:...`
  const isGlued = isWord(scan.code(start - 1)) && scan.before(start, 4) !== '/bot';
  if (at - start < 8 || isGlued) return at + 1;
  BOT.lastIndex = at;
  if (!BOT.test(scan.text)) return at + 1;
  return scan.add(start, BOT.lastIndex, 'SECRET', 'secret.telegram');
}
const BOT = /:[A-Za-z0-9_-]{34,36}(?![A-Za-z0-9_-])/y;
