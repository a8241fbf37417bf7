import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCatalog } from '../../../src/main/collector/catalog/check-catalog.ts';
import { migrateCatalog } from '../../../src/main/collector/catalog/migrate.ts';
import { MIGRATIONS } from '../../../src/main/collector/catalog/migrations.ts';
import { checkFolder } from '../../../src/main/collector/check-folder.ts';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanward-catalog-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'catalog.db');
const tables = (db: Database.Database) =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();

describe('catalog migrations', () => {
  it('start from nothing with the whole schema, readable by the owner only', async () => {
    const catalog = await openCatalog(folder);
    expect(tables(catalog.raw)).toEqual([
      'api_key',
      'audit_entry',
      'deletion',
      'deletion_progress',
      'invitation',
      'organization',
      'organization_member',
      'past_redaction',
      'past_redaction_count',
      'past_redaction_day',
      'person',
      'price',
      'project',
      'project_member',
      'redaction_count',
      'redaction_instance',
      'redaction_rule',
      'retention_clock',
      'retention_instance',
      'retention_rule',
      'retention_run',
      'role',
      'saved_filter',
      'session',
      'setting',
      'sweep_removal',
      'trace_note',
      'trace_pin',
      'trace_score',
      'trace_tag',
      'usage_day',
      'usage_limit',
      'visibility_rule',
      'workspace',
    ]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    await catalog.close();
  });

  it('leave nothing of a set of steps of which one fails, and a backup of what was', async () => {
    await (await openCatalog(folder)).close();
    const db = new Database(file());
    const newest = MIGRATIONS.at(-1)!.version;
    const steps = [
      ...MIGRATIONS,
      { version: newest + 1, name: 'good', sql: 'CREATE TABLE extra (id INTEGER) STRICT' },
      {
        version: newest + 2,
        name: 'bad',
        sql: 'CREATE TABLE other (id INTEGER) STRICT; SELECT * FROM missing',
      },
    ];
    await expect(migrateCatalog(db, steps)).rejects.toThrow('missing');
    expect(db.pragma('user_version', { simple: true })).toBe(newest);
    expect(tables(db)).not.toContain('extra');
    expect(existsSync(`${file()}.v${newest}.backup`)).toBe(true);
    await migrateCatalog(db, steps.slice(0, -1));
    expect(tables(db)).toContain('extra');
    db.close();
  });

  it('refuse a catalog of a newer version and leave it as it is', async () => {
    await (await openCatalog(folder)).close();
    const db = new Database(file());
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file());
    await expect(openCatalog(folder)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('newer'),
    });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it('refuse another SQLite file', async () => {
    const db = new Database(file());
    db.pragma('user_version = 1');
    db.close();
    await expect(openCatalog(folder)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('name a damaged file and do not touch it', async () => {
    writeFileSync(file(), Buffer.alloc(8192, 7));
    await expect(openCatalog(folder)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('catalog.db'),
    });
    expect(readFileSync(file()).equals(Buffer.alloc(8192, 7))).toBe(true);
  });
});

describe('catalog check', () => {
  it('is content with a new catalog and names rows that refer to nothing', async () => {
    const catalog = await openCatalog(folder);
    expect(checkCatalog(catalog)).toMatchObject({ name: 'catalog.db', state: 'ok' });
    catalog.raw.pragma('foreign_keys = OFF');
    catalog.raw
      .exec(`INSERT INTO api_key (id, project_id, name, kind, scopes, secret_sha256, prefix, last_four, created_ms)
      VALUES ('key_1', 'prj_gone', '', 'single', '[]', zeroblob(32), '', '', 0)`);
    expect(checkCatalog(catalog)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('1 rows'),
    });
    await catalog.close();
  });
});

describe('folder check', () => {
  it('warns when others may enter', () => {
    chmodSync(folder, 0o755);
    expect(checkFolder(folder)).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('chmod 700'),
    });
    chmodSync(folder, 0o700);
    expect(checkFolder(folder)).toMatchObject({ state: 'ok' });
  });

  it('fails where nothing can be written', () => {
    expect(checkFolder(join(folder, 'gone'))).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('cannot be written (ENOENT)'),
    });
  });
});
