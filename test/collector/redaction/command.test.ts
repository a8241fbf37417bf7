import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { pipeToCommand, runCommand } from '../../support/run-command.ts';

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
  // What is an argument shows in lists of processes.
  const at = ['--project', 'shop', '--data-dir', dataDir, '--json'];
  for (const dash of [['-'], []]) {
    const piped = await pipeToCommand('b@else.io\n', 'redaction', 'test', ...dash, ...at);
    expect(JSON.parse(piped.stdout)).toMatchObject({ text: '<gone>', hits: [{ type: 'EMAIL' }] });
  }
  expect((await run('require', 'all')).text).toContain('IP');
  expect((await run('show', '--project', 'shop')).text).toMatch(
    /required everywhere\s+EMAIL, .*SECRET/,
  );

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
    requiredTypes: ['EMAIL', 'CREDIT_CARD', 'US_SSN', 'PHONE', 'IP', 'IBAN', 'SECRET'],
  });
});

test('names of other products, the default mode, coverage and the audit as a file', async () => {
  const dataDir = createTestFolder();
  const collector = await openTestCollector({ dataDir });
  const { project } = await collector.client.projects.create({ name: 'Shop' });
  const { secret } = await collector.client.keys.create({
    projectId: project.id,
    scopes: ['ingest'],
  });
  const send = (attributes: Record<string, string>) =>
    postTraces(collector.url, exportRequest([{ attributes }]), { 'x-api-key': secret });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand('redaction', ...args, '--data-dir', dataDir);
    return { code, stdout, stderr };
  };
  expect((await run('default', 'detect')).stdout).toContain('detect');
  await send({ 'user.email': 'ada@corp.io' });
  const covered = await run('coverage', '--project', 'shop', '--records', 'all');
  expect(covered.stdout).toMatch(/Looked at 1 span, .* from 20\d\d-/);
  expect(covered.stdout).toMatch(/EMAIL\s+email\s+user\.email/);
  expect(covered.stdout).not.toContain('corp.io');

  const set = ['set', '--project', 'shop', '--mode', 'strict', '--replace', 'hash'];
  const changed = await run(...set, '--type', 'EMAIL_ADDRESS', 'IP_ADDRESS', '--json');
  expect(JSON.parse(changed.stdout)).toMatchObject({
    rules: { mode: 'on', types: ['EMAIL', 'IP'], replacement: { kind: 'pseudonym' } },
  });
  const wrong = await run('set', '--project', 'shop', '--mode', 'sometimes');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('off, detect, on')]);

  await send({ 'client.address': '8.8.4.4' });
  const csv = await run('audit', '--project', 'shop', '--format', 'csv', '--type', 'ip_address');
  expect(csv.stdout.split('\r\n')).toHaveLength(3);
  expect(csv.stdout).toContain('"client.address"');
  const file = join(createTestFolder(), 'audit.json');
  await run('audit', '--project', 'shop', '--format', 'json', '-o', file, '--since', '1h');
  const rows = JSON.parse(readFileSync(file, 'utf8')) as { type: string; mode: string }[];
  // A new hour may begin between the two: newer hours come first.
  expect(rows.toSorted((a, b) => a.type.localeCompare(b.type))).toMatchObject([
    { type: 'EMAIL', mode: 'detect' },
    { type: 'IP', mode: 'on' },
  ]);
});

test('what is set is shown whole, and what cannot be meant is refused', async () => {
  const dataDir = createTestFolder();
  const collector = await openTestCollector({ dataDir });
  await collector.client.projects.create({ name: 'Shop' });
  await collector.client.redaction.setInstance({ requiredTypes: ['SECRET'] });
  const run = (...args: string[]) =>
    runCommand('redaction', ...args, '--project', 'shop', '--data-dir', dataDir);
  const file = join(createTestFolder(), 'rules.json');
  const withRules = (rules: unknown) => {
    writeFileSync(file, JSON.stringify(rules));
    return run('set', '--rules', file);
  };
  expect((await run('show')).stdout).toMatch(/^mode +off \(the default of the instance\)$/m);

  const set = await withRules({
    rules: [
      { id: 'staff', type: 'STAFF', kind: 'pattern', pattern: 'E-[0-9]+', replacement: 'mask' },
      { id: 'names', type: 'NAME', kind: 'keywords', keywords: ['Bluebird', 'Falcon'] },
    ],
    replacements: { EMAIL: '<no {type}>', IP: 'hash' },
    allowKeys: ['order.id'],
    allowDomains: ['corp.io'],
    allowAddresses: ['10.0.0.0/8'],
    allowPrivateAddresses: true,
  });
  expect(set).toMatchObject({ code: 0, stderr: '' });
  for (const line of [
    /^required everywhere +SECRET$/m,
    /^ +of EMAIL +<no \{type\}>$/m,
    /^ +of IP +pseudonym$/m,
    /^ +staff +STAFF, mask: E-\[0-9\]\+$/m,
    /^ +names +NAME: Bluebird, Falcon$/m,
    /^keys left alone +order\.id$/m,
    /^domains left alone +corp\.io$/m,
    /^addresses left alone +10\.0\.0\.0\/8, private ranges$/m,
  ]) {
    expect(set.stdout).toMatch(line);
  }
  expect((await run('show')).stdout).toBe(set.stdout);

  // A misspelt name would leave data where somebody believes it gone.
  expect(await withRules({ dropkeys: ['user.*'] })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('dropkeys'),
  });
  expect(
    await withRules({
      rules: [{ id: 'a', type: 'A', kind: 'keywords', keywords: ['x'], ignorecase: false }],
    }),
  ).toMatchObject({ code: 2, stderr: expect.stringContaining('ignorecase') });
  expect(await withRules([])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds no rules'),
  });
  expect(await run('set')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Say what to change'),
  });
  expect(await run('set', '--rules', dataDir)).toMatchObject({
    code: 2,
    stderr: `spanward: "${dataDir}" cannot be opened: it is a folder.\n`,
  });
  expect(await run('set', '--mode', 'on', '--reason', 'as\ntold')).toMatchObject({
    code: 2,
    stderr: 'spanward: --reason: A reason is one line without control characters.\n',
  });
  expect((await run('show')).stdout).toBe(set.stdout);
});
