import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeSelfSigned } from '../../../src/main/collector/tls/self-signed.ts';
import { probe } from '../../../src/main/desktop/instances/probe.ts';
import { InstanceStore } from '../../../src/main/desktop/instances/instance-store.ts';
import { Instances } from '../../../src/main/desktop/instances/instances.ts';
import { LOCAL_INSTANCE, type InstanceTrust } from '../../../src/shared/instances.ts';
import {
  createTestFolder,
  createTestLog,
  openTestCollector,
} from '../../support/open-test-collector.ts';

function openInstances() {
  const store = new InstanceStore(join(createTestFolder(), 'instances.json'), () => null);
  return new Instances({
    store,
    log: createTestLog(),
    startWith: LOCAL_INSTANCE,
    localName: 'Here',
  });
}

async function openServer() {
  const pageFolder = join(createTestFolder(), 'page');
  mkdirSync(pageFolder, { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  const collector = await openTestCollector({ tls: { kind: 'self-signed' }, pageFolder });
  const { tls, console: page, otlpHttp } = await collector.client.collector.status();
  return {
    address: page!.url,
    otlp: otlpHttp!.url,
    pem: tls!.certificate,
    sha256: tls!.fingerprint,
  };
}

const made = (names: string[]) => makeSelfSigned({ names, now: Date.now(), lifetimeMs: 1e9 });

/** A server of TLS that counts the requests it gets. */
async function countRequests() {
  const { certificate, key } = made(['127.0.0.1']);
  let requests = 0;
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    requests += 1;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { address: `https://127.0.0.1:${port}`, requests: () => requests };
}

describe('an instance met for the first time', () => {
  it('shows its certificate, and is kept once that is trusted', async () => {
    const { address, sha256 } = await openServer();
    const { certificate } = await probe(`${address}/#token=abcdefgh`);
    expect(certificate).toMatchObject({
      fingerprint: sha256,
      issuer: 'Spanward',
      vouchedFor: false,
    });
    expect(certificate!.names).toContain('127.0.0.1');
    const instances = openInstances();
    const id = await instances.add({ address, name: '', trust: { kind: 'fingerprint', sha256 } });
    expect(instances.state.instances).toMatchObject([
      { id: LOCAL_INSTANCE },
      { id, name: new URL(address).host, address, trust: { kind: 'fingerprint', sha256 } },
    ]);
    instances.use(id);
    expect(instances.state).toMatchObject({ currentId: id, link: { kind: 'connecting' } });
    instances.remove(id);
    expect(instances.state).toMatchObject({ currentId: LOCAL_INSTANCE, link: null });
  });

  it('may be known by an authority instead', async () => {
    const { address, pem } = await openServer();
    const trust = { kind: 'authority', pem } as const;
    const instances = openInstances();
    const id = await instances.add({ address, name: 'Ours', trust });
    const kept = instances.state.instances.find((each) => each.id === id);
    expect(kept).toMatchObject({ name: 'Ours', trust: { kind: 'authority' } });
  });

  it('is not kept with another certificate, another authority, or none', async () => {
    const { address, otlp, sha256 } = await openServer();
    const instances = openInstances();
    const add = (trust: InstanceTrust, to = address) =>
      instances.add({ address: to, name: 'X', trust });
    const other = sha256.replace(/^../, (byte) => (byte === '00' ? '01' : '00'));
    await expect(add({ kind: 'fingerprint', sha256: other })).rejects.toThrow(
      'another certificate',
    );
    const pem = made(['127.0.0.1']).certificate;
    await expect(add({ kind: 'authority', pem })).rejects.toThrow('not from the authority given');
    await expect(add({ kind: 'authority', pem: 'no PEM' })).rejects.toThrow();
    await expect(add({ kind: 'loopback' })).rejects.toThrow('needs its certificate');
    // Another port of the same server is no console.
    await expect(add({ kind: 'fingerprint', sha256 }, otlp)).rejects.toThrow('is not the console');
    expect(instances.state.instances).toHaveLength(1);
  });

  it('gets no request at all while its certificate is another', async () => {
    const { sha256 } = await openServer();
    const impostor = await countRequests();
    const trust = { kind: 'fingerprint', sha256 } as const;
    const add = openInstances().add({ address: impostor.address, name: 'X', trust });
    await expect(add).rejects.toThrow('another certificate');
    await probe(impostor.address);
    expect(impostor.requests()).toBe(0);
  });
});
