import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { FIRST_RULES } from '../../../src/main/collector/redaction/stored-rules.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import { exportRequest } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

async function setUp() {
  const people = await openWithPeople();
  const { project } = await people.owner.projects.create({ name: 'Shop' });
  return { ...people, projectId: project.id };
}

/** Stores a span of this name and says how it is listed. */
async function listedName(client: Client, projectId: string, name: string): Promise<string> {
  const traceId = newTraceId();
  const request = JSON.stringify(exportRequest([{ traceId, name }]));
  await client.transfer.importFile({ projectId, file: new Blob([request]) });
  const { traces } = await client.traces.list({ projectId });
  return traces.find((trace) => trace.traceId === traceId)!.name;
}

test('nothing is redacted at first; switched on it holds from the next request on', async () => {
  const { owner, projectId } = await setUp();
  const { rules } = await owner.redaction.get({ projectId });
  expect(rules).toMatchObject({ mode: 'off', types: expect.arrayContaining(['EMAIL', 'SECRET']) });
  expect(await listedName(owner, projectId, 'to ada@corp.io')).toBe('to ada@corp.io');

  await owner.redaction.set({
    projectId,
    mode: 'on',
    replacement: { kind: 'text', template: '[REDACTED:<TYPE>]' },
  });
  expect(await listedName(owner, projectId, 'to ada@corp.io')).toBe('to [REDACTED:EMAIL]');

  await owner.redaction.set({ projectId, types: ['IP'] });
  expect(await listedName(owner, projectId, 'ada@corp.io at 8.8.4.4')).toBe(
    'ada@corp.io at [REDACTED:IP]',
  );
});

test('the file of rules in docs/redaction.md is taken as it is written', async () => {
  const { owner, projectId } = await setUp();
  const guide = readFileSync(new URL('../../../docs/redaction.md', import.meta.url), 'utf8');
  const file = JSON.parse(/```json\n(.*?)```/s.exec(guide)![1]!) as object;
  const { rules } = await owner.redaction.set({ projectId, mode: 'on', ...file });
  expect(rules).toMatchObject(file);
  expect(await listedName(owner, projectId, 'bluebird of E-123456')).toBe('[CODE_NAME] of [STAFF]');
});

test('the redaction audit says what, where and how often, never the value', async () => {
  const { owner, projectId } = await setUp();
  await owner.redaction.set({ projectId, mode: 'detect' });
  expect(await listedName(owner, projectId, 'to ada@corp.io')).toBe('to ada@corp.io');
  await owner.redaction.set({ projectId, mode: 'on' });
  await listedName(owner, projectId, 'to ada@corp.io');
  await listedName(owner, projectId, 'to eve@corp.io and ada@corp.io');
  const { rows } = await owner.redaction.audit({ projectId });
  expect(rows).toMatchObject([
    { type: 'EMAIL', rule: 'email', key: 'name', mode: 'on', count: 3 },
    { type: 'EMAIL', rule: 'email', key: 'name', mode: 'detect', count: 1 },
  ]);
  expect(rows[0]!.hour).toBe('2026-03-01T12:00:00.000Z');
  expect(JSON.stringify(rows)).not.toContain('corp.io');
});

test('what the instance requires is redacted in every project, whatever it allows', async () => {
  const { owner, projectId } = await setUp();
  await owner.redaction.set({ projectId, allowDomains: ['corp.io'] });
  await owner.redaction.setInstance({ requiredTypes: ['EMAIL'] });
  expect(await listedName(owner, projectId, 'ada@corp.io at 8.8.4.4')).toBe('[EMAIL] at 8.8.4.4');
  await owner.redaction.setInstance({ requiredTypes: [], defaultMode: 'on' });
  const { project } = await owner.projects.create({ name: 'New' });
  expect(await listedName(owner, project.id, 'ada@corp.io at 8.8.4.4')).toBe('[EMAIL] at [IP]');
});

test('rules hold again after a start, and where they cannot be read everything goes rather than nothing', async () => {
  const dataDir = createTestFolder();
  const first = await openTestCollector({ dataDir });
  const { project } = await first.client.projects.create({ name: 'Shop' });
  const projectId = project.id;
  await first.client.redaction.set({ projectId, mode: 'on', types: ['IP'] });
  await first.client.redaction.setInstance({ requiredTypes: ['SECRET'] });
  await first.close();
  /** What a name becomes once the catalog was changed and the collector started again. */
  const nameAfter = async (change: string) => {
    const catalog = new Database(join(dataDir, 'catalog.db'));
    catalog.exec(change);
    catalog.close();
    const collector = await openTestCollector({ dataDir });
    const name = await listedName(
      collector.client,
      projectId,
      'ada@corp.io at 8.8.4.4, password=Xk29fQ81zL',
    );
    await collector.close();
    return name;
  };
  expect(await nameAfter('')).toBe('ada@corp.io at [IP], password=[SECRET]');
  const allOfIt = '[EMAIL] at [IP], password=[SECRET]';
  expect(await nameAfter("UPDATE redaction_rule SET rules = '{'")).toBe(allOfIt);
  // Kinds that may have been required are, whatever the project says.
  const off = `UPDATE redaction_rule SET rules = '${JSON.stringify({ ...FIRST_RULES, allowDomains: ['corp.io'] })}'`;
  expect(await nameAfter(`${off}; UPDATE redaction_instance SET rules = '[]'`)).toBe(allOfIt);
});

