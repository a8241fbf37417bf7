import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';

it('sets limits of a project and of a key, shows them, and what was used', async () => {
  const folder = createTestFolder();
  const { ready } = await serve(folder);
  const at = ['--data-dir', folder];
  const json = async (...args: string[]) =>
    JSON.parse((await runCommand(...args, '--json', ...at)).stdout);
  const { key } = await json('project', 'create', 'Shop');
  const project = ['--project', 'shop'];
  const set = await json('limits', 'set', ...project, '--spans-per-day', '3', '--bytes', '2MB');
  expect(set.project).toEqual({ spansPerDay: 3, bytes: 2_000_000, requestsPerSecond: null });
  const send = async (count: number) =>
    postTraces(ready.otlpHttp, exportRequest(Array.from({ length: count }, () => ({}))), {
      'x-api-key': key.secret,
    });
  expect((await send(3)).status).toBe(200);
  expect((await send(1)).status).toBe(429);
  const shown = await runCommand('limits', 'show', ...project, ...at);
  expect(shown.stdout).toMatch(/project\s+spans a day\s+3\s+3\s+reached/);
  await json('limits', 'set', ...project, '--spans-per-day', 'none');
  expect((await send(1)).status).toBe(200);
  const ofKey = ['--key', key.id, '--requests-per-second', '9'];
  expect((await json('limits', 'set', ...project, ...ofKey)).keys).toMatchObject([
    { keyId: key.id, requestsPerSecond: 9 },
  ]);
  const usage = await json('usage', ...project, '--since', '7d');
  expect(usage.days).toHaveLength(7);
  expect(usage.total).toMatchObject({ spans: 4, requests: 2, requestsRefused: 1 });
  const text = await runCommand('usage', ...project, ...at);
  expect(text.stdout).toMatch(/total\s+4\s+0\s+0\s+2\s+1/);
});

it('refuses limits that are none, and keys of other projects', async () => {
  const folder = createTestFolder();
  await serve(folder);
  const run = async (...args: string[]) =>
    (
      await runCommand(
        'limits',
        'set',
        '--project',
        'Default Project',
        ...args,
        '--data-dir',
        folder,
      )
    ).code;
  expect(await run()).toBe(2);
  expect(await run('--spans-per-day', '0')).toBe(2);
  expect(await run('--spans-per-day', 'many')).toBe(2);
  expect(await run('--key', 'key_000000000000', '--bytes', '1')).toBe(2);
  expect(await run('--key', 'key_000000000000', '--spans-per-day', '1')).toBe(1);
});
