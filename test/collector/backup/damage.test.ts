import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/main/collector/backup/read-archive.ts';
import { checkBackup, restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { readTarHeader, tarHeader } from '../../../src/main/collector/backup/tar.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { saveBackup } from './save-backup.ts';

async function makeArchive() {
  const collector = await openTestCollector();
  await postTraces(collector.url, exportRequest([{}, {}]));
  const folder = createTestFolder();
  const file = join(folder, 'backup.tar');
  await saveBackup(collector.client, file);
  return { folder, file, bytes: readFileSync(file) };
}

const invalid = { code: 'invalid', message: expect.stringContaining('damaged or no backup') };

/** A tar entry with its content. */
function entry(name: string, text: string | Buffer): Buffer {
  const content = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  content.copy(padded);
  return Buffer.concat([tarHeader(name, content.length), padded]);
}

/** The archive with another head of the audit log, and with all hashes as if it had been written so. */
function withHead(bytes: Buffer, head: string): Buffer {
  const entries: [string, Buffer][] = [];
  for (let at = 0; bytes[at] !== 0;) {
    const { name, size } = readTarHeader(bytes.subarray(at, at + 512))!;
    const content = bytes.subarray(at + 512, at + 512 + size);
    entries.push([name, name === 'audit-head.json' ? Buffer.from(head) : content]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  const data = entries.slice(0, -2);
  const { summary } = JSON.parse(entries.at(-2)![1].toString('utf8')) as { summary: object };
  const files = data.map(([name, content]) => ({
    name,
    bytes: content.length,
    sha256: hash('sha256', content),
  }));
  const manifest = JSON.stringify({ files, summary });
  const all: [string, Buffer][] = [
    ...data,
    ['manifest.json', Buffer.from(manifest)],
    ['manifest.sha256', Buffer.from(hash('sha256', manifest))],
  ];
  return Buffer.concat([...all.map(([name, content]) => entry(name, content)), Buffer.alloc(1024)]);
}

describe('an archive that is not as it was written', () => {
  it('is found, whichever bit was flipped', async () => {
    const { folder, file, bytes } = await makeArchive();
    await readArchive(file, null);
    const changed = join(folder, 'changed.tar');
    // All headers, contents and padding come along: the step has no factor in common with a block.
    for (let at = 0; at < bytes.length; at += 4093) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ (1 << (at % 8));
      writeFileSync(changed, copy);
      await expect(readArchive(changed, null), `byte ${at}`).rejects.toMatchObject(invalid);
    }
    for (let at = 0; at < 512; at += 7) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ 1;
      writeFileSync(changed, copy);
      await expect(readArchive(changed, null), `byte ${at}`).rejects.toMatchObject(invalid);
    }
  });

  it('restores nothing and leaves nothing behind', async () => {
    const { folder, file, bytes } = await makeArchive();
    const dataDir = join(folder, 'restored');
    const refused = async (content: Buffer, code: object) => {
      writeFileSync(file, content);
      await expect(restoreBackup({ file, dataDir })).rejects.toMatchObject(code);
      expect(readdirSync(folder)).toEqual(['backup.tar']);
    };
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1]! ^= 4;
    await refused(flipped, invalid);
    await refused(bytes.subarray(0, bytes.length - 512), invalid);
    await refused(bytes.subarray(0, bytes.length >> 1), invalid);
    await refused(Buffer.concat([bytes, Buffer.alloc(512)]), invalid);
    await refused(Buffer.alloc(0), invalid);
    await refused(Buffer.from('not a tar file'.repeat(100)), invalid);

    const formatBlocks = 1024;
    const first = bytes.subarray(0, formatBlocks);
    const rest = bytes.subarray(formatBlocks);
    for (const name of [
      '../evil.db',
      '/tmp/evil.db',
      'projects/../../evil.db',
      'projects/prj_000000000000/traces/../../../evil.db',
      'projects/prj_000000000000/traces/2026-01-01.db/x',
      'lock.db',
      'instance.json',
    ]) {
      await refused(Buffer.concat([first, entry(name, 'x'), rest]), invalid);
    }
    const link = entry('catalog.db', '');
    link.write('2', 156);
    link.write('/etc/passwd', 157);
    await refused(Buffer.concat([first, link, rest]), invalid);

    const newer = JSON.stringify({
      format: 2,
      version: '9.0.0',
      catalogSchema: 1,
      dataSchema: 1,
    });
    await refused(Buffer.concat([entry('format.json', newer), rest]), {
      code: 'conflict',
      message: expect.stringContaining('newer Spanward (9.0.0)'),
    });
    // Whole by its own account, but the head of the audit log is none.
    await refused(withHead(bytes, '{"sequence":"one"}'), {
      code: 'invalid',
      message: expect.stringContaining('The head of the audit log in the backup is not signed'),
    });
    // Whole by its own account, but without a catalog.
    const format = JSON.stringify({ format: 1, version: '0', catalogSchema: 1, dataSchema: 1 });
    const manifest = JSON.stringify({ files: [], summary: {} });
    await refused(
      Buffer.concat([
        entry('format.json', format),
        entry('manifest.json', manifest),
        entry('manifest.sha256', hash('sha256', manifest)),
        Buffer.alloc(1024),
      ]),
      invalid,
    );
  });

  it('never goes over what is there', async () => {
    const { folder, file } = await makeArchive();
    const dataDir = join(folder, 'taken');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'mine.txt'), 'mine');
    const conflict = { code: 'conflict', message: expect.stringContaining('never overwrites') };
    await expect(restoreBackup({ file, dataDir })).rejects.toMatchObject(conflict);
    expect(readdirSync(dataDir)).toEqual(['mine.txt']);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await restoreBackup({ file, dataDir: empty });
    await expect(restoreBackup({ file, dataDir: empty })).rejects.toMatchObject(conflict);
  });

  it('fills a folder that has to stay, as a disk that is mounted there, and leaves it empty when it fails', async () => {
    const { folder, file, bytes } = await makeArchive();
    const disk = join(folder, 'disk');
    mkdirSync(join(disk, 'lost+found'), { recursive: true });
    const { ino } = statSync(disk);
    const dataDir = join(folder, 'data');
    symlinkSync(disk, dataDir);
    const cut = join(folder, 'cut.tar');
    writeFileSync(cut, bytes.subarray(0, bytes.length - 512));
    await expect(restoreBackup({ file: cut, dataDir })).rejects.toMatchObject(invalid);
    expect(readdirSync(disk)).toEqual(['lost+found']);
    // Of a restore that was killed.
    for (const name of ['restored.new', '.restored.new.restore-Ab12']) mkdirSync(join(disk, name));
    writeFileSync(join(disk, 'lock.db'), '');
    await restoreBackup({ file, dataDir });
    expect(statSync(disk).ino).toBe(ino);
    expect(readdirSync(disk).filter((name) => name.includes('restored'))).toEqual([
      'restored-from.json',
    ]);
    const restored = await openTestCollector({ dataDir });
    expect((await restored.client.projects.list()).projects).toMatchObject([{ spanCount: 2 }]);
  });

  it('is not read to its end where the passphrase is wrong, or not wanted', async () => {
    const collector = await openTestCollector();
    await postTraces(collector.url, exportRequest([{}]));
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    const passphrase = 'a long passphrase';
    const dataDir = join(folder, 'restored');
    const cut = async () => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(0, bytes.indexOf('projects/prj_') + 1024));
    };
    await saveBackup(collector.client, file, passphrase);
    await checkBackup({ file, passphrase });
    await expect(checkBackup({ file, passphrase: 'another passphrase' })).rejects.toThrow(
      'The passphrase does not open the secrets',
    );
    await cut();
    const wrong = restoreBackup({ file, dataDir, passphrase: 'another passphrase' });
    await expect(wrong).rejects.toThrow('The passphrase does not open the secrets');
    await saveBackup(collector.client, file);
    await cut();
    await expect(restoreBackup({ file, dataDir, passphrase })).rejects.toThrow(
      'was made without a passphrase',
    );
    expect(readdirSync(folder)).toEqual(['backup.tar']);
  });
});
