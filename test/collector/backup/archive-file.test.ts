import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArchiveFile } from '../../../src/main/collector/backup/archive-file.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';

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
});
