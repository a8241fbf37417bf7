import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRule, RuleBudgetError } from '../../../src/main/collector/redaction/custom-rule.ts';
import {
  MAX_CUSTOM_RULES,
  MAX_KEYWORD,
  MAX_KEYWORDS,
  MAX_PATTERN,
} from '../../../src/shared/redaction.ts';
import { Scan } from '../../../src/main/collector/redaction/scan.ts';
import { slicedRedactor } from '../../../src/main/collector/redaction/sliced-redactor.ts';
import { cpuMsOnce } from '../../support/cpu-time.ts';
import { policy } from './policies.ts';

/** The handlers by themselves, and after the filter has looked for where they are called. */
const scans = [new Scan(null), new Scan()];
/** Every character and beginning that the scanner reacts to. */
const REPEATED =
  'user: abcd, password: abcd |Kennwort für a: |user a pass a1|a:b1cde@1.1.1.1 |key AAAAA-1AAAA-|wifi: a / |recovery key: 123456-|4111_1111_|4111 - 1111 - |536_22_|1[.]|1.1.1[.]|[at]|(at)a.|a [at] b [dot] |DE89.1234.|a@b.co:c1de2|WIFI:T:a;|P:abcd;|passphrase is |seed phrase: 1. aaa 2. bbb |phrase for a |Key 1: |•1·|.key a1B2|"value":"aaaa","type":"a",|value: aaaa\n|password for a: |password (aB1!|password</td><td>|password = "a1" -> |;pwd={a!1|user: a\npassword: abcd\n|"text":"abc","element":"password|contraseña de a b: |"key","a":"b","value":|token","type":"string",\n"value": "a|- use a1b2c3 as the new password |password for a b c is |name="token"\r\n\r\n|,token\n|token,a;|a@1|pw is A@1|<b></b>|password: <b>|password "a1 b|IQoJb3JpZ2luX2Vj|%B4111111111111111^|B1^|%203.|%201.2|net use \\\\a\\b /user:a |net use |/user:|/p:|echo a:bcde |echo a |snmp-server community abcd |\nrequirepass abcdefgh|\nenable secret abcdefg |secret |\nmasterauth abcdefgh|rauth |\n key-string abcdefg |key-string |pre-shared-key address a key |set pre-shared-key |snmpwalk -c abcdefgh -A |USER a\nPASS |C: PASS abcdefg |a1 LOGIN a abcdefgh |пароль: abcdefgh |a;password\nabcdefg;|ip-1-2-3-4 |ec2-1-2-3-4-|030 - |Tel. 030 - 90 - |1.2.3.4 -> |version 1.2.3.4 to |npm install a@1.2.3.4 |{"versions":{"a":"1.2.3.4",|a.b:c:1.2.3.4 |a/b:1.2.3.4 |\n# 1.2.3.4|machine a login b password |\nenable password a|htpasswd -b a b c |\nbindpw a|\nradius-server key a|key 7 |;password=ab&c|sqlplus a/b@|-U a%bcd|-u |_1234_ |_12 34|__1|_+1|a@b%C3%BC|a@%C3|$9$|requirepass a1 |AUTH a a1\n|identified by a1b2c |secret is a1bcdefg |wandb login a1 |net user a a1!|a@a1 | -S |x| sudo -S |-storepass a|_USERPWD, "a:b",|:5432:a:b:c1d2e |insert into t (phone,|values (|insert into t (pwd) values (|insert into t (pwd) values (\'a\'),|AUTH LOGIN YWRh\n|client("a","|client("aaaaaaaaaaaaaaaaaaaa1"|pdo("a", "b", "c|name="password"\r\n\r\na|0711 / |+7 916 123-45-67 8 |.password("a|password"  [a]: |password</name><value>a|password reset to |b"|a@b.jpに。|4111 1111 1111 1111 a0b1 |"password":"a b c d e f |=AB12+AB12|*:|*:*:a:b1c2d3 |"d":"aaaaaaaaaaaaaaaaaaaa",|{"kty":1,"d":"aaaaaaaaaaaaaaaaaaaa","p":"aaaaaaaaaaaaaaaaaaaa",|"kty":1,"d":"aaaaaaaaaaaaaaaaaaaa",|$6$|22 33 44 55\n|0301 23 456\n|$6$a|$argon2id$v=1$|"a"@|"a"@b.|1NRAL|,123456789|\t123456789\n|http -a a:|AUTH LOGIN\n334 UGFzc3dvcmQ6\n|AUTH LOGIN\na\n|AUTH PLAIN AGEAYg|AUTH PLAIN\n334\n|mdp a est b1cde |sifrem a1bcde |snmpset -caaaaaa |"passcode":"a1bc",|card 4111 1111\n|"password").fill("aaaa|{"name":"password","ref":"a",|insert into t (password) values (|<password a="b">|<password a="b" c="d" |<key>password</key><string>|<key>password</key>|bearer_auth("aaaaaaaa|jwt.sign(|jwt.sign(a(|jwt.sign({"a":"b"}, "c|password from a1bcd to |creds: a / |seed phrase: aaa bbb |openssl -k |copy t (password) from stdin;\n|copy t (a,password) from stdin;\na\tbcd\n|insert into t (password) values (\'a\'),|secret:a|1.2.3.4 A\n|token=|a:token:|token=0x|:key|eyJ-|07400 123456 |012 345 6789 |0049 30 901820 |API_KEY |apiKey "|_token |Secret | Token 1|SecureString "|password\t|&quot;|;:|&quot;:|-us1|string = |default = |val="1" key="|1.2.3 |:10 |10:20 |exp |APA91b:|1|1.|1.1.|1 |12 34 |1-|+1|(1|a@|a@b.|x%40x|a%40b.co|::|1:|fffff:|a:|=|password=|password: >-\n aaaa\n|password="|pw:|_|-|.|(|AKIA|eyJ|eyJa.|Bearer |w|password |password is |~|1Q~|\\|\\n|\\u0040|\u200b|п|０|sk-|ghp_|{SSHA}|{SSHA}a|4155550132.0 |phone 4155550132.0|&#64;|a&#64;b|&commat;|1&nbsp;|\\x40|e\u0301|৪|password,a\n|a,password\nb,c1d2e3\n|password;|echo a --password-stdin|phone 4 1 5 5 |4-1-5-5-|1234567,|\n1234567|,"1234567"|acme_sk_|a-live-A1|SCRAM-SHA-256$|-----|-----BEGIN PRIVATE KEY-----|://|http://a:|http://a:b@|DE89 |DE12|cookie: a=b; |Cookie: a=bcdefgh;|authorization: |authorization: Bearer x|ssn |123-45-6789 |987-65-4321 |phone 12|1//0|LS0tLS1CRUdJTi|IDENTIFIED BY "|aJQQJ99|AIza|MTA.abcdef.|xoxb-|{"a":1,|[1,|key: "|-u a:|secret key:|ABSK|ATBB|1234567890 |4111 1111 |206-555-0100|eyJhIjoi|/eyJ|eyJhIjoiYiJ9 |<password>|пароль: |密码：a1|тел. 1|%2B1|%25|%40|张@|张|mysql -p|mysql -p |"-p",|--key |data=aGVsbG8|["password","a|aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ= '.split(
    '|',
  );
