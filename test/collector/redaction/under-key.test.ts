import { expect, test } from 'vitest';
import { RecordRedactor } from '../../../src/main/collector/redaction/record-redactor.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { found } from './found.ts';
import { policy } from './policies.ts';
import { spanOf } from './span-records.ts';

test.each([
  ['app.version', 'upgraded on host 10.1.2.3 by ada', 'IP 10.1.2.3'],
  ['release.notes', 'see 192.168.4.7:8080', 'IP 192.168.4.7'],
  ['version', '{"host":"10.1.2.3"}', 'IP 10.1.2.3'],
  ['app.version', '1.2.3.4 from 10.0.0.1', 'IP 1.2.3.4,IP 10.0.0.1'],
  ['app.version', 'host 10.1.2.3 (stable)', 'IP 10.1.2.3'],
  ['app.version', '10.1.2.3:8080', 'IP 10.1.2.3'],
  ['versions', '{"host":"62.4.8.9","a":"62.4.8.9"}', 'IP 62.4.8.9'],
  ['library.version', '{"a":"62.4.8.9"}', 'IP 62.4.8.9'],
  ['release.host', '10.1.2.3', 'IP 10.1.2.3'],
  ['log.line', 'Kunde 0151 23 45 67 89 rief an', 'PHONE 0151 23 45 67 89'],
  ['message.size', 'got 079 112 65 17 there', 'PHONE 079 112 65 17'],
  ['response.time', 'Paid with: 4111111111111111.', 'CREDIT_CARD 4111111111111111'],
  ['created', '{"num":"4111111111111111","a":1}', 'CREDIT_CARD 4111111111111111'],
  ['body.size', 'q=4111111111111111&x=1', 'CREDIT_CARD 4111111111111111'],
  ['body.size', 'q=0082+63+4799+0339&x=1', 'PHONE 0082+63+4799+0339'],
  ['user_id', 'ada (4111111111111111)', 'CREDIT_CARD 4111111111111111'],
  ['order_number', 'call 415-555-0132, ssn 536-22-1234', 'PHONE 415-555-0132,US_SSN 536-22-1234'],
  ['created_at', 'Paid with: 4111111111111111.', 'CREDIT_CARD 4111111111111111'],
  ['account.id', 'DE89370400440532013000', 'IBAN DE89370400440532013000'],
  ['account.id', 'de89370400440532013000', 'IBAN de89370400440532013000'],
])('what the key %s says hides nothing in %j', (key, text, value) => {
  expect(found(text, key)).toEqual(value.split(','));
});

test.each([
  ['service.version', '10.1.2.3'],
  ['service.version', 'v10.1.2.3'],
  ['server.version', '"10.1.2.3"'],
  ['app.version', '1.2.3.4 (stable)'],
  ['service.version', '1.2.3.4-beta build 77'],
  ['service.version', '1.2.3.4+sha.5114f85'],
  ['app.version', 'myapp 1.2.3.4'],
  ['app.version', '1.2.3.4, 1.2.3.5'],
  ['versions', '["1.2.3.4","112.2.3.5"]'],
  ['library_versions', '1.2.3.4'],
  ['library.versions', '{"openssl":"1.1.1.4","zlib": "112.2.13.1"}'],
  ['snmp.oid', '1.3.6.1'],
  ['log.line', '079 112 65 17'],
  ['ids', '[4111111111111111,5500005555555559]'],
  ['http.request.header.x-correlation', '4111111111111111'],
  ['order_number', '4111111111111111'],
  ['order_number', '415-555-0132'],
  ['order.id', '415-555-0132'],
  ['product.sku', '123-45-6789'],
  ['', '{"sku":"123-45-6789","orderNumber":"415-555-0132"} order_number: 415-555-0132'],
  [
    '',
    'the ssn is missing, see its part number 123-45-6789, SKU 536-22-1234, tracking no. 415-555-0132',
  ],
  ['created_at', '4111111111111111'],
  [
    '',
    '{"created_at":4111111111111111,"updatedAt":"4111111111111111","ts_micros":4111111111111111}',
  ],
  ['etag', 'W/"4111111111111111"'],
  ['', '{"order_number":"4111111111111111","nonce":"5500005555555559"}'],
  ['', 'tracking number 4111111111111111, request id 4111111111111111'],
  // All with the right check digits: letters where the country has digits, dashes anywhere, letters of both cases.
  ['http.request.header.x-request-id', '99f44d14-be48-3498280d21b1'],
  ['http.request.header.x-request-id', 'be48-3498280d21b1'],
  ['', 'request se915exc1nusxay2wsvcvrtl of Pk47uj3DfogtJUBXrUiE5ygr'],
  ['request.id', 'SE335Q36UVDWFRNRBO3SBX8O'],
])('under the key %j nothing is found in %j', (key, text) => {
  expect(found(text, key)).toEqual([]);
});

