import { X509Certificate } from 'node:crypto';
import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { addressBytes, makeSelfSigned } from '../../../src/main/collector/tls/self-signed.ts';
import { ServerTls } from '../../../src/main/collector/tls/server-tls.ts';
import {
  storedCertificate,
  storedCertificateFiles,
} from '../../../src/main/collector/tls/stored-certificate.ts';
import {
  createTestFolder,
  createTestLog,
  openTestCollector,
} from '../../support/open-test-collector.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 21);

describe('a self-signed certificate', () => {
  it('is for a server, for the names asked for and no others, and is no authority', () => {
    const names = ['localhost', 'traces.example.com', '10.1.2.3', '::1', '2001:db8::ff00:42:8329'];
    const made = makeSelfSigned({ names, now: NOW, lifetimeMs: 10 * DAY_MS });
    const x509 = new X509Certificate(made.certificate);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.ca).toBe(false);
    expect(x509.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    for (const name of names.filter((each) => /[a-z]{3}/.test(each))) {
      expect(x509.checkHost(name), name).toBe(name);
    }
    for (const address of ['10.1.2.3', '::1', '2001:db8::ff00:42:8329']) {
      expect(x509.checkIP(address), address).toBe(address);
    }
    expect(x509.checkHost('example.com')).toBeUndefined();
    expect(x509.checkIP('10.1.2.4')).toBeUndefined();
    expect(Date.parse(x509.validFrom)).toBeLessThan(NOW);
    expect(Date.parse(x509.validTo)).toBe(NOW + 10 * DAY_MS);
  });

  it('may end after 2049, when times are written otherwise', () => {
    const made = makeSelfSigned({ names: ['x'], now: NOW, lifetimeMs: 40 * 365 * DAY_MS });
    expect(new Date(new X509Certificate(made.certificate).validTo).getUTCFullYear()).toBe(2066);
  });

  it.each([
    ['127.0.0.1', '7f000001'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['fe80::1:2', 'fe800000000000000000000000010002'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:10.0.0.1', `${'0'.repeat(20)}ffff0a000001`],
  ])('writes the address %s', (address, hex) => {
    expect(addressBytes(address).toString('hex')).toBe(hex);
  });
});

describe('the certificate of a data folder', () => {
  const request = (dataDir: string, now = NOW, allowedHosts: string[] = []) => ({
    dataDir,
    host: '127.0.0.1',
    allowedHosts,
    now,
  });

  it('is used again, its key readable by the owner only', () => {
    const dataDir = createTestFolder();
    const first = storedCertificate(request(dataDir));
    expect(storedCertificate(request(dataDir, NOW + 700 * DAY_MS)).fingerprint).toBe(
      first.fingerprint,
    );
    if (process.platform === 'win32') return;
    expect(statSync(storedCertificateFiles(dataDir).key).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['ends within 30 days', NOW + 800 * DAY_MS, []],
    ['lacks a name that is allowed now', NOW, ['traces.example.com']],
  ])('is made anew when it %s', (_why, now, hosts) => {
    const dataDir = createTestFolder();
    const first = storedCertificate(request(dataDir));
    const second = storedCertificate(request(dataDir, now, hosts));
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect(second.expiresAt - now).toBeGreaterThan(800 * DAY_MS);
    expect(storedCertificate(request(dataDir, now, hosts)).fingerprint).toBe(second.fingerprint);
  });

  it('is made anew when its key is damaged or of another certificate', () => {
    const dataDir = createTestFolder();
    const first = storedCertificate(request(dataDir));
    const other = makeSelfSigned({ names: ['x'], now: NOW, lifetimeMs: DAY_MS });
    writeFileSync(storedCertificateFiles(dataDir).key, other.key);
    const second = storedCertificate(request(dataDir));
    expect(second.fingerprint).not.toBe(first.fingerprint);
    writeFileSync(storedCertificateFiles(dataDir).key, '');
    expect(storedCertificate(request(dataDir)).fingerprint).not.toBe(second.fingerprint);
  });

  it('says what keeps it from being stored', () => {
    const dataDir = createTestFolder();
    const folder = join(dataDir, 'tls');
    writeFileSync(folder, '');
    expect(() => storedCertificate(request(dataDir))).toThrow(
      `cannot be kept in ${folder}: there is something else of that name. See to that`,
    );
  });

  it('is renewed by a restart before its end, and shown with its fingerprint', async () => {
    const dataDir = createTestFolder();
    const start = async (now: number) => {
      const collector = await openTestCollector({
        dataDir,
        tls: { kind: 'self-signed' },
        clock: { now: () => now },
      });
      const { tls, otlpHttp } = await collector.client.collector.status();
      const shown = await shownBy(otlpHttp!.port);
      await collector.close();
      expect(tls).toMatchObject({ fingerprint: shown, selfSigned: true });
      return shown;
    };
    const now = Date.now();
    const first = await start(now);
    expect(await start(now + DAY_MS)).toBe(first);
    expect(await start(now + 810 * DAY_MS)).not.toBe(first);
  });
});

/** Files of a certificate good for 100 days, and what runs with them on a clock of its own. */
function openFiles() {
  vi.useFakeTimers({ now: NOW });
  const folder = createTestFolder();
  const place = join(folder, 'live');
  const [certificate, key] = [join(place, 'fullchain.pem'), join(place, 'key.pem')];
  const put = (now: number) => {
    const made = makeSelfSigned({ names: ['x'], now, lifetimeMs: 100 * DAY_MS });
    mkdirSync(place, { recursive: true });
    writeFileSync(certificate, made.certificate);
    writeFileSync(key, made.key);
  };
  put(NOW);
  const log = createTestLog();
  const tls = new ServerTls({
    choice: { kind: 'files', certificate, key },
    dataDir: folder,
    host: '127.0.0.1',
    allowedHosts: [],
    clock: { now: () => Date.now() },
    log,
  });
  onTestFinished(() => {
    tls.close();
    vi.useRealTimers();
  });
  /** What it wrote down since it was last asked, once files have been looked for. */
  let read = 0;
  const told = () => {
    vi.advanceTimersByTime(5_000);
    const events = log.lines
      .slice(read)
      .map((line) => (JSON.parse(line) as { event: string }).event);
    read = log.lines.length;
    return events;
  };
  return { place, put, tls, told };
}

describe('a certificate in files', () => {
  it.skipIf(process.platform === 'win32')(
    'that cannot be looked at any more ends nothing: the one before stays, and doctor says why',
    () => {
      const { place, put, tls, told } = openFiles();
      const { fingerprint } = tls.current;
      expect(tls.check()).toMatchObject({ state: 'ok' });
      rmSync(place, { recursive: true });
      symlinkSync(place, place);
      expect(told()).toEqual(['tls.reload-failed']);
      expect(told()).toEqual([]);
      expect(tls.current.fingerprint).toBe(fingerprint);
      const message = expect.stringMatching(/the certificate before stays until .*fullchain\.pem/);
      expect(tls.check()).toMatchObject({ state: 'warning', message });
      rmSync(place);
      put(NOW);
      expect(told()).toEqual(['tls.reloaded']);
      expect(tls.check()).toMatchObject({ state: 'ok' });
    },
  );

  it('is told of before it ends and when it has, once each, and so is one of the future', () => {
    const { put, tls, told } = openFiles();
    vi.setSystemTime(NOW + 87 * DAY_MS);
    expect([told(), told()]).toEqual([['tls.expires-soon'], []]);
    expect(tls.check()).toMatchObject({ name: 'certificate', state: 'warning' });
    vi.setSystemTime(NOW + 101 * DAY_MS);
    expect([told(), told()]).toEqual([['tls.expired'], []]);
    expect(tls.check()).toMatchObject({ state: 'failed' });
    put(NOW + 103 * DAY_MS);
    expect(told()).toEqual(['tls.not-yet-valid', 'tls.reloaded']);
    expect(tls.check()).toMatchObject({ state: 'warning' });
    vi.setSystemTime(NOW + 103 * DAY_MS);
    expect(told()).toEqual([]);
    expect(tls.check()).toMatchObject({ state: 'ok' });
  });
});

/** Fingerprint of the certificate that a port of this machine shows. */
function shownBy(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()!.fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
