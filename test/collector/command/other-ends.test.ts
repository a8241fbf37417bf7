import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { COMMAND } from '../../support/run-command.ts';

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
