import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { saveBackup } from './save-backup.ts';

describe('the list of backups', () => {
  it('says of each whether it was handed over whole, is under way, or ended', async () => {
    const { client } = await openTestCollector();
    expect((await client.backup.history()).backups).toEqual([]);
    const folder = createTestFolder();
    await saveBackup(client, join(folder, '1.tar'), 'a long passphrase');
    const begun = await client.backup.create({});
    await begun.next();
    expect((await client.backup.history()).backups[0]).toMatchObject({ state: 'running' });
    await begun.return(undefined);
    await expect
      .poll(async () => (await client.backup.history()).backups)
      .toMatchObject([
        { state: 'ended', bytes: null, sealed: false },
        { state: 'complete', bytes: expect.any(Number), sealed: true, leftOut: 0 },
      ]);
    expect((await client.backup.history()).backups[0]!.actor).not.toBe('');
  });

  it('of a restored instance ends with the one it was made of', async () => {
    const { client } = await openTestCollector();
    const folder = createTestFolder();
    await saveBackup(client, join(folder, '1.tar'));
    await restoreBackup({ file: join(folder, '1.tar'), dataDir: join(folder, 'restored') });
    const restored = await openTestCollector({ dataDir: join(folder, 'restored') });
    expect((await restored.client.backup.history()).backups).toMatchObject([{ state: 'restored' }]);
  });

  it('is for those who may make one', async () => {
    const world = await openWithPeople();
    const ann = await addPerson(world, world.organizationId, { email: 'ann@example.org' });
    await expect(ann.client.backup.history()).rejects.toMatchObject({ code: 'forbidden' });
  });
});
