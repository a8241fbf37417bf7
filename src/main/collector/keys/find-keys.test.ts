import { expect, it } from 'vitest';
import { findSecrets } from './find-keys.ts';
import { createPublicKey, createSecret } from './key-format.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

it('finds a secret however it is written, with its first line and how often it occurs', async () => {
  const [a, b, c] = [createSecret(), createSecret(), createSecret()];
  const text = [
    'GET /v1/traces 200',
    `authorization: Bearer ${a}`,
    `{"headers":{"x-api-key":"${b}"}} https://x/?key=${a}&y=1`,
    `Authorization: Basic ${base64(`${createPublicKey()}:${c}`)}`,
    `curl -u 'api-key:${b}' # ${b}`,
  ].join('\r\n');
  expect(await findSecrets(text)).toEqual([
    { secret: a, count: 2, line: 2 },
    { secret: b, count: 3, line: 3 },
    { secret: c, count: 1, line: 4 },
  ]);
});

it('leaves out what only looks like one', async () => {
  const secret = createSecret();
  const cut = secret.slice(0, -1);
  expect(
    await findSecrets(`${createPublicKey()} ${cut} ${secret}x spw_ ${'A'.repeat(5000)}`),
  ).toEqual([]);
});

it('takes a log of millions of characters without holding up its thread', async () => {
  const secret = createSecret();
  const line = `2026-01-01 ${base64('x'.repeat(200))} spw_spw_spw_ ${'='.repeat(40)}\n`;
  const text = `${line.repeat(8_000)}${secret}\n${line.repeat(8_000)}${secret}`;
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  expect(await findSecrets(text)).toEqual([{ secret, count: 2, line: 8_001 }]);
  clearInterval(others);
  expect(turns).toBeGreaterThan(3);
});

it('finds what lies where a long text is looked through in stretches', async () => {
  const secret = createSecret();
  for (let spaces = 64 * 1024 - 60; spaces < 64 * 1024 + 10; spaces++) {
    const text = `${' '.repeat(spaces)}${secret}\n${base64(`x:${secret}`)}`;
    expect(await findSecrets(text)).toEqual([{ secret, count: 2, line: 1 }]);
  }
});