/** Of a value that is cut off a part that is not. */
const PART = 1000;
const SMALL = 16 * 1024;
const LARGE = 4 * SMALL;
/** Below this a measurement is noise, ms of processor time; quadratic behavior is far above it. */
const NOISE_MS = 60;

/**
 * Fails when four times the text takes more than ten times as long: sixteen times would be quadratic. The better of two
 * measurements counts, as the first may be of what was not compiled yet.
 */
function expectLinear(find: (length: number) => void): void {
  const whole = cpuMsOnce(() => find(LARGE));
  // Most are done before there is anything to compare.
  if (whole < NOISE_MS) return;
  const [one, two] = [cpuMsOnce(() => find(SMALL)), cpuMsOnce(() => find(SMALL))];
  const most = Math.max(Math.min(one, two) * 10, NOISE_MS);
  expect(whole < most ? whole : cpuMsOnce(() => find(LARGE))).toBeLessThan(most);
}

test.each(REPEATED)('%j repeated takes time in proportion to its length', (unit) => {
  const large = unit.repeat(Math.ceil(LARGE / unit.length));
  for (const scan of scans) {
    expectLinear((length) => scan.find(large.slice(0, length)));
  }
});

const STATEMENT = 'INSERT INTO t (name,phone,ssn) VALUES (';
test.each([
  ['name,phone,ssn\n', '22 33 44 55,'],
  ['name,phone,ssn\n', '123456789,'],
  [STATEMENT, "'123456789',"],
  [STATEMENT, "('123456789'"],
])('after %j %j in one row takes no longer', (header, unit) => {
  const table = (length: number): string => `${header}${unit.repeat(length / unit.length)}`;
  for (const scan of scans) expectLinear((length) => scan.find(table(length)));
});

test('the longest lists of keywords that a user may have cost little, also of words that begin alike', () => {
  const lists = Array.from({ length: 8 }, (_rule, i) =>
    Array.from({ length: MAX_KEYWORDS }, (_word, j) => `${i}-${j}`.padStart(MAX_KEYWORD, 'a ')),
  );
  const text = 'a '.repeat(2048);
  // Whether the text begins with one of them, each by itself.
  const plain = cpuMsOnce(() => {
    for (const word of lists.flat()) text.toUpperCase().startsWith(word.toUpperCase());
  });
  const found = cpuMsOnce(() => {
    for (const [i, keywords] of lists.entries())
      compileRule({ id: `r${i}`, type: 'X', kind: 'keywords', keywords })(text, []);
  });
  // Some seven times as long; patterns of all words took three hundred times as long.
  expect(found).toBeLessThan(60 * plain);
});

