import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { createNodeFetch } from '../../src/main/collector/tls/node-fetch.ts';
import { TrustingAgent } from '../../src/main/collector/tls/server-trust.ts';
import type { Client } from '../../src/main/headless/connect.ts';

const COMMAND = resolve(import.meta.dirname, '../../out/main/spanward.js');

export const EMAIL = 'ann@example.com';
export const PASSWORD = 'correct horse battery';

export interface RemoteServer {
  readonly dataDir: string;
  readonly address: string;
  readonly port: string;
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/** A folder that is not the app's. */
export const remoteFolder = (): string => mkdtempSync(join(tmpdir(), 'spanward-remote-'));

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

/** Runs `spanward serve --tls self-signed`, as on another machine. */
export async function startRemote(dataDir: string, port = '0'): Promise<RemoteServer> {
  const ports = ['--port', '0', '--grpc-port', '0', '--console-port', port];
  const args = ['serve', '--json', '--data-dir', dataDir, ...ports, '--tls', 'self-signed'];
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), exited])) as [unknown];
  if (typeof line !== 'string') throw new Error(`spanward serve ended with ${String(line)}.`);
  const ready = JSON.parse(line) as { console: string; tls: { fingerprint: string } };
  const { fingerprint } = ready.tls;
  return {
    dataDir,
    address: ready.console,
    port: new URL(ready.console).port,
    fingerprint,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Gives the owner a password, which ends their sessions, and makes calls as them over the console. */
export async function setUpOwner({ dataDir, address, fingerprint }: RemoteServer): Promise<Client> {
  const reset = ['owner', 'reset', '--email', EMAIL, '--json', '--data-dir', dataDir];
  const { code } = JSON.parse(
    execFileSync(process.execPath, [COMMAND, ...reset], { encoding: 'utf8' }),
  ) as { code: string };
  const send = createNodeFetch(new TrustingAgent({ kind: 'fingerprint', sha256: fingerprint }));
  let token = '';
  const client = createORPCClient<Client>(
    new RPCLink({
      url: `${address}/rpc`,
      fetch: (request) => send(request),
      headers: () => ({ authorization: `Bearer ${token}` }),
    }),
  );
  await client.session.resetPassword({ code, password: PASSWORD });
  const answer = await client.session.signIn({ email: EMAIL, password: PASSWORD });
  if (answer.state === 'signed_in') token = answer.token;
  return client;
}
