import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, it } from 'vitest';
import { makeSelfSigned } from '../../../src/main/collector/tls/self-signed.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve, type Serving } from '../../support/run-command.ts';

/** A certificate and its key as files, for loopback. */
function writePair(folder: string, name = 'server') {
  const names = ['localhost', '127.0.0.1'];
  const made = makeSelfSigned({ names, now: Date.now(), lifetimeMs: 1e10 });
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  writeFileSync(cert, made.certificate);
  writeFileSync(key, made.key);
  return { cert, key, args: ['--tls-cert', cert, '--tls-key', key] };
}

/** Fingerprint of the certificate a listener shows now. */
async function shownBy(url: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerX509Certificate()!;
  socket.destroy();
  return fingerprint256;
}

const addresses = ({ ready }: Serving) => [ready.otlpHttp, ready.otlpGrpc, ready.console];
const waiting = { timeout: 60_000, interval: 100 };
/** Several processes are started one after the other, ms. */
const LONG = 180_000;

it(
  'serve --tls self-signed says its fingerprint, which every listener shows, and keeps it',
  async () => {
    const dataDir = createTestFolder();
    const first = await serve(dataDir, '--tls', 'self-signed');
    const { tls } = first.ready;
    expect(tls).toMatchObject({ selfSigned: true, file: join(dataDir, 'tls', 'certificate.pem') });
    expect(tls!.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    for (const url of addresses(first)) {
      expect(url).toMatch(/^https:/);
      expect(await shownBy(url)).toBe(tls!.fingerprint);
    }
    const listed = await runCommand('project', 'list', '--json', '--data-dir', dataDir);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toContain('Default Project');
    expect(await first.stop()).toBe(0);

    const second = await serve(dataDir, '--tls', 'self-signed');
    expect(second.ready.tls!.fingerprint).toBe(tls!.fingerprint);
    await second.stop();
  },
  LONG,
);

it.skipIf(process.platform === 'win32')(
  'a changed certificate is taken while running, at once on SIGHUP, and a broken one is not',
  async () => {
    const folder = createTestFolder();
    const pair = writePair(folder);
    const serving = await serve(createTestFolder(), ...pair.args);
    const before = await shownBy(serving.ready.otlpHttp);
    expect(serving.ready.tls!.fingerprint).toBe(before);

    // The key of another certificate: half of a renewal.
    const next = writePair(folder, 'next');
    renameSync(next.key, pair.key);
    serving.child.kill('SIGHUP');
    await expect.poll(() => serving.stderr(), waiting).toContain('tls.reload-failed');
    expect(serving.stderr()).toContain('does not belong to the first certificate');
    expect(await shownBy(serving.ready.otlpGrpc)).toBe(before);

    renameSync(next.cert, pair.cert);
    serving.child.kill('SIGHUP');
    await expect.poll(() => shownBy(serving.ready.otlpHttp), waiting).not.toBe(before);
    const after = await shownBy(serving.ready.otlpHttp);
    for (const url of addresses(serving)) expect(await shownBy(url)).toBe(after);

    // Without a signal too: the files are looked at every few seconds.
    const third = writePair(folder, 'third');
    renameSync(third.key, pair.key);
    renameSync(third.cert, pair.cert);
    await expect.poll(() => shownBy(serving.ready.console), waiting).not.toBe(after);

    const listed = await runCommand('project', 'list', '--json', '--data-dir', serving.dataDir);
    expect(listed.code, listed.stderr).toBe(0);
    expect(await serving.stop()).toBe(0);
  },
  LONG,
);

it(
  'says what is wrong with a certificate in one line, and ends with code 2',
  async () => {
    const folder = createTestFolder();
    const { cert, key } = writePair(folder);
    const other = writePair(folder, 'other');
    const junk = join(folder, 'junk.pem');
    writeFileSync(junk, 'not a certificate');
    const damaged = join(folder, 'damaged.pem');
    writeFileSync(damaged, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const cases: [string[], string][] = [
      [['--tls-cert', join(folder, 'none.pem'), '--tls-key', key], 'there is no such file'],
      [['--tls-cert', folder, '--tls-key', key], 'it is a folder'],
      [['--tls-cert', junk, '--tls-key', key], 'holds no certificate in PEM form'],
      [['--tls-cert', damaged, '--tls-key', key], 'is damaged'],
      [['--tls-cert', cert, '--tls-key', junk], 'holds no private key in PEM form'],
      [['--tls-cert', cert, '--tls-key', cert], 'holds no private key in PEM form'],
      [['--tls-cert', cert, '--tls-key', other.key], 'does not belong to the first certificate'],
      [['--tls-cert', cert], '--tls-key FILE is missing'],
      [['--tls-key', key], '--tls-cert FILE is missing'],
      [['--tls', 'letsencrypt'], '--tls "letsencrypt" is unknown'],
      [['--tls', 'self-signed', '--tls-cert', cert], 'not both'],
    ];
    const ports = ['--port', '0', '--grpc-port', '0', '--console-port', '0'];
    const fixed = ['--data-dir', join(folder, 'data'), ...ports];
    for (const [args, reason] of cases) {
      const { code, stdout, stderr } = await runCommand('serve', ...fixed, ...args);
      expect(stderr, args.join(' ')).toContain(reason);
      expect(stderr.trim().split('\n'), args.join(' ')).toHaveLength(1);
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' });
    }
  },
  LONG,
);

it(
  'warns of an address that others reach without TLS',
  async () => {
    const open = await serve(createTestFolder(), '--host', '0.0.0.0');
    await expect.poll(() => open.stderr(), waiting).toContain('is not encrypted');
    await open.stop();
    const named = ['--allowed-host', 'traces.example.com'];
    const secure = await serve(createTestFolder(), '--host=0.0.0.0', '--tls=self-signed', ...named);
    expect(secure.ready.console).toMatch(/^https:\/\/traces\.example\.com:\d+$/);
    await secure.stop();
    expect(secure.stderr()).toBe('');
  },
  LONG,
);
