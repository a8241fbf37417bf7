import zlib from 'node:zlib';
import { armor, Encrypter } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';
import { tarFile } from '../../support/tar-file.ts';

const PASSPHRASE = 'correct horse battery';
const FACTOR = 10;

const request = Buffer.from(JSON.stringify(exportRequest([{ name: 'inside' }])));
const openWith = (file: Buffer, passphrase = PASSPHRASE) => readFormats(file, { passphrase });
const manifest = (files: unknown): Buffer =>
  Buffer.from(JSON.stringify({ schema: 'spanward-bundle-1', files }));

function bundle(entries: Readonly<Record<string, Buffer>>): Buffer {
  return zlib.gzipSync(tarFile(entries));
}

/** What is wrong with a bundle of these entries, each with the entry it is about. */
async function reasonsOf(entries: Readonly<Record<string, Buffer>>) {
  const { problems } = await readFormats(bundle(entries));
  return problems.map(({ place, reason }) => [place.entry, reason]);
}

describe('a bundle that somebody tampered with', () => {
  it('is read whatever its entries are called: nothing is written under their names', async () => {
    const names = ['../../../etc/passwd', '/etc/shadow', '\u001B[31mred'];
    const file = bundle(Object.fromEntries(names.map((name) => [name, request])));
    const { spans, problems } = await readFormats(file);
    expect(spans).toHaveLength(3);
    expect(problems).toEqual([]);
  });

  it('tells of entries that are changed, missing, or not named, and of a manifest that is none', async () => {
    const changed = [{ name: 'traces/1.otlp', sha256: '00' }];
    expect(
      await reasonsOf({ 'traces/1.otlp': request, 'manifest.json': manifest(changed) }),
    ).toEqual([['traces/1.otlp', expect.stringContaining('it was changed')]]);
    expect(await reasonsOf({ 'a.json': request, 'manifest.json': manifest(changed) })).toEqual([
      ['traces/1.otlp', 'the manifest names it, but it is missing'],
    ]);
    expect(
      await reasonsOf({ 'spanward.json': manifest(undefined), 'traces/1.otlp': request }),
    ).toEqual([['manifest.json', 'the manifest is missing: the bundle is cut short']]);
  });

  it('tells of annotations that are too long, and reads millions of lines that are none', async () => {
    const long = `{"kind":"note","text":"${'a'.repeat(300_000)}"}`;
    const lines = Buffer.from(`${long}\n${'\n'.repeat(5_000_000)}{"kind":"pin"}`);
    const { annotations, problems } = await readFormats(tarFile({ 'annotations.jsonl': lines }));
    expect(problems[0]).toMatchObject({ place: { line: 1 }, reason: 'the annotation is too long' });
    expect(annotations).toEqual(['{"kind":"pin"}']);
  });
});

describe('an encrypted bundle', () => {
  let encrypted: Buffer;
  beforeAll(async () => {
    const encrypter = new Encrypter();
    // As little as can be: what is tested is not how long a passphrase takes to try.
    encrypter.setScryptWorkFactor(FACTOR);
    encrypter.setPassphrase(PASSPHRASE);
    const content = bundle({ 'traces/1.otlp': request, 'manifest.json': manifest([]) });
    encrypted = Buffer.from(await encrypter.encrypt(content));
  });
  const withHeader = (from: RegExp, to: string): Buffer =>
    Buffer.from(encrypted.toString('latin1').replace(from, to), 'latin1');

  it('says that its passphrase is missing or wrong', async () => {
    await expect(readFormats(encrypted)).rejects.toThrow('Give the passphrase');
    await expect(openWith(encrypted, 'another one')).rejects.toThrow('does not open the file');
    expect((await openWith(encrypted)).spans).toHaveLength(1);
  });

  it('tells of a changed byte and of an end that is missing, and gives out nothing unchecked', async () => {
    const flipped = Buffer.from(encrypted);
    flipped[flipped.length - 40]! ^= 1;
    for (const file of [flipped, encrypted.subarray(0, -20)]) {
      const { spans, problems } = await openWith(file);
      expect(spans).toEqual([]);
      expect(problems.map(({ reason }) => reason)).toEqual([
        'the encrypted data was changed or cut short',
      ]);
    }
  });

  it('is read in the form of text too, as `age -a` and shells write it, and is checked as well', async () => {
    const text = armor.encode(encrypted);
    const utf16 = Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le');
    for (const file of [text, `\n ${text.replaceAll('\n', '\r\n')}\n`, text.trimEnd(), utf16]) {
      const read = await openWith(Buffer.from(file));
      expect(read).toMatchObject({ problems: [], spans: [{ name: 'inside' }] });
    }
    const lines = text.split('\n');
    for (const file of [text.slice(0, -80), lines.toSpliced(-4, 1).join('\n')]) {
      const { spans, problems } = await openWith(Buffer.from(file));
      expect(spans).toEqual([]);
      expect(problems[0]!.reason).toBe('the encrypted data was changed or cut short');
    }
    await expect(openWith(Buffer.from(lines[0]!))).rejects.toThrow('first bytes are damaged');
  });

  it('is refused where trying the passphrase would take memory without bound', async () => {
    const costly = withHeader(/(-> scrypt \S+) 10/, '$1 22');
    await expect(openWith(costly)).rejects.toThrow('would take 4096 MiB of memory');
    const endless = withHeader(/\n--- /, `\n${'-> grease a\n\n'.repeat(1000)}--- `);
    await expect(openWith(endless)).rejects.toThrow('first bytes are damaged');
    const forKey = withHeader(/-> scrypt \S+ 10/, '-> X25519 abc');
    await expect(openWith(forKey)).rejects.toThrow('encrypted for a key');
  });
});
