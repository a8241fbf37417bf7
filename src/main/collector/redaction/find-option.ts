import { findPiped } from './find-spoken-secret.ts';
import { plainKey } from './plain-key.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, secretClass } from './secret-value.ts';

/** Between an option and its value, in a command or in a list of its words. */
const GAP = String.raw`(?: {1,3}["']?|["'], {0,2}["'])`;
const VALUE = String.raw`((?<=["'])[^"'\`\n]{3,200}(?=["'])|[^\s"'\`,;|&<>]{3,200})`;
/** `-pSECRET` of a client of MySQL, where `-p` alone asks for it, and `-cCOMMUNITY`. */
const ATTACHED = new RegExp(`-(?:p(?!orts?\\b|rotocol)|c)["']?${VALUE}`, 'y');
const SEPARATE = new RegExp(`-[pPawcAXk]${GAP}${VALUE}`, 'y');
/** Of `keytool`, of `plink` and their like. */
const STORE = new RegExp(`-(?:(?:store|key)pass|pw)${GAP}${VALUE}`, 'y');
/** What `sudo -S` reads. */
const READ = /-S\b[^|;\n]{0,80}?<<<\s{0,2}["']?([^\s"'`$<>]{4,128})/y;
const LONG = new RegExp(`--([A-Za-z][\\w.-]{1,40})${GAP}${VALUE}`, 'y');
/** The command of the option, somewhere before it. */
const MYSQL =
  /(?:(?:^|[^\w.-])(?:7za?|(?:un)?rar|sshpass)|mysql|mysqldump|mysqladmin|mysqlimport|mysqlcheck|mysqlshow|mariadb(?:-[a-z]+)?|mycli)(?:\.exe)?["']?[ ,]/;
/** Of its third version the passwords for authentication and privacy. */
const SNMP =
  /(?:^|[^\w.-])(?:snmp(?:walk|bulkwalk|get|bulkget|getnext|set|table|trap|inform|status|df|test)|check_snmp|onesixtyone|snmp-check)["']?[ ,]/;
const TAKES: readonly (readonly [string, RegExp])[] = [
  [
    'p',
    /(?:(?:^|[^\w.-])(?:rdesktop|ncftp(?:put|get)?|evil-winrm|crackmapexec|netexec|nxc|useradd|usermod)|sshpass|ps ?exec(?:64)?(?:\.exe)?|(?:docker|podman|buildah|helm registry|oras|az|cf|oc|vault|crane auth)["', ]{1,5}login|mongo(?:sh|dump|restore|export|import)?|rabbitmqadmin|cqlsh|twine["', ]{1,5}upload)["']?[ ,]/,
  ],
  [
    'P',
    /(?:sqlcmd|bcp|isql|mosquitto_[ps]ub|ipmitool|(?:^|[^\w.-])p4|(?:^|[^\w.-])(?:un)?zip)["']?[ ,]/,
  ],
  ['a', /redis-(?:cli|benchmark)["']?[ ,]/],
  ['c', SNMP],
  ['A', SNMP],
  ['X', SNMP],
  ['k', /(?:^|[^\w.-])openssl [^|;]{0,120}$/],
  ['w', /ldap(?:search|modify|add|delete|passwd|whoami|compare)["']?[ ,]/],
];
/** `-U ada%PASSWORD` of Samba, `-u ada,PASSWORD` of lftp. */
const USER_PAIR = new RegExp(
  `-([uU]) {1,3}["']?[^\\s"'%,]{1,64}([%,])((?<=["'][^\\s"']{1,128})[^"'\\n]{3,128}(?=["'])|[^\\s"'\`;|&<>]{3,128})`,
  'y',
);
const SAMBA =
  /(?:^|[^\w.-])(?:smb(?:client|get|map|cacls)|rpcclient|winexe|wmic|net (?:rpc|ads)|cifs)["']?[ ,]/;
const LFTP = /(?:^|[^\w.-])lftp["']?[ ,]/;
/** How far before an option its command is looked for. */
const MAX_COMMAND = 160;

/** A password or token that a command is given as an option, from its dash at `at`. */
export function findOption(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  if (scan.code(at + 1) === 45) return findLongOption(scan, at);
  const letter = scan.text[at + 1]!;
  if ('skp'.includes(letter)) {
    const end = addValue(scan, STORE, at);
    if (end > at + 1) return end;
  }
  // Of the line only what belongs to the same command.
  const command = scan
    .before(at, MAX_COMMAND)
    .split(/[|;\n]/)
    .at(-1)!;
  if (letter === 'S') {
    if (!/(?:^|[^\w.-])sudo /.test(command)) return at + 1;
    const end = addValue(scan, READ, at);
    return end > at + 1 ? end : findPiped(scan, at);
  }
  if (letter === 'u' || letter === 'U') return findUserPair(scan, at, command);
  if (letter === 'p' && MYSQL.test(command)) {
    const end = addValue(scan, ATTACHED, at);
    if (end > at + 1) return end;
  }
  const taken = TAKES.find(([name]) => name === letter);
  if (taken?.[1].test(command) !== true) return at + 1;
  // The community that everybody knows.
  if (
    letter === 'c' &&
    /^-c ?["']?(?:public|private)(?![^\s"'])/.test(scan.text.slice(at, at + 14))
  )
    return at + 1;
  const end = addValue(scan, SEPARATE, at);
  return end === at + 1 && letter === 'c' ? addValue(scan, ATTACHED, at) : end;
}

function findUserPair(scan: Scan, at: number, command: string): number {
  USER_PAIR.lastIndex = at;
  const [, letter, sign, value = ''] = USER_PAIR.exec(scan.text) ?? [];
  const taken =
    letter === 'U' && sign === '%' ? SAMBA : letter === 'u' && sign === ',' ? LFTP : null;
  if (taken?.test(command) !== true || /^[$<*[{]/.test(value)) return at + 1;
  const end = USER_PAIR.lastIndex;
  return scan.add(end - value.length, end, 'SECRET', 'secret.password');
}

/** What manuals put for a password. */
const STANDS_FOR = /^(?:my|your|some|the)?[-_]?(?:pass(?:word|wd|phrase)?|pwd|secret)$/i;

function addValue(scan: Scan, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  const value = pattern.exec(scan.text)?.[1];
  // Not a variable or a placeholder, and not the number of a port: `docker run --name mongo -p 27017:27017`.
  if (
    value === undefined ||
    STANDS_FOR.test(value) ||
    /^(?:[$<*[{-]|\d{1,5}$|(?:[\d.]{1,15}:)?\d{1,5}:\d{1,5}$)/.test(value)
  )
    return at + 1;
  return scan.add(pattern.lastIndex - value.length, pattern.lastIndex, 'SECRET', 'secret.password');
}

/** `--api-key VALUE`; a password after a space is found by its word. */
function findLongOption(scan: Scan, at: number): number {
  LONG.lastIndex = at;
  const found = LONG.exec(scan.text);
  if (found === null) return at + 1;
  const name = plainKey(found[1]!);
  const value = found[2]!;
  const kind = secretClass(name);
  // What has spaces is in quotes, and may be a sentence.
  if (kind === '' || !isSecretValue(value, kind, name, value.includes(' '))) return at + 1;
  return scan.add(LONG.lastIndex - value.length, LONG.lastIndex, 'SECRET', keyedRule(kind));
}
