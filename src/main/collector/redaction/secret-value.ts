import { isDigit } from './code-units.ts';
import { plainKey } from './plain-key.ts';
import { isPhrase, isSeedPhrase } from './pass-phrase.ts';
import { isNoPassword } from './password-words.ts';

/** How strict a key is with its value: a password may be anything, a `token` may also be a count. */
export type SecretClass = 'password' | 'token';

/** The rule by which a value of this kind is found behind its name. */
export const keyedRule = (kind: SecretClass): string =>
  kind === 'password' ? 'secret.password' : 'secret.keyed';

const PASSWORD =
  /(?:^|_)(?:pass|passwords?|passwd|pwd|passphrase|passwort|contrase_?[nñ]?a|db_?pass|psw|pw|p[as]?s{1,2}w(?:or|r)?d)(?:_confirm(?:ation)?|_again|_repeat)?$|passwords?$|passwd$|pass_?phrase$|passcode$|(?:^|_)(?:wpa_?)?psk$|(?:require|root|user|admin|login|mail|smtp|ftp|ssh|store|key|auth|sql|db|redis|mongo|rabbit|bind|proxy|sudo|vnc)(?:pass|pwd?)$|(?:^|_)mnemonic$|(?:seed|recovery|secret|backup|wallet)_?phrase$|^rediscli_auth$/;
/** Tests that passed, passes over a picture or a program, and what is asked of a field: `PASS_TO_PASS`, `is_password`. */
const NOT_PASSWORD =
  /(?:^|_)(?:to|patch|install|build|check|tests?|render|shadow|depth|color|forward|backward|first|second|final|compiler|optimi[sz]ation|single)_pass$|^(?:is|has|show|hide|with|by)_pass(?:word|wd|phrase)?$|^no_?pass|(?:^|_)(?:max|min|len|buf_?len|length|size|num|count)_pass/;
const TOKEN =
  /(?:^|_)(?:secret|token|apikey|api_?key|key|credentials?|creds|sonar_login|auth|authorization|authentication|access_?key|private_?key|client_?secret|signing_?key|encryption_?key|account_?key|shared_access_key|licen[cs]e_?key|activation_?key|product_?key|deploy_?key|preshared_?key|sig|jwt|bearer|webhook|sas|secret_?key_?base|api|key_sid|sessionid|phpsessid|jsessionid|otp|pat|wif|(?:x_goog|x_amz|oauth)_signature)$|(?:secret|token|apikey|accesskey|secretkey|privatekey|privkey|clientsecret|authkey|presharedkey|accountkey|querykey|licensekey)$/;
/** Names that end like those of secrets and are not: counts, identifiers, settings, code. */
const NOT_SECRET =
  /(?:^|_)(?:max|min|num|n|total|count|input|output|prompt|completion|cached|cache|reasoning|used|remaining|next(?!_auth)|page|sync|continuation|cursor|stop|eos|bos|pad|unk|mask|sep|cls|public|pub|primary|foreign|partition|sort|hash|object|s3|bucket|dict|map|json|index|routing|group|idempotency|dedup|first|last|new_line|special|generated|char|registry|type|column|row|field|parent|shard|translation|i18n|cert|schema|sequence|key|press|down|up|hot|short|arrow|error|event|message|trace|thread|surrogate|unique|socket|composite|crew|task|agent|job|node|step|flow|run|issue|ticket|country|language|locale|queue|topic|metric|feature|flag|dataset|entity|lookup|item|element|menu|tab|section|category|tag|slot|param|attribute|attr|label|filter|order|region)_(?:\w{1,16}_)?(?:tokens?|key|keys|secret|auth|api)$|(?:^|_)(?:tokens|token_(?:count|usage|limit|type|id|ids)|keys|key_(?:id|name|type|size|length)|public_?key)$/;
/** Names of nothing but secrets, whatever stands before: `S3_SECRET_KEY`, `page_access_token`, `registry_auth_token`. */
const CERTAIN =
  /(?:^|_)(?:secret|(?:secret|client|access|auth|api|bearer|refresh|web|oauth|service)_(?:access_)?(?:token|key|secret)|(?:bird|registry|job|agent|runner)_token)$/;
