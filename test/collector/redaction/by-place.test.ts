import { expect, test } from 'vitest';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { policy } from './policies.ts';

const redactor = new TextRedactor(policy());
const redacted = (text: string): string => redactor.redact(text, '').text;
const expectUntouched = (text: string): void => expect(redacted(text)).toBe(text);

const BCRYPT = '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW';
const CRYPT = `$6$rounds=5000$usesomesillystri$${'D4IrlXatmP7rx3P3InaxBe'.repeat(4).slice(0, 86)}`;

test.each([
  ['CSV', 'name,ssn,zip\nAda L,212345678,90210\n', 'name,ssn,zip\nAda L,[US_SSN],90210\n'],
  ['the last column', 'sum,ssn\n312345678,212345678\n', 'sum,ssn\n312345678,[US_SSN]\n'],
  ['the first column', 'ssn;name\n212345678;Ada', 'ssn;name\n[US_SSN];Ada'],
  ['cells in quotes', '"n","ssn"\n"L, A","212345678"', '"n","ssn"\n"L, A","[US_SSN]"'],
  ['TSV', 'n\tsocial security number\nA\t212345678', 'n\tsocial security number\nA\t[US_SSN]'],
  [
    'Markdown',
    'This:\n\n| n | SSN |\n|---|---|\n| A | 212345678 |',
    'This:\n\n| n | SSN |\n|---|---|\n| A | [US_SSN] |',
  ],
])('nine digits under a header are a social security number: %s', (_name, text, wanted) => {
  expect(redacted(text)).toBe(wanted);
  // The same in a text inside of JSON.
  expect(redacted(JSON.stringify({ text }))).toBe(JSON.stringify({ text: wanted }));
});

test.each([
  'sum,ssn\n312345678,\n',
  'ssn_lookups,took\n312345678,3\n',
  'No ssn here, just this:\nid,sum\n1,312345678',
  '[312345678,412345678]',
])('nine digits under another header stay: %j', expectUntouched);

const statement = (values: string) =>
  `INSERT INTO users (id, \`email\`, "password", note) VALUES ${values};`;

test('the values of a column of passwords go from statements of SQL', () => {
  expect(
    redacted(
      statement(
        "(1, 'a@corp.io', 'opensesame', 'it''s, (fine)'), (2, 'b@corp.io', 'x,y)z', now())",
      ),
    ),
  ).toBe(
    statement("(1, '[EMAIL]', '[SECRET]', 'it''s, (fine)'), (2, '[EMAIL]', '[SECRET]', now())"),
  );
  for (const values of ['(1, ?, ?, ?)', "($1, $2, '$3', $4)", "(:id, ':mail', ':password', '')"]) {
    expectUntouched(statement(values));
  }
  expectUntouched("INSERT INTO users (email, name) VALUES ('', 'opensesame')");
});

const dump = (one: string, two: string): string =>
  `COPY public.users (id, "password", name) FROM stdin;\n1\t${one}\tAda L\n2\t\\N\tBob\n3\t${two}\tEve\n\\.\nSELECT 1\tandmore\tx;\n`;

test('the cells of a column of passwords go from a dump of PostgreSQL', () => {
  const wanted = dump('[SECRET]', '[SECRET]');
  expect(redacted(dump('opensesame', 'it is, so'))).toBe(wanted);
  expect(redacted(JSON.stringify({ dump: dump('opensesame', 'x7') }))).toBe(
    JSON.stringify({ dump: dump('[SECRET]', 'x7') }),
  );
  const [head, ...rows] = dump('opensesame', 'tiger').split('\n');
  expect(redacted([head, ...rows].join('\r\n'))).toBe(wanted.replaceAll('\n', '\r\n'));
  expectUntouched('COPY users (id, password) FROM stdin; reads\nfrom the terminal\n');
  expectUntouched('COPY users (password) FROM stdin;\n\\.\nand more lines\n');
});

test.each([
  ['root:' + CRYPT + ':18000:0:99999:7:::', 'root:[SECRET]:18000:0:99999:7:::'],
  [`is ${BCRYPT}.`, 'is [SECRET].'],
  ['x $1$abcd1234$h0Z9kB1mJ7nqT5v3cQ8wN/ y', 'x [SECRET] y'],
  ['"$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG"', '"[SECRET]"'],
  ['pbkdf2_sha256$260000$seasalt2$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=', '[SECRET]'],
  ['key 0123456789abcdef0123456789abcdef0123NRAL used', 'key [SECRET] used'],
  ['eu01xx6802c58c98e55b7d63d49087af0d8eNRAL', '[SECRET]'],
  ['http -a ada:opensesame https://corp.io', 'http -a ada:[SECRET] https://corp.io'],
  ['mail "john doe"@corp.io now', 'mail "[EMAIL] now'],
  ['call 07700 900123 now', 'call [PHONE] now'],
])('%j is redacted', (text, wanted) => {
  expect(redacted(text)).toBe(wanted);
});

