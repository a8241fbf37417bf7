import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { runCommand } from '../../support/run-command.ts';
import { newTraceId } from '../../support/ids.ts';

async function open() {
  const dataDir = createTestFolder();
  const collector = await openTestCollector({ dataDir });
  const { project } = await collector.client.projects.create({ name: 'Shop' });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand('retention', ...args, '--data-dir', dataDir);
    return { code, text: stdout + stderr };
  };
  return { collector, dataDir, projectId: project.id, run };
}

test('environments, errors, the ceiling and the guard of the disk are set and shown', async () => {
  const { collector, projectId, run } = await open();
  const shop = ['--project', 'shop'];
  const set = await run(
    'set',
    ...shop,
    '--days',
    '30',
    '--error-days',
    '90',
    '--environment',
    'production=60',
    '--environment',
    'dev=7',
  );
  expect(set).toMatchObject({ code: 0, text: expect.stringContaining('errors: at least 90 days') });
  const taken = await run('set', ...shop, '--environment', 'dev=all', '--environment', 'prod=all');
  expect(taken).toMatchObject({
    code: 0,
    text: expect.stringContaining('no rule for the environment "prod"'),
  });
  expect(taken.text).not.toContain('"dev"');
  const logs = ['--signal', 'logs', '--days', 'all', '--pinned-days', 'all'];
  expect((await run('set', ...shop, ...logs)).text).toContain('logs: everything');
  const sized = await run('set', ...shop, '--signal', 'metrics', '--bytes', '1.5GB');
  expect(sized.text).toContain('metrics: at most 30 days, 1.5 GB');
  expect(await run('set', ...shop, '--bytes', 'lots')).toMatchObject({
    code: 2,
    text: expect.stringContaining('500MB'),
  });
  const tooLong = await run('set', ...shop, '--days', '40000');
  expect(tooLong.text).toContain('Keep at most 36,500 days.');
  expect(tooLong.text).not.toContain('null');
  const { rules } = await collector.client.retention.get({ projectId });
  expect(rules).toMatchObject({
    traces: { days: 30 },
    logs: { days: null },
    metrics: { days: 30, bytes: 1_500_000_000 },
    pinnedDays: null,
    errorDays: 90,
    environments: [{ environment: 'production', days: 60 }],
  });
  const dry = await run('set', ...shop, '--days', '1', '--dry-run');
  expect(dry).toEqual({ code: 0, text: 'Nothing would go.\n' });
  expect((await collector.client.retention.get({ projectId })).rules.traces.days).toBe(30);
  expect((await run('sweep', ...shop)).text).toContain('Nothing had to go.');
  const { text } = await run('show', ...shop);
  expect(text).toMatch(/Next sweep: \d{4}-\d\d-\d\dT/);
  expect(text).toContain('Forecast, if nothing more comes, as in the last week: 0 B in 7 days');
  expect(text).toMatch(/Last sweeps:\nSTARTED +CAUSE .*\n\S+ +request +\d+ ms +0 +0 +0/);
  const wrong = await run('set', ...shop, '--environment', 'dev');
  expect(wrong).toMatchObject({ code: 2, text: expect.stringContaining('production=90') });

  const guard = ['--warn-below', '5kB', '--delete-below', '4000', '--refuse-below', '3000'];
  const instance = await run('instance', '--ceiling', '365', ...guard, '--delete-oldest');
  expect(instance.text).toContain('Ceiling: 365 days');
  expect(instance.text).toContain('Remove the oldest days below 4 kB');
  expect((await run('instance', '--ceiling', 'none')).text).toContain('Ceiling: none');
});

