import { expect, test } from 'vitest';
import { found } from './found.ts';

/** Values that are written so that programs do not know them, and what only looks like that. */

const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const NUMBERED = SEED.split(' ')
  .map((word, index) => `${index + 1}. ${word}`)
  .join(' ');

test.each([
  ['card 4111_1111_1111_1111 thanks', 'CREDIT_CARD 4111_1111_1111_1111'],
  ['card 4111 - 1111 - 1111 - 1111', 'CREDIT_CARD 4111 - 1111 - 1111 - 1111'],
  ['4111--1111--1111--1111', 'CREDIT_CARD 4111--1111--1111--1111'],
  ['card number: 4111,1111,1111,1111', 'CREDIT_CARD 4111,1111,1111,1111'],
  ['my card is 4111|1111|1111|1111', 'CREDIT_CARD 4111|1111|1111|1111'],
  ['pay with 4111·1111·1111·1111', 'CREDIT_CARD 4111·1111·1111·1111'],
  ['amex card 3782~822463~10005', 'CREDIT_CARD 3782~822463~10005'],
  ['my phone is 1 (212) 555-0188 ok', 'PHONE 1 (212) 555-0188'],
  ['Windows key VK7JG-NPHTM-C97JM-9MPGT-3V66T', 'SECRET VK7JG-NPHTM-C97JM-9MPGT-3V66T'],
  [
    'recovery key: 123456-234567-345678-456789-567890-678901-789012-890123',
    'SECRET 123456-234567-345678-456789-567890-678901-789012-890123',
  ],
  ['ssn: 536_22_8726', 'US_SSN 536_22_8726'],
  ['ssn 536 - 22 - 8726', 'US_SSN 536 - 22 - 8726'],
  ['my SSN is 536•22•8726', 'US_SSN 536•22•8726'],
  ['phone 415_555_0132', 'PHONE 415_555_0132'],
  ['IBAN DE89.3704.0044.0532.0130.00', 'IBAN DE89.3704.0044.0532.0130.00'],
  ['pay to GB82_WEST_1234_5698_7654_32', 'IBAN GB82_WEST_1234_5698_7654_32'],
  ['attacker at 203[.]0[.]113[.]7', 'IP 203[.]0[.]113[.]7'],
  ['seen 10.0.0[.]13 again', 'IP 10.0.0[.]13'],
  ['write to john [at] acme [dot] com please', 'EMAIL john [at] acme [dot] com'],
  ['jane.doe (at) example (dot) org', 'EMAIL jane.doe (at) example (dot) org'],
  ['bob[at]corp[dot]io or call', 'EMAIL bob[at]corp[dot]io'],
  ['jan(at)firma(punkt)de', 'EMAIL jan(at)firma(punkt)de'],
  ['a ada[@]corp[.]io b', 'EMAIL ada[@]corp[.]io'],
  ['WIFI:T:WPA;S:HomeNet;P:sunflower;;', 'SECRET sunflower'],
  ['WIFI:S:Cafe Net;T:WPA2;P:espresso 7;H:false;;', 'SECRET espresso 7'],
  [
    'Unseal Key 1: kQ0mUGzXdUl4Ql6tqmaPHRz5ZSaSn2yIFb3bgmzdYlQe',
    'SECRET kQ0mUGzXdUl4Ql6tqmaPHRz5ZSaSn2yIFb3bgmzdYlQe',
  ],
  [
    'key (WIF): 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
    'SECRET 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
  ],
  [`my seed phrase is ${SEED}.`, `SECRET ${SEED}`],
  [`secret recovery phrase: ${NUMBERED}`, `SECRET ${NUMBERED}`],
  ['the passphrase is "correct horse battery staple"', 'SECRET correct horse battery staple'],
  ['the passphrase for the gpg key is Ubq7-Lmx2, ok', 'SECRET Ubq7-Lmx2'],
  ['curl_easy_setopt(c, CURLOPT_PASSWORD, "sunflower");', 'SECRET sunflower'],
  ['pw = os.environ.get("DB_PASSWORD") or "hunter"', 'SECRET hunter'],
  ["const p = process.env.DB_PASSWORD || 'postgres';", 'SECRET postgres'],
  [
    'aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'SECRET wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ],
  [
    'fs.s3a.secret.key wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY',
    'SECRET wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY',
  ],
  [
    "crypto.createCipheriv('aes-256-cbc', '0123456789abcdef0123456789abcdef', iv)",
    'SECRET 0123456789abcdef0123456789abcdef',
  ],
])('one value is found in %j', (text, value) => {
  expect(found(text)).toEqual([value]);
});

test('the password behind an address in a list of logins is found', () => {
  expect(found('ada@corp.io:Sunfl0wer!\nbob@corp.io:fluffy2009')).toEqual([
    'EMAIL ada@corp.io',
    'SECRET Sunfl0wer!',
    'EMAIL bob@corp.io',
    'SECRET fluffy2009',
  ]);
});

test.each([
  'years 2019 - 2020 - 2021 - 2022, [4111, 1111, 1111, 1111], 4111,1111,1111,1111',
  'x_4111_1111_1111_1111 and 4111_1111_1111_1111_22, 123_45_6789, 415|555|0132',
  'row 536|22|8726, 3·4·5 = 60, • one • two, 2024 - 01 - 02, 100 - 200 - 300',
  'IBAN DE89/3704/0044/0532/0130/00 and DE89.3704.0044.0532.0130.01',
  'list[.]5 a[.]b 300[.]1[.]1[.]1 1[.]2',
  'look (at) noon, arr[at].foo.bar, map[at] x.y, [attempt] 3 [at] home, (at)a.b',
  'WIFI:enabled wifi: true, WIFI:T:nopass;S:Cafe;; Step 1: x1y2z3w4, Key 1: abcdefgh12345678',
  'passphrase is required, the seed phrase is secret, the phrase is "hello there", passphrase is case-sensitive',
  'CURLOPT_PASSWORD, "$password" process.env.DB_PASSWORD || "required" env("PASSWORD") or "missing"',
  'pages 4532 - 4533 - 4534 - 4535, key AAAAA-BBBBB-CCCCC-DDDDD-EEEEE, key 12345-67890-12345-67890-12345',
  'nginx 1.25.3.1 is out, order 123-45-6789 was shipped, server.key 644 and id_rsa.key -rw-r--r--',
])('nothing is found in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  'scp a ada@host.io:backup2a',
  'ada@host.io:8080',
  'ada@host.io: Room21',
  'ada@host.io:/srv/a1b2',
  'ada@host.io:v1.2.3a',
])('an address alone is found in %j', (text) => {
  expect(found(text)).toEqual(['EMAIL ada@host.io']);
});

test('an address behind the name of a server is one', () => {
  expect(found('nginx 10.2.3.4, nginx 1.2.3.4 - - [24/Nov/2026')).toEqual([
    'IP 10.2.3.4',
    'IP 1.2.3.4',
  ]);
});
