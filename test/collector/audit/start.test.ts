import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { MIGRATIONS } from '../../../src/main/collector/catalog/migrations.ts';
import { migrateCatalog } from '../../../src/main/collector/catalog/migrate.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { addProject, openTestTrail } from './open-test-trail.ts';

/** A closed folder with entries 1 to 4, and what its files were after entry 2. */
async function prepare() {
  const { dataDir, trail, close } = await openTestTrail();
  await addProject(trail, 'a');
  const earlier = join(dataDir, 'earlier-head');
  copyFileSync(join(dataDir, 'audit-head.json'), earlier);
  await addProject(trail, 'b');
  await addProject(trail, 'c');
  await close();
  const tamper = (sql: string) => {
    const db = new Database(join(dataDir, 'catalog.db'));
    db.exec('DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept');
    db.exec(sql);
    db.close();
  };
  const head = join(dataDir, 'audit-head.json');
  return { dataDir, head, earlier, tamper };
}

const reopened = async (dataDir: string) => {
  const { rows, trail } = await openTestTrail(dataDir);
  const entries = await rows();
  const last = entries.at(-1)!;
  return { entries, last, problem: last.after?.match(/"problem":"([^"]*)"/)?.[1], trail };
};

describe('a start', () => {
  it('goes on where the chain was left', async () => {
    const { dataDir } = await prepare();
    const { entries, trail } = await reopened(dataDir);
    expect(entries.map((row) => row.sequence)).toEqual([1, 2, 3, 4]);
    expect(trail.head.sequence).toBe(4);
  });

  it('takes entries beyond the head file for its own after a crash before it was written', async () => {
    const { dataDir, head, earlier } = await prepare();
    copyFileSync(earlier, head);
    const { entries, trail } = await reopened(dataDir);
    expect(entries).toHaveLength(4);
    expect(JSON.parse(readFileSync(head, 'utf8'))).toMatchObject(trail.head);
  });

  it('does not take entries beyond the head file that it did not write', async () => {
    const { dataDir, head, earlier, tamper } = await prepare();
    copyFileSync(earlier, head);
    tamper("UPDATE audit_entry SET actor_name = 'somebody else' WHERE sequence = 4");
    const { problem, last } = await reopened(dataDir);
    expect(last).toMatchObject({ sequence: 5, action: 'audit.break_found' });
    expect(problem).toContain('Entry 4 was changed');
  });

  it('leaves the gap where the newest entries were deleted', async () => {
    const { dataDir, tamper } = await prepare();
    tamper('DELETE FROM audit_entry WHERE sequence >= 3');
    const { entries, problem } = await reopened(dataDir);
    expect(entries.map((row) => row.sequence)).toEqual([1, 2, 5]);
    expect(problem).toBe('Entries 3 to 4 were deleted: the head file still knows them.');
  });

  it('knows that all entries were deleted', async () => {
    const { dataDir, tamper } = await prepare();
    tamper('DELETE FROM audit_entry');
    const { entries, problem } = await reopened(dataDir);
    expect(entries.map((row) => row.sequence)).toEqual([5]);
    expect(problem).toContain('Entries 1 to 4 were deleted');
  });

  it.each([
    ['a missing head file', (head: string) => rmSync(head), 'head file was missing'],
    ['an unreadable head file', (head: string) => writeFileSync(head, '{'), 'not readable'],
    [
      'a head file of another instance',
      (head: string) =>
        writeFileSync(head, readFileSync(head, 'utf8').replace(/"sequence":4/, '"sequence":3')),
      'signature is not of this instance',
    ],
    [
      'a missing key',
      (head: string) => rmSync(join(head, '../audit-key.pem')),
      'key file was missing',
    ],
  ])('notes %s and keeps the evidence', async (_what, damage, words) => {
    const { dataDir, head } = await prepare();
    damage(head);
    const damaged = existsSync(head);
    const { problem, last } = await reopened(dataDir);
    expect(last).toMatchObject({ sequence: 5, action: 'audit.break_found' });
    expect(problem).toContain(words);
    const kept = readdirSync(dataDir).filter((name) => name.includes('.damaged-'));
    expect(kept).toHaveLength(damaged ? 1 : 0);
    expect((await reopenedAgain(dataDir)).at(-1)!.sequence).toBe(5);
  });

  it('of which the very first was cut short begins anew', async () => {
    const dataDir = createTestFolder();
    await (await openTestTrail(dataDir)).close();
    rmSync(join(dataDir, 'catalog.db'));
    rmSync(join(dataDir, 'audit-key.pem'));
    const head = join(dataDir, 'audit-head.json');
    const document = JSON.parse(readFileSync(head, 'utf8'));
    writeFileSync(head, JSON.stringify({ ...document, sequence: 0 }));
    const { entries } = await reopened(dataDir);
    expect(entries.map((row) => row.action)).toEqual(['audit.started']);
  });

  it('stops at a key file that is damaged, and says so', async () => {
    const { dataDir } = await prepare();
    writeFileSync(join(dataDir, 'audit-key.pem'), 'nonsense');
    await expect(openTestCollector({ dataDir })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('audit-key.pem'),
    });
  });
});

async function reopenedAgain(dataDir: string) {
  const db = new Database(join(dataDir, 'catalog.db'), { readonly: true });
  const rows = db.prepare('SELECT * FROM audit_entry ORDER BY sequence').all();
  db.close();
  return rows as { sequence: number }[];
}

describe('a head file that cannot be written', () => {
  it('undoes no change, and is caught up with by the next one that can', async () => {
    const { dataDir, trail, rows } = await openTestTrail();
    const head = join(dataDir, 'audit-head.json');
    mkdirSync(`${head}.new`);
    await addProject(trail, 'a');
    expect((await rows()).map((row) => row.sequence)).toEqual([1, 2]);
    expect(JSON.parse(readFileSync(head, 'utf8'))).toMatchObject({ sequence: 1 });
    rmdirSync(`${head}.new`);
    await addProject(trail, 'b');
    expect(JSON.parse(readFileSync(head, 'utf8'))).toMatchObject(trail.head);
  });
});

describe('a catalog of version 1', () => {
  it('gets its audit log with a backup of what was, and keeps its projects and keys', async () => {
    const dataDir = createTestFolder();
    const file = join(dataDir, 'catalog.db');
    const old = new Database(file);
    await migrateCatalog(old, MIGRATIONS.slice(0, 1));
    old.exec(`INSERT INTO project (id, name, description, is_default, created_ms)
      VALUES ('prj_000000000001', 'Old', '', 1, 5)`);
    old.close();
    const catalog = await openCatalog(dataDir);
    expect(catalog.raw.pragma('user_version', { simple: true })).toBe(MIGRATIONS.at(-1)!.version);
    expect(existsSync(`${file}.v1.backup`)).toBe(true);
    await catalog.close();
    const collector = await openTestCollector({ dataDir });
    const { projects } = await collector.client.projects.list();
    expect(projects.map((project) => project.name)).toEqual(['Old']);
    const backup = new Database(`${file}.v1.backup`, { readonly: true });
    expect(backup.pragma('user_version', { simple: true })).toBe(1);
    expect(backup.prepare('SELECT name FROM project').pluck().all()).toEqual(['Old']);
    backup.close();
  });
});

describe('the table itself', () => {
  it('lets nothing of ours change or delete an entry', async () => {
    const { catalog } = await openTestTrail();
    expect(() => catalog.raw.exec("UPDATE audit_entry SET action = 'x'")).toThrow('never changed');
    expect(() => catalog.raw.exec('DELETE FROM audit_entry')).toThrow('retention rule');
  });
});