const PUBLIC = /(?:^|_)(?:public|pub|publishable|max|min|num|count|total|key)_/;
const PLACEHOLDER =
  /^(?:[$#]\{|\$\$?\(|@[A-Z][A-Z\d_]*@?$|your[-_ ][a-z _-]{2,40}$|\$[A-Z_]+$|%[A-Z_]+%$|%[sd]$|%(?:5b|3c|7b|24%7b)|<|\{|\[|\(|\.\.\.|-$|(?:%[sd][:/@-]?)+$|\*(?![A-Za-z\d])|x{3,}\b)|^(?:true|false|null|none|nil|undefined|void|string|str|text|number|int|boolean|bool|object|bytes|any|unknown|required|optional|missing|empty|blank|redacted|hidden|masked|omitted|removed|changeme|example|test|sample|placeholder|dummy|todo|n\/a|not[-_ ]?set|process|os|env|self|this|config|settings|params|options|req|request|args|new|await|async|return|function|const|let|var|char|if|is|was|and|or|for|the|in|to|of|incorrect|invalid|wrong|expired|credentials?|secretstr(?:ing)?|type|value|input|output|auto|default|basic|bearer|digest|salt|email|password|passwd|token|secret|key|username|user)$/i;

/** `secret` words of a key seen before. */
const known = new Map<string, SecretClass | ''>();
const MAX_KNOWN = 4096;

/** What a field of this name (as in {@link plainKey}) holds; '' for no secret. */
export function secretClass(name: string): SecretClass | '' {
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  const plain = name.replace(SUFFIX, '');
  let found = classOf(plain);
  // `key_1` may be one of anything.
  if (plain !== name && found === 'token' && !namesSecret(plain)) found = '';
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, found);
  return found;
}

/** What tells one of several secrets apart: `openai_api_key_1`, `db_password_prod`. */
const SUFFIX = /_?\d{1,3}$|_v\d{1,3}$|_(?:prod|test|live|dev|old|new)$/;

function classOf(name: string): SecretClass | '' {
  if (PASSWORD.test(name)) return NOT_PASSWORD.test(name) ? '' : 'password';
  return TOKEN.test(name) && !isOther(name) ? 'token' : '';
}

/** The secret that goes with a key: `AccessKeySecret` of Alibaba. */
const OF_KEY = /(?:^|_)(?:access|api|app|consumer)_?key_?secret$/;

function isOther(name: string): boolean {
  if (OF_KEY.test(name)) return false;
  return NOT_SECRET.test(name) && !(CERTAIN.test(name) && !PUBLIC.test(name));
}

/** Long values that are no secrets, the last of them: one text that repeats itself has the same behind each name. */
const rejected = new Set<string>();
const MAX_REJECTED = 64;
const MAX_PASSWORD = 128;
/** Shorter ones are judged faster than found. */
const LONG_VALUE = 64;

/** True when a value can be the secret its key announces, and not a word, a count, code or a placeholder. */
export function isSecretValue(
  value: string,
  kind: SecretClass,
  name: string,
  quoted: boolean,
): boolean {
  if (kind === 'password' && value.length > MAX_PASSWORD) return quoted && isSeedPhrase(value);
  if (value.length < LONG_VALUE) return judge(value, kind, name, quoted);
  const judged = `${kind} ${quoted} ${name} ${value}`;
  if (rejected.has(judged)) return false;
  if (judge(value, kind, name, quoted)) return true;
  if (rejected.size >= MAX_REJECTED) rejected.clear();
  rejected.add(judged);
  return false;
}

/** The words of a wallet, or what an instruction of a processor and a key of a menu are called. */
const MNEMONIC = /(?:^|_)mnemonic$/;
/** Where a secret is kept: in a manager of cloud providers and of people. */
const REFERENCE =
  /^(?:arn:aws[\w-]*:|(?:op|ssm|vault|secret|secrets?manager|awssm|gcpsm|akv):\/\/|secretref:|@Microsoft\.KeyVault\(|projects\/[^\s/]+\/secrets\/)/i;
/** A file of a system that programs run on. */
const PATH = /^~?\/(?:dev|tmp|etc|run|var|home|usr|opt|mnt|root|Users)\/[\w./ =-]*$/;
/**
 * What a pointer of C or an alias of YAML is of, a parameter of SQL, a command of PowerShell, a variable of PHP or of GraphQL with what goes on behind it, an element
 * of one, a call, a type of GraphQL that must be given, a constant, a role of Sphinx, a class, a value of Terraform, and
 * what names a secret of an object.
 */
const CODE =
  /^\*[A-Za-z_]\w*$|^:[A-Za-z_]\w*$|^(?:ConvertTo|ConvertFrom|Get|New|Read|Import|Invoke|Select|Out|Join)-[A-Z]\w+$|^\$[A-Za-z_]\w*(?:[[)].*|(?:\.[A-Za-z_]\w*)*-?$)|^[A-Za-z_]\w*\((?:[a-z_$].*|.*\))?$|^\[?(?:String|ID|Int|Float|Boolean)!(?:\W|$)|^_?[A-Z]{2,}\d{0,4}(?:_[A-Z]{2,}\d{0,4})+$|^:[a-z]+:|^[A-Z][A-Za-z\d]*Key$|^[A-Za-z_]+\[(?:[-\d:]*$|[A-Z]\w*$|.*\()|^(?:var|local|module|data|each|random_password)\.[\w.[-]+$|^[A-Za-z_][\w.]*\.(?:(?:\w+_)?(?:password|passwd|secret|token|key|credentials?)|\w*(?:Password|Passwd|Secret|Token|Key|Credentials?))$/;

/** What Maven encrypts. */
const BRACED = /^\{[A-Za-z0-9+/]{22,}={0,2}\}$/;

function judge(value: string, kind: SecretClass, name: string, quoted: boolean): boolean {
  if (kind === 'password' && BRACED.test(value)) return true;
  if (value.length < 4 || PLACEHOLDER.test(value) || /^\W+$/.test(value)) return false;
  if (REFERENCE.test(value) || PATH.test(value)) return false;
  if (/\*{3}|\[[A-Z_]+\]|^\[|\$\{|<[a-z ]+>|\.{3}$|^x+$/i.test(value)) return false;
  if (/^[A-Za-z_.]+\(|\(\)|^(?:process|os|env|System|self|this)\.|=>|::/.test(value)) return false;
  if (!quoted && CODE.test(value)) return false;
  if (kind === 'password' && isNoPassword(value)) return false;
  if (MNEMONIC.test(name) && !isSeedPhrase(value)) return false;
  const may = kind === 'password' ? isPassword(value, quoted) : isToken(value, name, quoted);
  return may && !isCode(value) && !isItsName(value, name);
}

/** A pattern, a call, a link, a version that is required, another option, a colour of a terminal, an identifier of Windows. */
const isCode = (value: string): boolean =>
  /\[(?:A-Z|a-z|0-9|\\[dws])|\\[dws][+*{]|\(\?:|\]\(https?:|^[a-z_]\w*(?:\??\.[a-z]\w*)+\(|^(?:[~^]|[<>=!]=|[<>])\d+(?:\.\d+){1,3}(?:,|$)|^--[a-z][a-z-]+=?$|^https?:\/\/[^:@]*$|^(?:\\(?:033|x1b))?\[\d{1,3}(?:;\d{1,3})*m|^S-1-\d+(?:-\d+)+$/i.test(
    value,
  );

/** `derivePassword: derivePassword`, `self._passphrase = passphrase`: a variable, or the text of a constant. */
const isItsName = (value: string, name: string): boolean =>
  value.length <= name.length &&
  /^[A-Za-z]\w*$/.test(value) &&
  name.replaceAll('_', '').endsWith(plainKey(value).replaceAll('_', ''));

function isPassword(value: string, quoted: boolean): boolean {
  // A variable of a shell or of a program, which has a digit seldom where it is in quotes.
  if (quoted && /^\$(?:[A-Za-z_]+|[A-Z_][A-Z\d_]*)$/.test(value)) return false;
  if (/^\d{1,3}$/.test(value)) return false;
  // Words, and what comes after the quote that ends the text a name stands in: `'Password: ', x)`.
  if (quoted) return !/^\s|^[,)+.][\s,;)$]/.test(value) && !isSentence(value) && isPhrase(value);
  // Unquoted words are prose or code, unless they are not words.
  return (
    /\d/.test(value) ||
    /[a-z][A-Z]|[!#$%^&*~?]/.test(value) ||
    (value.length >= 8 && !/[._()[\]]/.test(value))
  );
}

/** `Username/password authentication.` */
const isSentence = (value: string): boolean =>
  value.endsWith('.') && value.includes(' ') && !/\d/.test(value);

const KEY_BYTES = /^(?=.*\d)[A-Za-z0-9+/]{43}(?:=|[A-Za-z0-9+/]{43}==)$/;
/** A bootstrap token of Kubernetes. */
const BOOTSTRAP = /^(?=.*\d)[a-z0-9]{6}\.[a-z0-9]{16}$/;

function isToken(value: string, name: string, quoted: boolean): boolean {
  const { length } = value;
  if (SECRET_NAME.test(name) && isMadeUp(value, quoted)) return true;
  if (/\s/.test(value) || length < 8 || /^https?:|^\.{1,2}\//.test(value)) return false;
  // The characters that something may have.
  if (/abcdefghijklmnopqrstuvwxyz/.test(value) && /ABCDEFGHIJKLMNOPQRSTUVWXYZ/.test(value))
    return false;
  // What programs print of an object: `Token{a64f992`, `android.os.BinderProxy@2bd79ce`, `com.apple.xpc.activity/4505`.
  if (/^[A-Za-z]+\{|^(?:com|org|net|io|java|javax|android)\.[a-z]+\./.test(value)) return false;
  // Base64 begins with a slash now and then.
  if (value.startsWith('/') && !/^\/[A-Za-z0-9+/]{30,}={0,2}$/.test(value)) return false;
  if (length === 23 && BOOTSTRAP.test(value)) return true;
  if (/^\d+(?:\.\d+)?$/.test(value)) return false;
  // Plain names: `prod_key`, `api.key.name`, `SalesResults-1.2`.
  const digits = countDigits(value);
  const named = namesSecret(name);
  // `ABCDE-12345-FGHIJ`: how keys of programs are printed.
  if (
    /(?:licen[cs]e|activation|product|serial)_?key$/.test(name) &&
    /^[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,7}$/.test(value)
  )
    return true;
  // What a disk is opened with again.
  if (/^\d{6}(?:-\d{6}){7}$/.test(value)) return named;
  const mixed = digits > 0 && /[A-Za-z]/.test(value);
  if (/^[A-Za-z]+(?:[-_. ][A-Za-z]+)*\d{0,2}$/.test(value) && !isRandomLetters(value)) return false;
  if (/^[a-z][a-z0-9]*(?:[-.][a-z0-9.]+)+$/.test(value) && digits < 6) {
    // Names of things, unless one part is nothing that anybody would call one.
    if (!named || !/[a-z]{2,40}\d{1,5}[a-z]{8,40}/.test(value)) return false;
  }
  // 32 or 64 random bytes in base64.
  if (KEY_BYTES.test(value) && variety(value)) return true;
  // Words and numbers that somebody joined: `user_settings_2024_v2`.
  if (!named && /^[A-Za-z]{2,20}(?:[-_](?:[A-Za-z]{2,20}|v?\d{1,8}))*$/.test(value)) return false;
  if (!named)
    return (
      length >= 16 &&
      mixed &&
      digits >= 3 &&
      variety(value) &&
      !/[.:/]/.test(value) &&
      !isUuid(value)
    );
  if (isUuid(value)) return !name.endsWith('_id');
  if (length >= 16) return mixed ? variety(value) : isRandomLetters(value);
  return (
    mixed &&
    digits >= 2 &&
    (quoted || length >= 12) &&
    !/^[a-z]+[-_.]?v?\d+(?:[-_.]\d+)*$/i.test(value)
  );
}

/** What programs sign with is called so, and made up by people like a password. */
const SECRET_NAME = /(?:^|_)secret(?:_key)?$/;

/** `s3cr3t!`, `sup3rs3cr3t`, `'keyboard cat'`, `a#b`: signs or digits among letters, or words; no name of a thing. */
const isMadeUp = (value: string, quoted: boolean): boolean =>
  /^[A-Za-z]{4,40}[#!$%^][A-Za-z]{4,40}$/.test(value) ||
  /^(?=.*[A-Za-z])(?=.*\d)(?=.*[!#$%^&@])[\w!#$%^&*@?]{6,64}$/.test(value) ||
  /^(?:[A-Za-z]+\d+){2,8}[A-Za-z]+\d*$/.test(value) ||
  (quoted &&
    /^[a-z]{3,}(?: [a-z]{3,}){1,4}(?: \d{1,6})?$/i.test(value) &&
    isPhrase(value.replace(/ \d+$/, '')));

/** True for names of nothing but secrets; a `key` may be one of anything. */
export const namesSecret = (name: string): boolean => NAMED.test(name);
const NAMED =
  /(?:secret|token|api_?key|apikey|access_?key|priv(?:ate)?_?key|auth|credential|creds|sonar_login|account_?key|licen[cs]e_?key|signing_?key|encryption_?key|(?:master|app|admin|hmac|service|server|write|subscription|functions?|unseal|recovery)_?key|(?:^|_)wif$|shared_access_key|_signature$|deploy_?key|preshared_?key|query_?key|_pat$)/;

const isUuid = (value: string): boolean =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

function countDigits(value: string): number {
  let count = 0;
  for (let at = 0; at < value.length; at++) if (isDigit(value.charCodeAt(at))) count++;
  return count;
}

/** Enough different characters for something nobody made up. */
function variety(value: string): boolean {
  const enough = Math.min(9, value.length / 2);
  let seen = '';
  for (let at = 0; at < value.length && seen.length < enough; at++) {
    if (!seen.includes(value[at]!)) seen += value[at]!;
  }
  return seen.length >= enough;
}

/** Letters that change case or lack vowels as words do not. */
function isRandomLetters(value: string): boolean {
  if (value.length < 16 || /[-_. ]/.test(value)) return false;
  const changes = value.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0;
  const vowels = value.match(/[aeiou]/gi)?.length ?? 0;
  return (
    changes * 4 >= value.length ||
    vowels * 5 < value.length ||
    (value.length >= 24 && vowels * 4 < value.length)
  );
}
