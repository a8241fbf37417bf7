import { expect, test } from 'vitest';
import { Scan } from '../../../src/main/collector/redaction/scan.ts';
import { WORD_TOKENS } from '../../../src/main/collector/redaction/word-tokens.ts';
import { createRandom, digits, pick, token } from './random-values.ts';

const scan = new Scan();
const random = createRandom(5);
const hex = (count: number): string =>
  Array.from({ length: count }, () => pick(random, [...'0123456789abcdef'])).join('');

/** What the scanner takes for secrets in a text. */
const secrets = (text: string): string[] =>
  scan
    .find(text)
    .filter(({ type }) => type === 'SECRET')
    .map(({ start, end }) => text.slice(start, end));

/** A text with stars for what the scanner takes out of it. */
function redact(text: string): { readonly hits: number; readonly redacted: string } {
  const hits = scan.find(text);
  let redacted = text;
  for (const { start, end } of hits.toReversed()) {
    redacted = `${redacted.slice(0, start)}***${redacted.slice(end)}`;
  }
  return { hits: hits.length, redacted };
}

const BARE: readonly (readonly [string, () => string])[] = [
  ['Databricks', () => `dapi${hex(32)}`],
  ['Artifactory', () => `AKCp${token(random, 69)}`],
  ['Twilio', () => `SK${hex(32)}`],
  ['Alibaba', () => `LTAI${token(random, 20)}`],
  ['Airtable', () => `pat${token(random, 14)}.${hex(64)}`],
  ['Meta, an app', () => `${digits(random, 15)}|${token(random, 27)}`],
  ['Salesforce', () => `00D${token(random, 12)}!${token(random, 80)}`],
  ['Grafana, of old', () => `eyJrIjoi${token(random, 80)}`],
  ['GitLab, a runner', () => `GR1348941${token(random, 20)}`],
  ['HubSpot', () => 'pat-na1-5bdbe824-1b45-4c52-9455-1fa2ca81b7ed'],
  ['Dynatrace', () => `dt0c01.${hex(24).toUpperCase()}.${hex(64).toUpperCase()}`],
  ['CircleCI', () => `CCIPAT_${token(random, 22)}_${hex(40)}`],
  ['Pinecone', () => `pcsk_${token(random, 6)}_${token(random, 60)}`],
  ['Resend', () => `re_${token(random, 8)}_${token(random, 24)}`],
  ['Google, of late', () => `AQ.Ab8R${token(random, 46)}`],
  ['Logfire', () => `pylf_v1_us_${token(random, 45)}`],
  ['Klaviyo', () => `pk_${hex(34)}`],
  ['AWS, a session', () => `IQoJb3JpZ2luX2VjE${token(random, 300)}==`],
  ['E2B', () => `e2b_${hex(40)}`],
  ['Paddle', () => `pdl_live_apikey_${hex(26)}_${token(random, 22)}_AQO`],
  ['Mapbox', () => `sk.eyJ${token(random, 60)}.${token(random, 22)}`],
  ['Mailchimp', () => `${hex(32)}-us13`],
  ['Mailgun', () => `${hex(32)}-${hex(8)}-${hex(8)}`],
  ['Intra 42', () => `s-s4t2ud-${hex(64)}`],
  [
    'Defined Networking',
    () => `dnkey-${'TUMPCCPBPZ'.padEnd(26, '4')}-${'HBMEHZFHAD'.padEnd(52, 'Y')}`,
  ],
  ['AWS, of old', () => `A3T${hex(17).toUpperCase()}`],
  ['NTLM', () => `TlRMTVNTUAADAAAA${token(random, 120)}=`],
  ['Kerberos', () => `$krb5tgs$23$*svc$CORP.EXAMPLE$cifs/srv*$${hex(32)}$${hex(400)}`],
  ['an RSA key without its lines', () => `MIIEpAIBAAKCAQEA${token(random, 400)}==`],
  ['a key of a curve without its lines', () => `MHcCAQEEI${token(random, 140)}==`],
  ['an Ed25519 key', () => `MC4CAQAwBQYDK2VwBCIEI${token(random, 43)}`],
  ['MailerSend', () => `mlsn.${hex(64)}`],
  ['PayPal', () => `access_token$production$${hex(16)}$${hex(32)}`],
  ['Snyk', () => `snyk_uat.${hex(8)}.eyJ${token(random, 60)}`],
  ['Rancher', () => `token-${hex(5)}:${hex(54)}`],
  ['Yandex, OAuth', () => `y0_AgAAAA${token(random, 50)}`],
  ['Zuplo', () => `zpka_${hex(32)}_${hex(8)}`],
  ['StackHawk', () => `hawk.${token(random, 20)}.${token(random, 20)}`],
  ['AppSync', () => `da2-${hex(26)}`],
  ['OpenShift', () => `sha256~${token(random, 43)}`],
  ['Firebase', () => `AAAA${token(random, 7)}:APA91b${token(random, 134)}`],
  ['OpenAI, a session', () => `sess-${token(random, 40)}`],
  ['Google, a service', () => `ya29.c.${token(random, 90)}`],
  ['MongoDB Atlas', () => `mdb_sa_sk_${token(random, 40)}`],
  ['Apify', () => `apify_api_${token(random, 36)}`],
  ['Xendit', () => `xnd_production_${token(random, 48)}`],
  ['Midtrans', () => `Mid-server-${token(random, 24)}`],
  ['Mercado Pago', () => `APP_USR-${digits(random, 16)}-${digits(random, 6)}-${hex(32)}-12345678`],
  ['OneSignal', () => `os_v2_app_${hex(103)}`],
  ['Runpod', () => `rpa_${hex(40).toUpperCase()}${hex(6)}`],
  ['Context7', () => 'ctx7sk-5bdbe824-1b45-4c52-9455-1fa2ca81b7ed'],
  ['Infisical', () => `st.5bdbe824-1b45-4c52-9455-1fa2ca81b7ed.${hex(32)}.${hex(32)}`],
  ['Letta', () => `sk-let-${token(random, 86)}==`],
  ['PASETO', () => `v4.local.${token(random, 90)}`],
  [
    'Postgres, a password',
    () => `SCRAM-SHA-256$4096:${token(random, 22)}==$${token(random, 43)}=:${token(random, 43)}=`,
  ],
  ['a router of Cisco', () => `$8$${token(random, 14)}$${token(random, 43)}`],
  ['a router of Juniper', () => `$9$${token(random, 9)}1/${token(random, 9)}`],
  ['a directory', () => `{SSHA}${token(random, 32)}`],
  ['a directory, without salt', () => `{SHA}${token(random, 27)}=`],
  ['Brave', () => `BSA${token(random, 28)}`],
  ['Cartesia', () => `sk_car_${token(random, 22)}`],
  ['somebody unknown', () => `acme_sk_${token(random, 32)}`],
  ['somebody unknown, of one environment', () => `acme-live-${token(random, 40)}`],
  ['somebody unknown, in hexadecimal', () => `acme_corp_pat_${hex(40)}`],
  ['PostHog', () => `phs_${token(random, 48)}`],
  ['LlamaCloud', () => `llx-${token(random, 20)}_${token(random, 10)}-${token(random, 17)}`],
  ['Azure DevOps', () => `${token(random, 76)}AZDO${token(random, 4)}`],
  ['Entra ID', () => `~Gg8Q~${token(random, 34)}`],
];

