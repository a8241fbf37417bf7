import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { explainError } from './explain-error.ts';

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

it('a path that cannot be written is named, with the reason', async () => {
  const path = join(tmpdir(), 'spanward-not-there', 'out.jsonl');
  const [error] = (await once(createWriteStream(path), 'error').catch((thrown: unknown) => [
    thrown,
  ])) as [unknown];
  expect(explainError(error)).toBe(`"${path}" cannot be opened: no such file or folder.`);
  const folder = await failureOf(once(createWriteStream(tmpdir()), 'open'));
  expect(explainError(folder)).toContain('it is a folder');
});

it('a collector that goes away in the middle of an answer is said to have', async () => {
  const server = createServer((_request, response) => {
    response.write('half');
    response.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = await failureOf(fetch(`http://127.0.0.1:${port}`).then((answer) => answer.text()));
  server.close();
  await once(server, 'close');
  const gone = await failureOf(fetch(`http://127.0.0.1:${port}`));
  expect(explainError(cut)).toMatch(/^The collector ended or cannot be reached any more/);
  expect(explainError(gone)).toContain('(ECONNREFUSED)');
});

it('our own errors are told as they are', () => {
  expect(explainError(new AppError('not_found', 'There is no project "x".'))).toBe(
    'There is no project "x".',
  );
  expect(explainError('text')).toBe('text');
});

const told = (message: string): string => explainError(new AppError('invalid', message));

it('what is wrong with a field of a call is said of the option that fills it', () => {
  expect(told('allowedAddresses.0: Not an IP address.')).toBe('--allow: Not an IP address.');
  expect(told('traceIds.1: A trace id is 32 hexadecimal digits.')).toMatch(/^A trace id/);
  expect(told('name: At most 80 characters.')).toBe('name: At most 80 characters.');
  expect(told('toString: no')).toBe('toString: no');
});
