import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';

it('renames, archives, restores and deletes a project while it runs', async () => {
  const folder = createTestFolder();
  const { ready } = await serve(folder);
  const at = ['--data-dir', folder, '--json'];
  const run = async (...args: string[]) => JSON.parse((await runCommand(...args, ...at)).stdout);
  const { key } = await run('project', 'create', 'Shop');
  const send = async () =>
    (await postTraces(ready.otlpHttp, exportRequest([{}]), { 'x-api-key': key.secret })).status;
  expect(await send()).toBe(200);
  expect(await run('project', 'rename', 'shop', 'Web shop')).toMatchObject({
    project: { name: 'Web shop' },
  });
  await run('project', 'archive', 'Web shop');
  expect(await send()).toBe(403);
  expect(await run('project', 'restore', 'Web shop')).toMatchObject({
    project: { archivedAt: null },
  });
  expect(await send()).toBe(200);
  const asked = await runCommand('project', 'delete', 'Web shop', ...at);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toContain('2 spans, 0 log records, 0 metric points and 1 key (');
  expect((await runCommand('project', 'delete', 'Web shop', '--confirm', 'x', ...at)).code).toBe(2);
  expect(await run('project', 'delete', 'Web shop', '--confirm', 'Web shop')).toMatchObject({
    project: { name: 'Web shop' },
    deleted: { spans: 2, keys: 1 },
  });
  expect(await send()).toBe(401);
});

it('sets the end of a key, regenerates it, and finds it in a log', async () => {
  const folder = createTestFolder();
  await serve(folder);
  const at = ['--data-dir', folder, '--json'];
  const run = async (...args: string[]) => JSON.parse((await runCommand(...args, ...at)).stdout);
  const settings = ['--environment', 'staging', '--allow', '10.0.0.0/8', '--allow', '::1'];
  const { key } = await run('key', 'create', '--project', 'Default Project', ...settings);
  expect(key).toMatchObject({ environment: 'staging', allowedAddresses: ['10.0.0.0/8', '::1'] });
  const ended = await run('key', 'expire', key.id, '--at', '2099-01-31T12:00Z');
  expect(ended.key.expiresAt).toBe('2099-01-31T12:00:00.000Z');
  expect((await run('key', 'expire', key.id, '--never')).key.expiresAt).toBeNull();
  expect((await runCommand('key', 'expire', key.id, ...at)).code).toBe(2);
  expect((await runCommand('key', 'expire', key.id, '--at', 'soon', ...at)).code).toBe(2);
  const { key: fresh, old } = await run('key', 'regenerate', key.id);
  expect(old).toMatchObject({ id: key.id, replacedBy: fresh.id });
  const log = join(folder, 'app.log');
  writeFileSync(log, `started\nold ${key.secret}\nnew ${fresh.secret}\n`);
  expect((await runCommand('help', 'key', 'check')).stdout).toContain('key check [options] [file]');
  const checked = await runCommand('key', 'check', log, ...at);
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.stdout)).toMatchObject({
    found: [
      { key: { id: key.id }, works: false, line: 2 },
      { key: { id: fresh.id }, works: true, line: 3 },
    ],
    unknown: 0,
    revoked: [],
  });
  expect(checked.stdout).not.toContain(fresh.secret);
  const revoked = await runCommand('key', 'check', log, '--revoke', ...at);
  expect(revoked.code).toBe(0);
  expect(JSON.parse(revoked.stdout).revoked).toEqual([fresh.id]);
  expect((await run('key', 'list')).keys).toMatchObject([
    { id: fresh.id, revokedAt: expect.any(String) },
    { id: key.id },
  ]);
});