test.each(BARE)('a credential of %s is found with nothing around that says so', (_name, make) => {
  for (let round = 0; round < 50; round++) {
    const value = make();
    expect(secrets(`got ${value} from it`), value).toEqual([value]);
    expect(secrets(JSON.stringify({ a: JSON.stringify({ b: value }) })), value).toEqual([value]);
  }
});

/** `{}` is the secret. */
const ANNOUNCED: readonly string[] = [
  'password: {}',
  'DB_PASSWORD={}',
  'PASSWORD:={}',
  'val password: String = "{}"',
  'def connect(passwd: str = "{}"):',
  "'token' => env('JIRA_API_TOKEN', '{}'),",
  'credentials = new NetworkCredential("deploy", "{}");',
  'aws_access           = 1\nazure_devops_pat     = "{}"',
  '{"name":"api_key","value":"{}"}',
  '{"key":"client_secret","value":{"stringValue":"{}"}}',
  '- name: API_TOKEN\n  value: {}',
  'variable "okta_api_token" {\n  default = "{}"\n}',
  "curl -s --user 'api:{}' https://x.example",
  '_gitlab_session={}',
  "Ensure that the password for user 'postgres' is '{}'",
  '\u001b[93mpassword\u001b[0m: {}',
  'api_token ||= "{}"',
  '$apiKey ??= "{}"',
  'API_TOKEN ?= {}',
  'var apiToken string = "{}"',
  'Dim authToken As String = "{}"',
  '&quot;api_token&quot;:&quot;{}&quot;',
  '<entry key="api_token">{}</entry>',
  '<api_token>\n    {}\n</api_token>',
  'variable "api_token" {\n  type    = string\n  default = "{}"',
  '#define API_TOKEN "{}"',
  'ENV API_TOKEN {}',
  '(setq apiToken "{}")',
  '| API_TOKEN | {} |',
  'The authToken is "{}".',
  'client_secret\t{}',
  'deploy --apiToken {}',
  'secret_key_base: {}',
  'S3_SECRET_ACCESS_KEY={}',
  'page_access_token: "{}"',
  'npm_registry_token={}',
  'message_bird_token: {}',
  'tp_token_value="{}"',
  'my api key is {}, thanks',
  'use the token {} for it',
  "define( 'DB_PASSWORD' , '{}' );",
  "const secret = process.env.JWT_SECRET || '{}';",
  'os.environ.get("DB_PASSWORD") or "{}"',
  'curl_setopt($c, CURLOPT_PASSWORD, "{}");',
  'X3_PSWD={}, creds = {}',
  'if (password !== "{}") {',
  "ALTER USER app WITH PASSWORD '{}';",
  'ConvertTo-SecureString "{}" -AsPlainText -Force',
  'OPENAI_API_KEY_1={}\nOPENAI_API_KEY_12={}',
  '{"apiKey2":"{}","api_key_prod":"{}","apiTokenV2":"{}","clientSecretLive":"{}"}',
  'client_secret_dev: {}',
  'DB_PASSWORD_PROD={}',
  'password_2: {}',
  'auth.token.dev = "{}"',
];

