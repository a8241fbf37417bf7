import { expect, it } from 'vitest';
import { findSecrets } from './find-keys.ts';
import { createPublicKey, createSecret } from './key-format.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

it('finds a secret however it is written, with its first line and how often it occurs', () => {
  const [a, b, c] = [createSecret(), createSecret(), createSecret()];
  const text = [
    'GET /v1/traces 200',
    `authorization: Bearer ${a}`,
    `{"headers":{"x-api-key":"${b}"}} https://x/?key=${a}&y=1`,
    `Authorization: Basic ${base64(`${createPublicKey()}:${c}`)}`,
    `curl -u 'api-key:${b}' # ${b}`,
  ].join('\r\n');
  expect(findSecrets(text)).toEqual([
    { secret: a, count: 2, line: 2 },
    { secret: b, count: 3, line: 3 },
    { secret: c, count: 1, line: 4 },
  ]);
});

it('leaves out what only looks like one', () => {
  const secret = createSecret();
  const cut = secret.slice(0, -1);
  expect(findSecrets(`${createPublicKey()} ${cut} ${secret}x spw_ ${'A'.repeat(5000)}`)).toEqual(
    [],
  );
});

it('takes a log of millions of characters in well under a second', () => {
  const secret = createSecret();
  const line = `2026-01-01 ${base64('x'.repeat(200))} spw_spw_spw_ ${'='.repeat(40)}\n`;
  const text = `${line.repeat(8_000)}${secret}`;
  const start = performance.now();
  expect(findSecrets(text)).toEqual([{ secret, count: 1, line: 8_001 }]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