test('rules that cannot be used are refused with the reason', async () => {
  const { owner, projectId } = await setUp();
  const pattern = { id: 'emp', type: 'EMPLOYEE', kind: 'pattern', pattern: '(a' } as const;
  await expect(owner.redaction.set({ projectId, rules: [pattern] })).rejects.toMatchObject({
    message: expect.stringMatching(/pattern cannot be used: missing closing \) \(rule emp\)/),
  });
  await expect(
    owner.redaction.set({ projectId, replacement: { kind: 'text', template: '"' } }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/no quotes/) });
  const half = { kind: 'text', template: '\ud83d' } as const;
  await expect(
    owner.redaction.set({ projectId, replacements: { EMAIL: half } }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/of the kind EMAIL .*Take them out/) });
  await expect(
    owner.redaction.set({
      projectId,
      rules: [{ ...pattern, pattern: 'a', replacement: half }],
    }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/of the rule emp /) });
  expect((await owner.redaction.get({ projectId })).rules.rules).toEqual([]);
});

test('a replacement text in which the rules find something is refused, for more would go with every look', async () => {
  const { owner, projectId } = await setUp();
  const replace = (template: string) =>
    owner.redaction.set({ projectId, replacement: { kind: 'text', template } });
  await expect(replace('{type} of 8.8.4.4')).rejects.toMatchObject({
    message:
      'The replacement text "EMAIL of 8.8.4.4" would be redacted again itself (IP). Choose one that looks like no such value, such as [{type}].',
  });
  await expect(replace('password=xx{type}yyyyy')).rejects.toMatchObject({ code: 'invalid' });
  for (const template of ['', 'x', 'REDACTED', '[redacted:{type}]', '***']) await replace(template);
});

test('rules are tried on a text without being stored, and without a trace of the text', async () => {
  const { owner, projectId } = await setUp();
  const rule = { id: 'emp', type: 'EMPLOYEE', kind: 'pattern', pattern: 'EMP-[0-9]+' } as const;
  const tried = await owner.redaction.test({
    projectId,
    text: 'EMP-17 ada@corp.io',
    rules: [rule],
  });
  expect(tried).toEqual({
    action: 'examine',
    text: '[EMPLOYEE] [EMAIL]',
    hits: [
      { start: 0, end: 6, type: 'EMPLOYEE', rule: 'emp' },
      { start: 7, end: 18, type: 'EMAIL', rule: 'email' },
    ],
  });
  expect((await owner.redaction.get({ projectId })).rules.rules).toEqual([]);
  expect((await owner.redaction.audit({ projectId })).rows).toEqual([]);
});

test('changes are in the audit log without the words of custom rules', async () => {
  const { owner, projectId } = await setUp();
  const rule = { id: 'names', type: 'NAME', kind: 'keywords', keywords: ['Falcon'] } as const;
  await owner.redaction.set({ projectId, mode: 'on', rules: [{ ...rule, keywords: ['Falcon'] }] });
  const { entries } = await owner.audit.list({ action: 'redaction.changed' });
  expect(entries).toMatchObject([
    {
      before: { mode: 'off' },
      after: { mode: 'on', customRules: ['names'] },
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('Falcon');
});

test('who may only read data cannot change what is redacted', async () => {
  const people = await setUp();
  const { projectId } = people;
  const { client } = await addPerson(people, people.organizationId, {
    email: 'viewer@example.org',
    project: { projectId, roleId: 'project_read_only' },
  });
  await expect(client.redaction.set({ projectId, mode: 'off' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(client.redaction.setInstance({ requiredTypes: [] })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('changes that several people make at the same moment all hold', async () => {
  const { owner, projectId } = await setUp();
  await Promise.all([
    owner.redaction.set({ projectId, mode: 'on' }),
    owner.redaction.set({ projectId, dropKeys: ['http.request.header.*'] }),
    owner.redaction.set({ projectId, allowDomains: ['example.org'] }),
    owner.redaction.set({ projectId, types: ['EMAIL', 'IP'] }),
    owner.redaction.setInstance({ defaultMode: 'detect' }),
    owner.redaction.setInstance({ requiredTypes: ['SECRET'] }),
    owner.collector.setSettings({ keylessIngest: false }),
    owner.collector.setSettings({ sessionIdleMinutes: 60 }),
  ]);
  expect((await owner.redaction.get({ projectId })).rules).toMatchObject({
    mode: 'on',
    dropKeys: ['http.request.header.*'],
    allowDomains: ['example.org'],
    types: ['EMAIL', 'IP'],
  });
  expect(await owner.redaction.instance()).toEqual({
    defaultMode: 'detect',
    requiredTypes: ['SECRET'],
  });
  expect(await owner.collector.settings()).toMatchObject({
    keylessIngest: false,
    sessionIdleMinutes: 60,
  });
});

test('a mode that was chosen holds when that of the instance changes, even if it was the same', async () => {
  const { owner, projectId } = await setUp();
  await owner.redaction.set({ projectId });
  expect(await owner.redaction.get({ projectId })).toMatchObject({ isDefault: true });
  await owner.redaction.set({ projectId, mode: 'off' });
  await owner.redaction.setInstance({ defaultMode: 'on' });
  expect(await owner.redaction.get({ projectId })).toMatchObject({
    isDefault: false,
    rules: { mode: 'off' },
  });
});

test('of a project that is not there nothing is told, tried or swept', async () => {
  const { owner, projectId } = await setUp();
  await owner.projects.delete({ projectId, confirm: 'Shop' });
  const calls = [
    owner.redaction.get({ projectId }),
    owner.redaction.test({ projectId, text: 'x' }),
    owner.redaction.coverage({ projectId }),
    owner.retention.get({ projectId }),
    owner.retention.preview({ projectId }),
    owner.retention.sweep({ projectId }),
  ];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { code: 'not_found', message: `There is no project ${projectId}.` },
    });
  }
});
