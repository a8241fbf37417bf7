import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listenOn } from '../../../src/main/collector/ingest/listen.ts';
import { RawConnection } from './requests.ts';
import { startRig } from './rig.ts';

function newServer(): Server {
  const server = createServer();
  onTestFinished(() => void server.close());
  return server;
}

/** A port that is taken until the test ends. */
async function takenPort(): Promise<number> {
  const server = newServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a default port that is taken steps forward and says so', async () => {
  const taken = await takenPort();
  const address = await listenOn(newServer(), {
    host: '127.0.0.1',
    port: undefined,
    defaultPort: taken,
  });
  expect(address.port).toBeGreaterThan(taken);
  expect(address.movedFrom).toBe(taken);
  expect(address.url).toBe(`http://127.0.0.1:${address.port}`);
});

test('a chosen port that is taken fails with one clear line', async () => {
  const taken = await takenPort();
  const attempt = listenOn(newServer(), { host: '127.0.0.1', port: taken, defaultPort: 4318 });
  await expect(attempt).rejects.toMatchObject({
    code: 'conflict',
    message: `Port ${taken} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port.`,
  });
});

test('a server whose bind failed can be bound again', async () => {
  const server = newServer();
  const taken = await takenPort();
  await expect(
    listenOn(server, { host: '127.0.0.1', port: taken, defaultPort: 1 }),
  ).rejects.toThrow();
  const address = await listenOn(server, { host: '127.0.0.1', port: 0, defaultPort: 1 });
  expect(address).toMatchObject({ movedFrom: null, port: expect.any(Number) });
});

test('an address this machine does not have is named', async () => {
  const attempt = listenOn(newServer(), { host: '203.0.113.7', port: 0, defaultPort: 1 });
  await expect(attempt).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('203.0.113.7'),
  });
});

test('idle connections give way when the limit comes near', async () => {
  const { http } = await startRig({ maxConnections: 20 });
  const request = 'GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  for (let i = 0; i < 60; i++) {
    const connection = await RawConnection.open(http.port);
    connection.send(request);
    expect([i, (await connection.answer()).status]).toEqual([i, 404]);
  }
});