test.each(ANNOUNCED)('a secret is found in %j', (carrier) => {
  for (let round = 0; round < 50; round++) {
    const value = token(random, 36);
    const count = carrier.split('{}').length - 1;
    const values = Array.from({ length: count }, () => value);
    expect(secrets(carrier.replaceAll('{}', value)), carrier).toEqual(values);
  }
});

test('a private key without the lines around it is found to its last line', () => {
  const lines = [`MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${token(random, 32)}`, token(random, 64)];
  const key = [...lines, `${token(random, 20)}==`].join('\n');
  expect(secrets(`sent\n${key}\n\nthen`)).toEqual([key]);
  const certificate = `MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa${token(random, 400)}`;
  expect(secrets(`sent\n${certificate}\n`)).toEqual([]);
});

test('a token is found where it stands for the user of an address, and no password or a fixed word does for the password', () => {
  for (const password of [':x-oauth-basic', ':', ':x', '']) {
    const user = `9f8a${token(random, 36)}`;
    expect(secrets(`git+https://${user}${password}@git.example/a/b.git`), password).toEqual([user]);
  }
  expect(secrets('https://ada:@git.example/a/b.git')).toEqual([]);
});

test('a token between the colors of a terminal is found, and the colors stay', () => {
  const value = `ghp_${token(random, 36)}`;
  expect(secrets(`>>>\u001b[93m${value}\u001b[0m<<<`)).toEqual([value]);
  expect(secrets(`{"log":"\\u001b[1;31m${value}\\u001b[0m"}`)).toEqual([value]);
});

test('the two keys of an account of AWS are found in one call', () => {
  const id = `AKIA${hex(16).toUpperCase()}`;
  const key = token(random, 40);
  expect(secrets(`new BasicAWSCredentials("${id}", "${key}")`)).toEqual([id, key]);
});

