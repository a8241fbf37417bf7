import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InstanceStore, type Cipher } from './instance-store.ts';

const PIN = { kind: 'fingerprint', sha256: `AB${':CD'.repeat(31)}` } as const;
const OTHER = { kind: 'fingerprint', sha256: `12${':34'.repeat(31)}` } as const;

/** Turns every byte around; another `key` cannot read it. */
const cipher = (key = 7): Cipher => ({
  encrypt: (text) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ 0x55)]),
  decrypt(bytes) {
    if (bytes[0] !== key) throw new Error('another key');
    return Buffer.from(bytes.subarray(1).map((byte) => byte ^ 0x55)).toString();
  },
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-instances-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'desktop', 'instances.json');
}

const instance = (address: string, name = 'Production') => ({ name, address, trust: PIN });

describe('the store of instances', () => {
  it('keeps them and their pins over a restart, readable by the owner only', () => {
    const file = newFile();
    const store = new InstanceStore(file, () => null);
    const { id } = store.add(instance('https://a.example:4319'));
    store.setTrust(id, OTHER);
    const again = new InstanceStore(file, () => null);
    expect(again.find(id)).toMatchObject({ name: 'Production', trust: OTHER });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    again.remove(id);
    expect(new InstanceStore(file, () => null).all).toEqual([]);
  });

  it('takes an address once, and gives each instance a color of its own', () => {
    const store = new InstanceStore(newFile(), () => null);
    const colors = ['a', 'b', 'c'].map((name) => store.add(instance(`https://${name}:1`)).color);
    expect(new Set(colors).size).toBe(3);
    expect(() => store.add(instance('https://b:1', 'Again'))).toThrow('as "Production"');
    store.remove(store.all[1]!.id);
    expect(store.add(instance('https://d:1')).color).toBe(colors[1]);
  });

  it('writes sessions down only encrypted, and knows them after a restart', () => {
    const file = newFile();
    const store = new InstanceStore(file, () => cipher());
    const { id } = store.add(instance('https://a:1'));
    store.setSession(id, 'sps_secret');
    expect(readFileSync(file, 'utf8')).not.toContain('sps_secret');
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from('sps_secret').toString('base64'));
    expect(new InstanceStore(file, () => cipher()).session(id)).toBe('sps_secret');
    // Of another user or another machine: as if signed out.
    expect(new InstanceStore(file, () => cipher(8)).session(id)).toBe('');
    store.setSession(id, '');
    expect(new InstanceStore(file, () => cipher()).session(id)).toBe('');
  });

  it('keeps sessions in memory only where the system cannot encrypt', () => {
    const file = newFile();
    const store = new InstanceStore(file, () => null);
    const { id } = store.add(instance('https://a:1'));
    store.setSession(id, 'sps_secret');
    expect(store.session(id)).toBe('sps_secret');
    expect(readFileSync(file, 'utf8')).not.toContain('session');
    expect(new InstanceStore(file, () => null).session(id)).toBe('');
  });

  it('leaves out entries it cannot read', () => {
    const file = newFile();
    const store = new InstanceStore(file, () => null);
    store.add(instance('https://a:1'));
    const list = JSON.parse(readFileSync(file, 'utf8')) as object[];
    const unpinned = { ...list[0], trust: { kind: 'anything' } };
    writeFileSync(file, JSON.stringify([unpinned, 3, ...list]));
    expect(new InstanceStore(file, () => null).all).toHaveLength(1);
    writeFileSync(file, '{');
    expect(new InstanceStore(file, () => null).all).toEqual([]);
  });
});
