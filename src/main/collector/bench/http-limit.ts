import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientProcess } from './client-process.ts';
import { MANY_CONNECTIONS } from './ingest-runs.ts';

/**
 * Requests of one span a second that an empty `node:http` server in this process reads and answers: same sender,
 * connections, bodies and size of answer as in the run that is measured against it, but nothing is stored and no
 * answer waits for the disk.
 */
export async function measureHttp(client: ClientProcess): Promise<number> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      Buffer.concat(pieces);
      response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': 0 });
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const requests = 20_000;
  const plan = {
    format: 'protobuf',
    coding: 'identity',
    spansPerRequest: 1,
    requests,
    seed: 11,
  } as const;
  await client.ask({ kind: 'prepare', plan });
  const run = { kind: 'run', port, key: 'none', connections: MANY_CONNECTIONS } as const;
  await client.ask(run);
  const { seconds } = await client.ask(run);
  server.close();
  server.closeAllConnections();
  return requests / seconds;
}