/** Of an RSA key, and the last one. */
const KEY_LINES = [token(random, 64), token(random, 64), `${token(random, 30)}==`];
const KEY = ['-----BEGIN RSA PRIVATE KEY-----', ...KEY_LINES, '-----END RSA PRIVATE KEY-----'];
test.each([
  ['a list', JSON.stringify({ source: KEY, id: 7 })],
  [
    'a list of lines',
    JSON.stringify(
      KEY.map((line) => `${line}\n`),
      null,
      2,
    ),
  ],
  ['an expression', KEY.map((line) => `"${line}\\n"`).join(' +\n  ')],
  [
    'a text with an expression',
    JSON.stringify({ code: KEY.map((line) => `'${line}'`).join(',\n') }),
  ],
])('no line is left of a private key whose lines are texts of %s', (_name, text) => {
  const { hits, redacted } = redact(text);
  expect(hits).toBeGreaterThan(0);
  expect(KEY_LINES.filter((line) => redacted.includes(line.slice(0, 20)))).toEqual([]);
  if (/^[[{]/.test(text)) expect(() => JSON.parse(redacted)).not.toThrow();
});

/** A PEM block of that label in base64. */
const pem = (label: string, begin = ''): string => {
  const lines = [token(random, 64), token(random, 64)].join('\n');
  const block = `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
  return Buffer.from(begin + block).toString('base64');
};

test('in base64 a private key is found, also behind its certificate, and a certificate is not', () => {
  const CERTIFICATE =
    '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE\n-----END CERTIFICATE-----\n';
  for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY']) {
    for (const begin of ['', CERTIFICATE, `${CERTIFICATE} `, `${CERTIFICATE}\n\n`]) {
      const key = pem(label, begin);
      expect(secrets(`    client-key-data: ${key}\n`)).toEqual([key]);
    }
  }
  for (const label of ['CERTIFICATE', 'PUBLIC KEY', 'CERTIFICATE REQUEST', 'X509 CRL']) {
    expect(secrets(`certificate-authority-data: ${pem(label)}\nserver: x`)).toEqual([]);
    expect(secrets(JSON.stringify({ caBundle: pem(label, CERTIFICATE) }))).toEqual([]);
  }
});

test('of a JSON Web Key all that is private is found, and nothing else', () => {
  const [n, d, p, qi, k, x] = Array.from({ length: 6 }, () => token(random, 43));
  const keys = [
    { kty: 'RSA', p, n, d, e: 'AQAB', qi, kid: '2011-04-29' },
    { kty: 'oct', k },
    { kty: 'OKP', crv: 'Ed25519', x },
  ];
  expect(secrets(JSON.stringify({ keys }))).toEqual([p, d, qi, k]);
  expect(secrets(JSON.stringify({ text: JSON.stringify(keys, null, 2) }))).toEqual([p, d, qi, k]);
  expect(secrets(JSON.stringify({ d, k, p }))).toEqual([]);
});

test('an address before a password in one call is found too', () => {
  const text = 'new NetworkCredential("ada@corp.io", "vzihlaquknriqlht")';
  expect(scan.find(text).map(({ type }) => type)).toEqual(['EMAIL', 'SECRET']);
});

test.each([
  'license_key: standard',
  'the value is default',
  '{"name":"token_count","value":"123456789"}',
  '{"name":"temperature","value":"warm-and-dry-2024"}',
  "t('password', 'Please enter it')",
  '{"key":"session","value":"5bdbe824-1b45-4c52-9455-1fa2ca81b7ed"}',
  'location = "eu-west-1"; application = "shop-frontend-2"',
  'the API_TOKEN is missing, api_key was not set, see auth_token validate_user_token_v2',
  '| api_key | string | required |',
  'primary_key customers_2024_11_22_a81, cache_key user:12345:v2:f81a, Key ArrowDown27',
  '{"input_token":"x","max_tokens":4096} tokens 128000, Token 17 of 2048, Secret Santa 2024',
  'pk_live_4eC39HqLyjWDarjtT1zdp7dc4eC39HqLyjWD cs_live_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6',
  'next_page_token: c2FtcGxlIHRva2VuIG51bWJlciAx, public_api_key=c2FtcGxlIHRva2VuIG51bWJlciAx',
  'orders_api_getCustomerOrdersById2024v2Handler run_prod_2024_11_22 x_test_550e8400',
  'shop-prod-7d9f8b6c5d-x2v4q my-api-gateway-v2 payments_prod_customer_events_20241122',
  'rows {SHAPE} {SSHA} {SHA}short {STATE}abcdefghijklmnopqrstuvwxyz0123',
  'the token gpt-4o-2024-08-06 of it, token 17 of 2048, the api key is your_api_key_here_12345',
  'key 2024-11-22T10:20:30.123456Z, public key 8f3c2a19d7e64b5fa1c09e7d6b3f2a88, token python3/site-packages/x12345',
  'the next page token CAUQAA123456789abcdefghij, sort key 01J9ZK3M5N7P9Q1R3S5T7V9W1X, monkey Abc123Def456Ghi789Jkl',
  't(FORGOT_PASSWORD, "Forgot your password"), hash(password, "sha256"), env("DB_PASSWORD") or "nothing"',
  'pages 0x1-us3 and region-us1-east',
  'ACCOUNT AC SKIP dapine LTA pattern.matcher EAAS',
])('nothing is a secret in %j', (text) => {
  expect(secrets(text)).toEqual([]);
});

test('formats that are known by their first letters say so with three of them', () => {
  for (const { prefix } of WORD_TOKENS) expect(prefix).toHaveLength(3);
});
