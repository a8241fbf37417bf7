import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand } from '../../support/run-command.ts';

describe('spanward audit', () => {
  it('lists, exports with a signature, and verifies the export without an instance', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', folder];
    await runCommand('project', 'create', 'Shop', ...at);
    const listed = await runCommand('audit', 'list', '--action', 'project.*', '--json', ...at);
    const entries = listed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map((entry) => entry.resource.name)).toEqual(['Shop', 'Default Project']);
    expect(entries[0]).toMatchObject({ actor: { kind: 'local' }, from: { via: 'command' } });
    const table = await runCommand('audit', 'list', '--project', 'Shop', '--since', '1h', ...at);
    expect(table.stdout).toMatch(/^ENTRY +TIME +WHO +WHAT +ON +FROM\n/);

    const file = join(folder, 'log.csv');
    const key = join(folder, 'key.pem');
    const exported = await runCommand(
      'audit',
      'export',
      '--format',
      'csv',
      '-o',
      file,
      '--json',
      ...at,
    );
    expect(JSON.parse(exported.stdout)).toMatchObject({ file, signatureFile: `${file}.sig` });
    expect(statSync(file).mode & 0o077).toBe(0);
    writeFileSync(key, (await runCommand('audit', 'public-key', ...at)).stdout);
    const verify = ['audit', 'verify-export', file, '--signature', `${file}.sig`, '--key', key];
    expect(await runCommand(...verify)).toMatchObject({ code: 0 });
    appendFileSync(file, '"x"\r\n');
    const wrong = await runCommand(...verify);
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('WRONG') });
    expect(await runCommand('audit', 'export', '--format', 'xml', '-o', file, ...at)).toMatchObject(
      {
        code: 2,
      },
    );
    const nowhere = join(folder, 'none', 'log.csv');
    expect(await runCommand('audit', 'export', '-o', nowhere, ...at)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^spanward: .*log\.csv was not written: there is no folder/),
    });
  });

  it('verifies the log, and fails naming the entry that was changed', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', folder];
    await runCommand('project', 'create', 'Shop', ...at);
    const fine = await runCommand('audit', 'verify', ...at);
    expect(fine).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('as they were written'),
    });
    const db = new Database(join(folder, 'catalog.db'));
    db.exec(`DROP TRIGGER audit_entry_unchanged;
      UPDATE audit_entry SET time_ms = time_ms - 86400000 WHERE sequence = 3`);
    db.close();
    const found = await runCommand('audit', 'verify', '--json', ...at);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({ ok: false, problem: { sequence: 3 } });
    const doctor = await runCommand('doctor', ...at);
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining('audit log') });
  });
});
