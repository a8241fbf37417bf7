import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dropUnfinishedRestore,
  finishReplacement,
  replaceAtNextOpening,
  RESTORED,
} from '../../../src/main/collector/backup/replace-data.ts';
import type { StoreCheck as Check } from '../../../src/main/collector/store/types.ts';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { openCollector } from '../../../src/main/collector/open-collector.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import {
  createTestFolder,
  createTestLog,
  openTestCollector,
} from '../../support/open-test-collector.ts';
import { saveBackup } from './save-backup.ts';

const open = (dataDir: string) => openCollector({ dataDir, log: createTestLog(), listen: null });
const names = async (dataDir: string): Promise<string[]> => {
  const collector = await open(dataDir);
  const { projects } = await collector.client.projects.list();
  await collector.close();
  return projects.map(({ name }) => name).toSorted();
};

const warnings = async (dataDir: string): Promise<Check[]> => {
  const collector = await open(dataDir);
  const { checks } = await collector.client.collector.doctor();
  await collector.close();
  return checks.filter(({ state }) => state !== 'ok');
};

/** A folder with one project of its own, and beside it an archive of another instance. */
async function prepare() {
  const folder = createTestFolder();
  const other = await openTestCollector();
  await other.client.projects.create({ name: 'From the backup', description: '' });
  await postTraces(other.url, exportRequest([{}]));
  const file = join(folder, 'backup.tar');
  await saveBackup(other.client, file);
  const dataDir = join(folder, 'data');
  const present = await open(dataDir);
  await present.client.projects.create({ name: 'Present', description: '' });
  await present.close();
  for (const stays of ['desktop', 'logs']) {
    mkdirSync(join(dataDir, stays), { recursive: true });
    writeFileSync(join(dataDir, stays, 'mine'), 'x');
  }
  await restoreBackup({ file, dataDir: join(dataDir, RESTORED) });
  return { folder, dataDir };
}

describe('data that takes the place of other data', () => {
  it('is there at the next opening, and what was there is kept and can be opened', async () => {
    const { dataDir } = await prepare();
    expect(await names(dataDir)).toContain('Present');
    const kept = replaceAtNextOpening(dataDir, Date.parse('2026-11-21T08:09:10Z'));
    expect(kept).toBe('before-restore-2026-11-21T08-09-10');
    expect(await names(dataDir)).toContain('From the backup');
    expect(await names(dataDir)).not.toContain('Present');
    expect(await names(join(dataDir, kept))).toContain('Present');
    // What somebody asks to be deleted may still be there.
    const putAside = { name: 'before a restore', state: 'warning' };
    expect(await warnings(dataDir)).toEqual([
      { ...putAside, message: expect.stringContaining(`${kept} in the data folder`) },
    ]);
    expect(await warnings(join(dataDir, kept))).toEqual([]);
    for (const stays of ['desktop', 'logs'])
      expect(existsSync(join(dataDir, stays, 'mine'))).toBe(true);
    expect(readdirSync(dataDir).filter((name) => /restored\.new|replace\.json/.test(name))).toEqual(
      [],
    );
  });

  it('gets there wherever the first attempt was ended', async () => {
    const { dataDir } = await prepare();
    const kept = replaceAtNextOpening(dataDir, 0);
    // As a process that was killed left it: one file moved out, and not noted yet that all are.
    mkdirSync(join(dataDir, kept));
    renameSync(join(dataDir, 'catalog.db'), join(dataDir, kept, 'catalog.db'));
    expect(await names(dataDir)).toContain('From the backup');

    // All moved out, one of the new ones moved in.
    const again = await prepare();
    const mark = join(again.dataDir, 'replace.json');
    const to = replaceAtNextOpening(again.dataDir, 0);
    mkdirSync(join(again.dataDir, to));
    for (const name of readdirSync(again.dataDir)) {
      if (/^(lock\.db|desktop|logs|restored\.new|replace\.json|before-restore.*)$/.test(name))
        continue;
      renameSync(join(again.dataDir, name), join(again.dataDir, to, name));
    }
    writeFileSync(mark, JSON.stringify({ kept: to, step: 'move-in' }));
    renameSync(join(again.dataDir, RESTORED, 'catalog.db'), join(again.dataDir, 'catalog.db'));
    expect(await names(again.dataDir)).toContain('From the backup');
    expect(await names(join(again.dataDir, to))).toContain('Present');
    expect(existsSync(mark)).toBe(false);
  });

  it('stays away where something cannot be put aside, and what was there is there again', async () => {
    const { dataDir } = await prepare();
    const kept = replaceAtNextOpening(dataDir, 0);
    // As a disk that is mounted there, a folder in the way keeps it from being moved.
    mkdirSync(join(dataDir, kept, 'projects', 'in the way'), { recursive: true });
    mkdirSync(join(dataDir, 'projects'), { recursive: true });
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/projects cannot be put aside .*All data is as it was/),
    });
    expect(await names(dataDir)).toContain('Present');

    // Ended while it was moved back.
    mkdirSync(join(dataDir, 'before-restore-1'));
    renameSync(join(dataDir, 'catalog.db'), join(dataDir, 'before-restore-1', 'catalog.db'));
    const mark = JSON.stringify({ kept: 'before-restore-1', step: 'move-back' });
    writeFileSync(join(dataDir, 'replace.json'), mark);
    expect(await names(dataDir)).toContain('Present');
    expect(existsSync(join(dataDir, 'before-restore-1'))).toBe(false);
  });

  it('that was never decided on is dropped, and nothing else', async () => {
    const { dataDir } = await prepare();
    mkdirSync(join(dataDir, `.${RESTORED}.restore-Ab12`));
    finishReplacement(dataDir);
    dropUnfinishedRestore(dataDir);
    expect(readdirSync(dataDir).filter((name) => name.includes('restore'))).toEqual([]);
    expect(await names(dataDir)).toContain('Present');
  });
});
