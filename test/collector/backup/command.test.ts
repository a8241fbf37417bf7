import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/main/collector/backup/read-archive.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';

describe('spanward backup and restore', () => {
  it('save a running instance and a stopped one, and say what they did', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', join(folder, 'data')];
    const serving = await serve(join(folder, 'data'));
    await postTraces(serving.ready.otlpHttp, exportRequest([{}, {}, {}]));
    const file = join(folder, 'live.tar');
    const live = await runCommand('backup', file, '--json', ...at);
    expect(live).toMatchObject({ code: 0, stderr: '' });
    const { size, mode } = statSync(file);
    expect(JSON.parse(live.stdout)).toMatchObject({ file, bytes: size, projects: 1, spans: 3 });
    expect(mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
    const checked = await runCommand('restore', '--check', file, '--json');
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(checked.stdout)).toMatchObject({ file, spans: 3 });
    // A restore into the folder of the running instance, or over a backup: neither.
    expect(await runCommand('restore', file, ...at)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not empty'),
    });
    const over = await runCommand('backup', file, ...at);
    expect(over).toMatchObject({ code: 1, stderr: expect.stringContaining('exists already') });
    expect(readFileSync(file).length).toBe(size);
    await serving.stop();

    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'a long passphrase\n');
    const sealed = ['--passphrase-file', passphrase];
    const stopped = join(folder, 'stopped.tar');
    expect(await runCommand('backup', stopped, ...sealed, ...at)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Saved 1 project, .* 3 spans/),
    });
    const to = join(folder, 'restored');
    const made = await runCommand('restore', stopped, ...sealed, '--json', '--data-dir', to);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({
      dataDir: to,
      summary: { spans: 3, secrets: true },
      audit: { ok: true },
    });
    const verified = await runCommand('audit', 'verify', '--data-dir', to);
    expect(verified).toMatchObject({ code: 0 });
    const listed = await runCommand('project', 'list', '--json', '--data-dir', to);
    expect(JSON.parse(listed.stdout)).toMatchObject({ projects: [{ spanCount: 3 }] });
  });

  it('two at once to one file: one is whole, the other says why not, and neither harms the other', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', join(folder, 'data')];
    const serving = await serve(join(folder, 'data'));
    await postTraces(serving.ready.otlpHttp, exportRequest([{}, {}]));
    const file = join(folder, 'one.tar');
    const both = await Promise.all([1, 2].map(() => runCommand('backup', file, ...at)));
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 1]);
    const refused = both.find(({ code }) => code === 1)!;
    expect(refused.stderr).toMatch(/exists already|Another backup is being made/);
    expect((await readArchive(file, null)).manifest.summary.spans).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'one.tar']);
    await serving.stop();
  });

  it('refuse a short passphrase, a wrong one and a file that is none', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', join(folder, 'data')];
    const file = join(folder, 'backup.tar');
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'short\n');
    const sealed = ['--passphrase-file', passphrase];
    expect(await runCommand('backup', file, ...sealed, ...at)).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
    const to = ['--data-dir', join(folder, 'restored')];
    for (const none of [join(folder, 'missing.tar'), passphrase]) {
      const { code, stderr } = await runCommand('restore', none, ...to);
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain(none);
      expect(await runCommand('restore', '--check', none)).toMatchObject({ code, stderr });
    }
    expect(readdirSync(folder)).not.toContain('restored');
  });
});
