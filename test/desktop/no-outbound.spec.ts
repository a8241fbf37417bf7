import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { collectorReady, test, type RunningApp } from './app.ts';

// A whole session of the app, watched from two sides: Chromium's own record of its network stack, and every socket of
// every process of the app as the kernel has it.

const SAMPLE_MS = 100;

test('a whole session opens no connection of its own', async ({ launch, windowEnv }, info) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const netLog = info.outputPath('net-log.json');
  const args = [`--log-net-log=${netLog}`, '--net-log-capture-mode=Everything'];
  const app = await launch({ args });
  const sockets = watchSockets(app.electron.process().pid!);
  await collectorReady(app);
  await ingestAndLook(app, windowEnv);
  await app.page.evaluate(() => window.spanward!.setTheme('dark'));
  await app.page.reload();
  await collectorReady(app);
  await app.electron.close();

  expect(sockets.stop()).toEqual([]);
  expect(foreignUrls(netLog)).toEqual([]);
});

/** Sends a span with the exporter's environment alone, and waits until the window shows its trace. */
async function ingestAndLook({ page, dataDir }: RunningApp, env: Readonly<Record<string, string>>) {
  const { url } = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as {
    url: string;
  };
  const now = Date.now();
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'no-outbound-check',
    startTimeUnixNano: `${now - 50}000000`,
    endTimeUnixNano: `${now}000000`,
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  // From a process outside the app, so that the request itself is none of the app's connections.
  const send = `fetch(process.argv[1], { method: 'POST', headers: { 'content-type': 'application/json' },
    body: process.argv[2] }).then((answer) => process.exit(answer.status === 200 ? 0 : 1))`;
  execFileSync(process.execPath, ['-e', send, `${url}/v1/traces`, body], { env });
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Traces' }).click();
  await expect(page.getByText('no-outbound-check').first()).toBeVisible();
}

/** Samples the sockets of a process and its children; `stop` returns the remote addresses they connected to. */
function watchSockets(pid: number): { stop: () => string[] } {
  const remotes = new Set<string>();
  const timer = setInterval(() => {
    const open = connections(pid);
    if (open.length === 0) return;
    const inodes = new Set(withChildren(pid).flatMap(socketInodes));
    for (const { remote, inode } of open) if (inodes.has(inode)) remotes.add(remote);
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return [...remotes];
    },
  };
}

function withChildren(pid: number): number[] {
  const children = list(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(withChildren)];
}

function socketInodes(pid: number): string[] {
  return list(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

/** Sockets of a process's network namespace that have a peer which is not this machine's loopback. */
function connections(pid: number): { remote: string; inode: string }[] {
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    read(`/proc/${pid}/net/${table}`)
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const fields = line.trim().split(/\s+/);
        const [, , remote = '', , , , , , , inode = ''] = fields;
        return remote === '' || isLocal(remote) ? [] : [{ remote: `${table} ${remote}`, inode }];
      }),
  );
}

// Addresses are little-endian hexadecimal: 127.x is ...7F, no peer is all zeros, ::1 and ::ffff:127.x for IPv6.
function isLocal(remote: string): boolean {
  const [address = ''] = remote.split(':');
  return /^0+$/.test(address) || address.endsWith('7F') || /^0{24}01000000$/.test(address);
}

/** Addresses in Chromium's network log that lead out of the app. */
function foreignUrls(file: string): string[] {
  const urls = readFileSync(file, 'utf8').match(/"(?:url|host|hostname)":"[^"]*"/g) ?? [];
  const addresses = new Set(urls.map((entry) => entry.replace(/^"\w+":"|"$/g, '')));
  return [...addresses].filter((url) => !/^(?:app|devtools|data|blob|about|chrome):|^$/.test(url));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