test.each([
  'it costs $6$ or $5$, not $1$2$3',
  '1.2.3.4 Introduction\n2.1.3.5 Scope of the work\n',
  '### 2.1.3.4 Details',
  'arn:aws:secretsmanager:eu-west-1:210987654321:secret:prod/MyApp-a1b2c3',
  'the call took 123456789 ns',
  'git -a ada:opensesame',
  '"a"@b and "x" @corp.io',
])('%j stays', expectUntouched);

test.each(['1.2.3.4 - - [22/Nov/2026] "GET /"', '8.8.8.8 Google', '10.2.3.4 Connected'])(
  'an address at the beginning of a line is none of a section: %j',
  (text) => {
    expect(redacted(text)).toMatch(/^\[IP\]/);
  },
);

test('what stands for a card announces none: a second pass keeps the same identifiers', () => {
  const once = redacted('{"card":"4111111111111111","id":2221397555832145}');
  expect(once).toBe('{"card":"[CREDIT_CARD]","id":2221397555832145}');
  expectUntouched(once);
});

const KEY = 'hV7sD2kQ9mXa4TzB';

test.each([
  [`{"key":"api_token","type":"text","value":"${KEY}"}`, KEY],
  ['{"password":{"type":"string","value":"tigerwood"}}', 'tigerwood'],
  ['- name: db_password\n  in: header\n  value: tigerwood7\n', 'tigerwood7'],
  [`<input name="client_secret" type="text" value="${KEY}">`, KEY],
  [`--b\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n${KEY}\r\n--b--`, KEY],
  [`["secret","${KEY}"]`, KEY],
  ['[["host","a"],["pwd", "tigerwood"]]', 'tigerwood'],
  [`id,api_key,name\n1,${KEY},Ada\n`, KEY],
  [`name\ttoken\nAda\t${KEY}\n`, KEY],
  ['curl --user=ada:tigerwood https://x.example', 'tigerwood'],
  ['["curl", "-u", "ada:tigerwood", "https://x.example"]', 'tigerwood'],
  ['<b>Password:</b> Sunflower!24', 'Sunflower!24'],
  ['the password for the admin account is Sunflower!24.', 'Sunflower!24'],
  ['the password for ada@corp.io is Tr0ub4dor3', 'Tr0ub4dor3'],
  ['Use Tr0ub4dor3 as the temporary password', 'Tr0ub4dor3'],
  ['Password (temporary): Tr0ub4dor3', 'Tr0ub4dor3'],
  ['the pw is Welcome@123', 'Welcome@123'],
  ["ALTER ROLE ada PASSWORD 'tiger wood'", 'tiger wood'],
  ["SET PASSWORD FOR 'ada'@'%' = 'tigerwood'", 'tigerwood'],
  ['$pw = ConvertTo-SecureString -AsPlainText "tiger wood" -Force', 'tiger wood'],
  ["session({ secret: 'keyboard cat 42' })", 'keyboard cat 42'],
  ['SESSION_SECRET=s3cr3t!', 's3cr3t!'],
  ['jwtSecret: sup3rs3cr3t', 'sup3rs3cr3t'],
  [`my openai key is ${KEY}, apikey ${KEY}`, KEY],
])('a secret goes whose name stands apart from it: %j', (text, secret) => {
  for (const each of [text, JSON.stringify({ text })]) {
    const result = redacted(each);
    expect(result).toContain('[SECRET]');
    expect(result).not.toContain(secret);
    expect(result).not.toContain('ada@corp.io');
    expect(redacted(result)).toBe(result);
  }
});

test.each([
  '["user_password","email","name"]',
  '{"name":"limit","type":"integer","value":"tigerwood12345"}',
  '{"password":{"type":"string","description":"At least 8 characters","default":null}}',
  'key,value\nsession:12345,hV7sD2kQ9mXa4TzB\n',
  'the cache key is hV7sD2kQ9mXa4TzB, the primary key is hV7sD2kQ9mXa4TzB',
  'the password for the account is required, use it as a password for 2024',
  '<b>Password:</b> Forgot it?',
  'UPDATE users SET password = :password WHERE id = :id',
  '$p = Get-Content x; password "should be changed"; client_secret: "see the vault 2"; secret: tls-cert-2',
  'lib 2.19.3.1\ngem foo ~> 1.2.3.4',
  '["docker","run","-u","1000:1000","img"]',
])('nothing that only stands like one goes from %j', expectUntouched);
