import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { runCommand } from '../../support/run-command.ts';

test('rules are shown, set, tried and required from the command line, and over REST', async () => {
  const dataDir = createTestFolder();
  const collector = await openTestCollector({ dataDir });
  const { project } = await collector.client.projects.create({ name: 'Shop' });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand('redaction', ...args, '--data-dir', dataDir);
    return { code, text: stdout + stderr };
  };
  const file = join(createTestFolder(), 'rules.json');
  writeFileSync(file, JSON.stringify({ allowDomains: ['corp.io'] }));
  const choice = ['--mode', 'on', '--types', 'EMAIL_ADDRESS,phone', '--template', '<gone>'];
  const set = await run('set', '--project', 'shop', ...choice, '--rules', file);
  expect(set).toMatchObject({ code: 0, text: expect.stringContaining('EMAIL, PHONE') });

  const tried = await run('test', 'a@corp.io b@else.io 8.8.4.4', '--project', 'shop');
  expect(tried.text).toContain('a@corp.io <gone> 8.8.4.4');
  expect((await run('require', 'ip')).text).toContain('IP');
  expect((await run('show', '--project', 'shop')).text).toMatch(/required everywhere\s+IP/);

  const wrong = await run('set', '--project', 'shop', '--types', 'shoe-size');
  expect(wrong.code).not.toBe(0);
  expect(wrong.text).toContain('There is no kind "shoe-size"');

  const { secret } = await collector.client.keys.create({
    projectId: project.id,
    scopes: ['admin'],
  });
  const answer = await fetch(`${collector.url}/api/v1/projects/${project.id}/redaction`, {
    headers: { 'x-api-key': secret },
  });
  expect(await answer.json()).toMatchObject({
    rules: { mode: 'on', types: ['EMAIL', 'PHONE'], allowDomains: ['corp.io'] },
    requiredTypes: ['IP'],
  });
});