test.each([
  ['DB_PASS', 'pw9!'],
  ['smtp.pass', 'Sommer2024'],
  ['password', 'x'],
  ['http.request.header.x-csrf-token', 'a1b2c3d4e5f6a7b8c9d0e1f2'],
  ['http.request.header.x-vault-token', 'Zk3n9Q2wX8vB1mC7'],
  ['app.jwt.signing_key', '4f8b2c6d9e1a4b3c8d7e0f1a'],
])('the value of %s is a secret: %j', (key, value) => {
  expect(found(value, key)).toEqual([`SECRET ${value}`]);
});

test.each([
  ['token', 'Hello'],
  ['llm.token', ' the'],
  ['retry.key', '5'],
  ['messaging.kafka.message.key', '4f8b2c6d9e1a4b3c8d7e0f1a'],
  ['process.env.PASS', '[SECRET]'],
  ['auth', 'oauth2'],
  ['test.pass', 'true'],
  ['password', ' '],
])('the value of %s is no secret: %j', (key, value) => {
  expect(found(value, key)).toEqual([]);
});

/** What is stored of a list, after as many records with it as the filter needs to remember what it can. */
function listAfter(words: string): string {
  const text = new TextRedactor(policy());
  const record = spanOf('x', [{ key: 'list', value: words, shape: 'list' }], '');
  const plain = Buffer.from(new RecordRedactor(text, null).redact('span', record));
  const filtered = new RecordRedactor(text);
  for (let round = 0; round < 4; round++)
    expect(Buffer.from(filtered.redact('span', record)).equals(plain)).toBe(true);
  return plain.toString();
}

test.each([
  ['psql,--password,Pa55w0rd!,-U,app', 'Pa55w0rd!'],
  ['app,--token,k8Jd73hLq9Zx2Vb5Nm1Pw,--port,8080', 'k8Jd73hLq9Zx2Vb5Nm1Pw'],
  ['mysql,-u,root,-pS3cretSql!,shop', 'S3cretSql!'],
  ['docker,login,-u,ci,-p,S3cretReg!,registry.io', 'S3cretReg!'],
  ['Host,x.io,X-Api-Key,7f3b9c1d5e8a2046b8d0f2a4c6e81357', '7f3b9c1d5e8a2046b8d0f2a4c6e81357'],
  ['accept,*/*,authorization,Token 7f3b9c1d5e8a2046', '7f3b9c1d5e8a2046'],
  ['DB_PASSWORD,Sommer2024', 'Sommer2024'],
  ['curl,-u,ada:tigerwood,https://x.io', 'tigerwood'],
])('in the list %s its own texts tell of a secret', (words, secret) => {
  const stored = listAfter(words);
  expect(stored).not.toContain(secret);
  for (const word of words.split(',')) {
    if (!word.includes(secret)) expect(stored).toContain(word);
  }
});

test.each([
  'serve,--config,prod-2024-v2.yaml,--port,8080,--max-tokens,4096',
  'user,password,email,token',
  'git,commit,-m,Fix 4155550132,--author,ada',
  'curl,-k,https://x.io/a1b2c3',
  'tokenizer,token,Hello,key,Enter',
  'psql,--password,,-Ux7Kq9Zr2',
])('nothing goes from the list %s', (words) => {
  const stored = listAfter(words);
  for (const word of words.split(',')) expect(stored).toContain(word);
});
