import { execFileSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readArchive } from '../../../src/main/collector/backup/read-archive.ts';
import { tarHeader } from '../../../src/main/collector/backup/tar.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve, startCommand, type RunningCommand } from '../../support/run-command.ts';

/** Stops a command as Ctrl+C does, and waits until it has heard. */
async function stop(command: RunningCommand): Promise<void> {
  command.child.kill('SIGINT');
  await expect.poll(() => command.stderr()).toContain('Stopping.');
}

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

    const [projectId = ''] = readdirSync(join(folder, 'data/projects'));
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'a long passphrase\n');
    const sealed = ['--passphrase-file', passphrase];
    const stopped = join(folder, 'stopped.tar');
    const damaged = join(folder, 'data/projects', projectId, 'traces/2020-01-01.db');
    writeFileSync(damaged, 'no database '.repeat(1000));
    expect(await runCommand('backup', stopped, ...sealed, ...at)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Saved 1 project, .* 3 spans/),
      stderr: expect.stringContaining(`Left out: The data file ${damaged} is damaged`),
    });
    const to = join(folder, 'restored');
    const made = await runCommand('restore', stopped, ...sealed, '--json', '--data-dir', to);
    // What is not there is said by whoever is asked, though the file is as it was written.
    const notThere = expect.stringContaining('Not in the backup, when it was made: projects/');
    expect(made).toMatchObject({ code: 0, stderr: notThere });
    const whole = await runCommand('restore', '--check', stopped, ...sealed);
    expect(whole).toMatchObject({ code: 0, stderr: notThere });
    expect(whole.stdout).toContain('The passphrase opens the secrets that are inside.');
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
    mkdirSync(join(folder, 'data'));
    const file = join(folder, 'backup.tar');
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'short\n');
    const sealed = ['--passphrase-file', passphrase];
    expect(await runCommand('backup', file, ...sealed, ...at)).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
    // As some shells write a text.
    writeFileSync(passphrase, Buffer.from('\uFEFFa long passphrase\r\n', 'utf16le'));
    expect(await runCommand('backup', file, ...sealed, ...at)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not in UTF-8'),
    });
    const nowhere = join(folder, 'none');
    expect(await runCommand('backup', join(nowhere, 'x.tar'), ...at)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`there is no folder ${nowhere}.`),
    });
    const to = ['--data-dir', join(folder, 'restored')];
    for (const none of [join(folder, 'missing.tar'), passphrase]) {
      const { code, stderr } = await runCommand('restore', none, ...to);
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain(none);
      expect(await runCommand('restore', '--check', none)).toMatchObject({ code, stderr });
    }
    expect(readdirSync(folder)).not.toContain('restored');
  });

  it('leave nothing behind when they are stopped', async () => {
    const folder = createTestFolder();
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    // An instance that never has a first piece.
    const asked = new Promise<void>((resolve) => {
      const server = createServer((req, res) => {
        if (req.url?.includes('backup/create')) resolve();
        else res.setHeader('content-type', 'application/json').end('{"json":{}}');
      }).listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        const url = `http://127.0.0.1:${port}`;
        const instance = { pid: process.pid, version: '0', url, token: 'x' };
        writeFileSync(join(dataDir, 'instance.json'), JSON.stringify(instance));
      });
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
    });
    await expect.poll(() => existsSync(join(dataDir, 'instance.json'))).toBe(true);
    const backup = startCommand('backup', join(folder, 'backup.tar'), '--data-dir', dataDir);
    await asked;
    expect(readdirSync(folder)).toHaveLength(2);
    await stop(backup);
    expect(await backup.ended).toBe(130);
    expect(readdirSync(folder)).toEqual(['data']);
    if (process.platform === 'win32') return;

    // A file that goes on when the command was told to stop.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const restore = startCommand('restore', pipe, '--data-dir', join(folder, 'restored'));
    const writing = createWriteStream(pipe);
    const format = '{"format":1,"version":"0","catalogSchema":1,"dataSchema":1}';
    const head = Buffer.alloc(1024);
    tarHeader('format.json', format.length).copy(head);
    head.write(format, 512);
    writing.write(Buffer.concat([head, tarHeader('catalog.db', 1e6)]));
    const unpacking = () => readdirSync(folder).filter((name) => name.startsWith('.restored'));
    await expect.poll(unpacking).toHaveLength(1);
    await stop(restore);
    writing.end(Buffer.alloc(4096));
    expect(await restore.ended).toBe(130);
    expect(readdirSync(folder)).toEqual(['data', 'pipe']);
  });
});
