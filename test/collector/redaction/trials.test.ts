import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TrialThread } from '../../../src/main/collector/redaction/trial-thread.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { openWithPeople } from '../../support/people.ts';
import { policy } from './policies.ts';

const EMPLOYEE = { id: 'emp', type: 'EMPLOYEE', kind: 'pattern', pattern: 'EMP-[0-9]+' } as const;

async function setUp() {
  const dataDir = createTestFolder();
  const people = await openWithPeople(dataDir);
  const { project } = await people.owner.projects.create({ name: 'Shop' });
  return { ...people, dataDir, projectId: project.id };
}

test('attributes are tried by their keys: dropped, allowed or examined', async () => {
  const { owner, projectId } = await setUp();
  const { fields } = await owner.redaction.testFields({
    projectId,
    fields: [
      { key: 'user.email', text: 'ada@corp.io' },
      { key: 'user.note', text: 'EMP-17' },
      { key: 'internal.notes', text: 'ada@corp.io' },
      { key: 'support.contact', text: 'help@corp.io' },
    ],
    rules: [EMPLOYEE],
    dropKeys: ['internal.*'],
    allowKeys: ['support.contact'],
  });
  expect(fields).toEqual([
    {
      key: 'user.email',
      action: 'examine',
      text: '[EMAIL]',
      hits: [{ start: 0, end: 11, type: 'EMAIL', rule: 'email' }],
    },
    {
      key: 'user.note',
      action: 'examine',
      text: '[EMPLOYEE]',
      hits: [{ start: 0, end: 6, type: 'EMPLOYEE', rule: 'emp' }],
    },
    { key: 'internal.notes', action: 'drop', text: '', hits: [] },
    { key: 'support.contact', action: 'allow', text: 'help@corp.io', hits: [] },
  ]);
});

test('nothing that is tried is in any file, in the log or in an audit', async () => {
  const { owner, collector, dataDir, projectId } = await setUp();
  const text = 'very.special.person@some-company.org';
  await owner.redaction.test({ projectId, text });
  await owner.redaction.testFields({ projectId, fields: [{ key: 'a', text }] });
  const packed = Buffer.from(`to ${text}, and to ada@corp.io`).toString('base64');
  expect((await owner.redaction.test({ projectId, text: packed })).hits).toEqual([
    { start: 0, end: packed.length, type: 'EMAIL', rule: 'email in base64' },
  ]);
  await expect(
    owner.redaction.test({ projectId, text, rules: [{ ...EMPLOYEE, pattern: '(' }] }),
  ).rejects.toMatchObject({ code: 'invalid' });
  expect((await owner.redaction.audit({ projectId })).rows).toEqual([]);
  expect(JSON.stringify(collector.log.lines)).not.toContain('some-company');
  await collector.close();
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((content) => content.includes('some-company'))).toEqual([]);
});

test('rules that take too long are ended with their thread, and the next trial is answered', async () => {
  const thread = new TrialThread(1_000);
  onTestFinished(() => thread.close());
  const text = 'ada@corp.io '.repeat(10_000);
  const many = Array.from({ length: 400 }, () => ({ key: '', text }));
  await expect(thread.call('fields', policy(), many)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('took longer than 1 s'),
  });
  const [tried] = await thread.call('fields', policy(), [{ key: '', text: 'to ada@corp.io' }]);
  expect(tried!.text).toBe('to [EMAIL]');
});

test('the names of other products are understood in calls, also over REST', async () => {
  const { owner, collector, projectId } = await setUp();
  const { rules } = await owner.redaction.set({
    projectId,
    mode: 'strict',
    types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'ip_address', 'IBAN_CODE', 'ssn', 'email'],
    replacement: { kind: 'text', template: '[REDACTED:<TYPE>]' },
    replacements: { PHONE_NUMBER: { kind: 'hash' } },
  });
  expect(rules).toMatchObject({
    mode: 'on',
    types: ['EMAIL', 'PHONE', 'IP', 'IBAN', 'US_SSN'],
    replacement: { kind: 'text', template: '[REDACTED:{type}]' },
    replacements: { PHONE: { kind: 'pseudonym' } },
  });
  await owner.redaction.setInstance({ requiredTypes: ['EMAIL_ADDRESS'] });
  expect((await owner.redaction.instance()).requiredTypes).toEqual(['EMAIL']);
  const short = await owner.redaction.set({ projectId, types: ['all'], replacement: '[{type}]' });
  expect(short.rules).toMatchObject({
    types: ['EMAIL', 'CREDIT_CARD', 'US_SSN', 'PHONE', 'IP', 'IBAN', 'SECRET'],
    replacement: { kind: 'text', template: '[{type}]' },
  });
  await owner.redaction.set({ projectId, replacement: '[REDACTED:<type>]' });
  await expect(owner.redaction.set({ projectId, types: ['SHOE_SIZE'] })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('EMAIL'),
  });
  const { secret } = await owner.keys.create({ projectId, scopes: ['admin'] });
  const answer = await fetch(`${collector.url}/api/v1/projects/${projectId}/redaction/test`, {
    method: 'POST',
    headers: { 'x-api-key': secret, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'to ada@corp.io', types: ['EMAIL_ADDRESS'] }),
  });
  expect(await answer.json()).toMatchObject({ text: 'to [REDACTED:EMAIL]' });
});