test.each([
  ['(a+)+$', 'a'],
  ['(.*a){12}x', 'a'],
  ['\\s+$', ' '],
  ['(x+x+)+y', 'x'],
])('the pattern %s of a user is linear too', (pattern, unit) => {
  const find = compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern });
  const text = `${unit.repeat(LARGE)}!`;
  expectLinear((length) => find(text.slice(-length), []));
});

test.each([
  ['(?:.{0,140}x){3}[yz]', 'x'],
  ['.{0,200}[a-z]{0,200}[A-Z]', 'a'],
  ['(?:(?:a{0,20}){0,20})[b-d]', 'a'],
])('the pattern %s of a user is cut off on a value of a megabyte', (pattern, unit) => {
  const find = compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern });
  const part = cpuMsOnce(() => find(`${unit.repeat(PART)}!`, []));
  const whole = cpuMsOnce(() => {
    const text = `${unit.repeat(1_000_000)}!`;
    expect(() => find(text, [])).toThrow(RuleBudgetError);
  });
  // Ten to twenty times as long; without it each of them takes a thousand times as long.
  expect(whole).toBeLessThan(100 * part);
});

test.each([
  ['multiply', '(?:[a-z]{1,60}[0-9]{1,60}){10}', /has \d+ states/],
  ['are many', `(?:${'a'.repeat(57)}){1000}`.repeat(14), /has about 798000 states/],
  ['are nested', String.raw`(?:(?i)(?P<a>\pL\p{Greek}[^]\]]|b){31}){31}`.repeat(10), /about \d+/],
  ['are of quoted texts', String.raw`(?:\Q${'a'.repeat(900)}\E){999}`, /about \d+/],
  ['are of groups', `(?:${'()'.repeat(400)}){999}a`, /about \d+/],
  [
    'are of alternatives',
    Array.from({ length: 140 }, (_part, i) => `${String.fromCharCode(0x100 + i)}{999}`).join('|'),
    /about \d+/,
  ],
  ['are none and whose ranges are wide', `(?i)[${'B-\u{10ffff}'.repeat(200)}]`, /about \d+/],
])(
  'a pattern whose repetitions %s is refused, and the reason is said',
  (_what, pattern, reason) => {
    expect(() => compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern })).toThrow(reason);
  },
);

test('patterns whose repetitions are of the same, or of places, are taken', () => {
  for (const pattern of [
    `x(?:${'a|b|c|'.repeat(100)}d){20}`,
    String.raw`x(?:\b{30}){30}`,
    String.raw`[{]{9}\{9}\Qa{1000}{1000}\E[[:alpha:]{1000}{9}]x`,
  ])
    expect(compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern })).toBeTypeOf('function');
});

test('the longest rules that a project may have are made ready between other work', async () => {
  const rules = Array.from({ length: MAX_CUSTOM_RULES }, (_rule, i) => ({
    id: `r${i}`,
    type: 'X',
    kind: 'pattern' as const,
    pattern: Array.from({ length: MAX_PATTERN / 10 }, (_part, j) => `a${i}b${j}c`).join('|'),
  }));
  let [turns, isDone] = [0, false];
  const take = (): void => {
    turns++;
    if (!isDone) setImmediate(take);
  };
  setImmediate(take);
  await slicedRedactor(policy({ rules }));
  isDone = true;
  expect(turns).toBeGreaterThan(2);
});

test('random patterns of a user end in time on what they repeat, or are refused', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '\\w', '\\b', '$');
  const repeated = fc
    .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2,20}', '*?'))
    .map((parts) => parts.join(''));
  const group = fc
    .tuple(fc.array(repeated, { minLength: 1, maxLength: 3 }), fc.constantFrom('+', '{1,9}', '*'))
    .map(([parts, times]) => `(?:${parts.join('')})${times}`);
  const pattern = fc
    .array(fc.oneof(repeated, group), { minLength: 1, maxLength: 4 })
    .map((parts) => `${parts.join('')}x`);
  fc.assert(
    fc.property(pattern, fc.constantFrom('a', 'ab', 'b '), (source, unit) => {
      const find = compileRule({ id: 'r', type: 'X', kind: 'pattern', pattern: source });
      const text = unit.repeat(LARGE / unit.length);
      expectLinear((length) => {
        try {
          find(text.slice(0, length), []);
        } catch (error) {
          expect(error).toBeInstanceOf(RuleBudgetError);
        }
      });
    }),
    { numRuns: 30 },
  );
});
