import { expect, test } from 'vitest';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { runCommand } from '../../support/run-command.ts';
import { openForPast } from './open.ts';
import { personalData, sendAll } from './personal-data.ts';

test('stored data is scanned and rewritten from the command line, and over REST', async () => {
  const dataDir = createTestFolder();
  const { client, projectId, confirm, url } = await openForPast({ dataDir });
  const data = personalData('zo');
  await sendAll(url, data);
  const run = async (...args: string[]) => {
    const all = ['redaction', ...args, '--project', confirm, '--data-dir', dataDir];
    const { code, stdout, stderr } = await runCommand(...all);
    return { code, text: stdout + stderr };
  };
  expect((await run('status')).text).toContain('neither scanned nor rewritten');
  const scan = await run('scan', '--dry-run');
  expect(scan).toMatchObject({
    code: 0,
    text: expect.stringContaining(`${data.values.length} values would be replaced`),
  });
  expect(scan.text).toMatch(/traces\s+EMAIL\s+email\s+user\.id\s+service of \[EMAIL\]\s+6/);
  expect(scan.text).not.toContain('people-zo');

  const unconfirmed = `There is no undo. Say --confirm "${confirm}" to rewrite`;
  expect(await run('rewrite')).toMatchObject({
    code: 2,
    text: expect.stringContaining(unconfirmed),
  });
  const wrong = await run('rewrite', '--confirm', 'Another');
  expect(wrong.text).toContain('Nothing was rewritten');
  expect(wrong.code).not.toBe(0);
  const rewrite = await run('rewrite', '--confirm', confirm);
  expect(rewrite).toMatchObject({
    code: 0,
    text: expect.stringContaining(`${data.values.length} values replaced`),
  });
  expect(rewrite.text).toContain('Redaction is "off"');
  expect(storedTexts(dataDir, data.values)).toEqual([]);
  expect(await run('cancel')).toMatchObject({
    code: 1,
    text: expect.stringContaining('nothing under way'),
  });

  const { secret } = await client.keys.create({ projectId, scopes: ['admin'] });
  const ask = async (method: string, path = '', body?: object) => {
    const answer = await fetch(`${url}/api/v1/projects/${projectId}/redaction/past${path}`, {
      method,
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  // Keys may read what is redacted, and no more.
  expect((await ask('GET')).status).toBe(403);
  expect((await ask('POST', '/rewrite', { confirm })).status).toBe(403);
});