test('a trace, a filter and an attribute are counted, and deleted once the name is said', async () => {
  const { collector, projectId, run } = await open();
  const { secret } = await collector.client.keys.create({ projectId, scopes: ['ingest'] });
  const traceId = newTraceId();
  const spans = [
    { traceId, name: 'one' },
    { name: 'two', attributes: { 'user.id': 'u=1' } },
    { name: 'three' },
    { name: 'four' },
  ];
  const headers = { 'x-api-key': secret };
  expect((await postTraces(collector.url, exportRequest(spans), headers)).status).toBe(200);
  const shop = ['--project', 'shop'];
  const left = async (): Promise<string[]> => {
    const { traces } = await collector.client.traces.list({ projectId });
    return traces.map(({ name }) => name).toSorted();
  };
  expect((await run('delete', ...shop, '--trace', traceId, '--dry-run')).text).toContain(
    'Would go: 1 trace with 1 span',
  );
  const unsaid = await run('delete', ...shop, '--trace', traceId);
  expect(unsaid).toMatchObject({ code: 2, text: expect.stringContaining('--confirm "Shop"') });
  expect((await run('delete', ...shop, '--trace', traceId, '--confirm', 'shop!')).code).not.toBe(0);
  expect(await left()).toEqual(['four', 'one', 'three', 'two']);

  const sure = ['--confirm', 'Shop'];
  expect((await run('delete', ...shop, '--trace', traceId, ...sure)).text).toContain('Deleted: 1');
  expect((await run('delete', ...shop, '--attribute', 'user.id=u=1', ...sure)).code).toBe(0);
  expect(await left()).toEqual(['four', 'three']);
  expect((await run('delete', ...shop, '--filter', 'name = three', ...sure)).code).toBe(0);
  expect(await left()).toEqual(['four']);
  expect(await run('delete', ...shop, '--filter', ' ', ...sure)).toMatchObject({
    code: 2,
    text: expect.stringContaining('Say what to delete'),
  });

  expect(await run('sweeps')).toEqual({ code: 0, text: 'No sweep waits or goes on.\n' });
  expect(await run('cancel-sweep', ...shop)).toMatchObject({
    code: 1,
    text: expect.stringContaining('no sweep under way'),
  });
  expect(await run('deletions', ...shop)).toEqual({
    code: 0,
    text: 'No deletion waits or goes on.\n',
  });
  expect(await run('cancel', ...shop)).toMatchObject({
    code: 1,
    text: expect.stringContaining('no deletion under way'),
  });
  const gone = await run('cancel', ...shop, '--deletion', 'del_000000000000');
  expect(gone).toMatchObject({ code: 1, text: expect.stringContaining('it may have ended') });

  await collector.client.retention.set({ projectId, legalHold: true });
  const held = await run('delete', ...shop, '--filter', 'name = four', '--dry-run');
  expect(held).toMatchObject({ code: 1, text: expect.stringContaining('is on legal hold') });
  expect(held.text).toContain('Would go: 1 trace with 1 span');
  const swept = await run('sweep', ...shop);
  expect(swept.text).toContain('"Shop" is on legal hold: nothing of it goes.');
  expect(await left()).toEqual(['four']);
});

test('a dry run says of which bytes it knows only about how many there are, and the state why no sweep is due', async () => {
  const { collector, dataDir, projectId, run } = await open();
  const { secret } = await collector.client.keys.create({ projectId });
  for (let n = 0; n < 4; n++) {
    await postTraces(collector.url, exportRequest([{}]), { 'x-api-key': secret });
  }
  const part = await run('set', '--project', 'shop', '--records', '3', '--dry-run');
  expect(part.text).toMatch(/ a part +count +1 +about [\d,]+$/m);
  const days = ['--project', 'shop', '--environment', 'nowhere=1', '--bytes', '1'];
  expect((await run('set', ...days, '--dry-run')).text).toMatch(/ all of it +size +4 +[\d,]+$/m);

  // Where nobody serves the folder no sweep is due; what is wrong beside that is told, to people in a sentence.
  await collector.close();
  const [folder] = globSync(join(dataDir, 'projects/*/traces'));
  mkdirSync(join(folder!, '2026-11-20.db.gone'));
  const { text } = await run('show', '--project', 'shop');
  expect(text).toMatch(/^Next sweep: none\. Sweeps run while the app is open or "spanward serve"/m);
  expect(text).toMatch(/^What was removed before is still on the disk: .*\.gone/m);
  const asJson = await run('show', '--project', 'shop', '--json');
  expect(asJson.text).toContain('"sweepsWait":"unserved"');
  expect(asJson.text).toMatch(/^\{.*"event":"store_warning","message":"What was removed before/m);
});
