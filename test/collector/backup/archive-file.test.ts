import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArchiveFile } from '../../../src/main/collector/backup/archive-file.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';

/** A user that owns nothing. */
const NOBODY = 65_534;

describe('an archive being written', () => {
  it('two to one name: each is whole, the first to end has the name, the other says so', async () => {
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    const one = await ArchiveFile.create(file);
    const two = await ArchiveFile.create(file);
    await one.write(Buffer.from('one '));
    await two.write(Buffer.from('two '));
    await one.write(Buffer.from('whole'));
    await one.finish({ replace: false });
    expect(one.bytes).toBe(9);
    await expect(two.finish({ replace: false })).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file, 'utf8')).toBe('one whole');
    expect(readdirSync(folder)).toEqual(['backup.tar']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('takes the place of an older one only where that was asked for', async () => {
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    writeFileSync(file, 'old');
    const next = await ArchiveFile.create(file);
    await next.write(Buffer.from('new'));
    await next.finish({ replace: true });
    expect(readFileSync(file, 'utf8')).toBe('new');
    const dropped = await ArchiveFile.create(file);
    await dropped.write(Buffer.from('never'));
    await dropped.discard();
    expect(readdirSync(folder)).toEqual(['backup.tar']);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32')(
    'is whole in a folder that takes files and may not be looked into',
    async () => {
      const folder = createTestFolder();
      const box = join(folder, 'box');
      mkdirSync(box, { mode: 0o300 });
      const isRoot = process.getuid!() === 0;
      if (isRoot) {
        // Who may do everything is somebody else for a moment.
        chmodSync(folder, 0o711);
        chownSync(box, NOBODY, NOBODY);
        process.seteuid!(NOBODY);
      }
      try {
        const archive = await ArchiveFile.create(join(box, 'backup.tar'));
        await archive.write(Buffer.from('whole'));
        await archive.finish({ replace: false });
      } finally {
        if (isRoot) process.seteuid!(0);
      }
      chmodSync(box, 0o700);
      expect(readdirSync(box)).toEqual(['backup.tar']);
    },
  );
});
