import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { instanceFileOf } from '../../../src/main/collector/instance-file.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { COMMAND, runCommand } from '../../support/run-command.ts';

test('a command whose reader went away, as head does, ends without a word', async () => {
  const dataDir = createTestFolder();
  const { client } = await openTestCollector({ dataDir });
  await client.projects.create({ name: 'Shop' });
  const child = spawn(process.execPath, [COMMAND, 'project', 'list', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([code, stderr]).toEqual([0, '']);
});

// Other systems have no device that is always full.
test.skipIf(process.platform !== 'linux')(
  'a command that cannot write all it says fails, and says why',
  async () => {
    const dataDir = createTestFolder();
    await openTestCollector({ dataDir });
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [COMMAND, 'project', 'list', '--data-dir', dataDir], {
      stdio: ['ignore', full.fd, 'pipe'],
    });
    const [stderr, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
    await full.close();
    expect([code, stderr]).toEqual([1, 'spanward: Not all could be written: the disk is full.\n']);
  },
);

test('a collector of another version is worked with, and told', async () => {
  const dataDir = createTestFolder();
  await openTestCollector({ dataDir });
  const file = instanceFileOf(dataDir);
  const instance = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...instance, version: '9.8.7' }));
  expect(await runCommand('project', 'list', '--json', '--data-dir', dataDir)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"Default Project"'),
    stderr: expect.stringMatching(/^The collector that runs is Spanward 9\.8\.7, this command is /),
  });
});
