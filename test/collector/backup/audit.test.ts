import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { hashEntry, type AuditRow } from '../../../src/main/collector/audit/entry.ts';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { saveBackup } from './save-backup.ts';

/** Writes into the audit log as somebody who has the database alone: entry 2 is changed, and its hash made to fit. */
function forge(dataDir: string, relink: boolean): void {
  const db = new Database(join(dataDir, 'catalog.db'));
  db.exec('DROP TRIGGER audit_entry_unchanged');
  const rows = db
    .prepare('SELECT * FROM audit_entry WHERE sequence >= 2 ORDER BY sequence')
    .all() as AuditRow[];
  let before: string | undefined;
  for (const row of relink ? rows : rows.slice(0, 1)) {
    const changed = {
      ...row,
      actor_name: row.sequence === 2 ? 'somebody else' : row.actor_name,
      prev_hash: before ?? row.prev_hash,
    };
    before = hashEntry(changed);
    db.prepare(
      'UPDATE audit_entry SET actor_name = ?, prev_hash = ?, hash = ? WHERE sequence = ?',
    ).run(changed.actor_name, changed.prev_hash, before, row.sequence);
  }
  db.close();
}

async function openWithProjects() {
  const collector = await openTestCollector();
  for (const name of ['A', 'B']) await collector.client.projects.create({ name, description: '' });
  return collector;
}

describe('the audit log of a restored instance', () => {
  it.each([false, true])('shows a change of an entry before it (relinked: %s)', async (relink) => {
    const collector = await openWithProjects();
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    await saveBackup(collector.client, file);
    const dataDir = join(folder, 'restored');
    const { audit } = await restoreBackup({ file, dataDir });
    expect(audit.ok).toBe(true);
    forge(dataDir, relink);
    const restored = await openTestCollector({ dataDir });
    const found = await restored.client.audit.verify();
    expect(found.ok).toBe(false);
  });

  it('shows that the log was forged before the backup, though every hash fits', async () => {
    const collector = await openWithProjects();
    forge(collector.dataDir, true);
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    await saveBackup(collector.client, file);
    const { audit } = await restoreBackup({ file, dataDir: join(folder, 'restored') });
    expect(audit).toMatchObject({ ok: false });
  });

  it('has nothing of a sweep that was under way in the other instance', async () => {
    const collector = await openWithProjects();
    const [project] = (await collector.client.projects.list()).projects;
    const removal = { signal: 'traces', day: '2026-11-20', reason: 'age', whole: true };
    const note = {
      cause: 'schedule',
      actor: systemActor('retention'),
      projectId: project!.id,
      removal: { ...removal, records: 5, bytes: 1000 },
      tookMs: 7,
    };
    const db = new Database(join(collector.dataDir, 'catalog.db'));
    db.prepare('INSERT INTO sweep_removal (started_at, note) VALUES (?, ?)').run(
      '2026-11-21T12:00:00.000Z',
      JSON.stringify(note),
    );
    db.close();
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    await saveBackup(collector.client, file);
    const dataDir = join(folder, 'restored');
    await restoreBackup({ file, dataDir });
    const { client } = await openTestCollector({ dataDir });
    // It is written down before this is.
    await client.retention.sweep({ projectId: project!.id });
    const { entries } = await client.audit.list({ action: 'retention.swept' });
    expect(entries).toMatchObject([{ after: { cause: 'request', days: 0 } }]);
  });
});
