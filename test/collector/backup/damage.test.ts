import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/main/collector/backup/read-archive.ts';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { tarHeader } from '../../../src/main/collector/backup/tar.ts';
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
function entry(name: string, content: string): Buffer {
  const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  padded.write(content);
  return Buffer.concat([tarHeader(name, content.length), padded]);
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
});
