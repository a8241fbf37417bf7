import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/main/collector/audit/verify-chain.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { openTestTrail } from './open-test-trail.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const KILLS = 6;

/** Runs the child until it has acknowledged so many changes, kills it, and returns their names. */
function runAndKill(dataDir: string, run: number, changes: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, dataDir, String(run)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > changes) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(text.split('\n').slice(0, -1));
      else reject(new Error('the child ended by itself'));
    });
  });
}

test('after kill -9 every change has its entry, every entry its change, and the chain is in order', async () => {
  const dataDir = createTestFolder();
  const acknowledged: string[] = [];
  for (let run = 0; run < KILLS; run += 1) {
    acknowledged.push(...(await runAndKill(dataDir, run, 1 + run * 9)));
  }
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  const stored = await catalog.db.selectFrom('setting').select('name').execute();
  const changed = stored.map(({ name }) => name).toSorted();
  const entries = (await rows()).flatMap((row) => row.resource_id ?? []).toSorted();
  expect(entries).toEqual(changed);
  expect(changed).toEqual(expect.arrayContaining(acknowledged));
  const report = await verifyChain(catalog, dataDir, trail.key, trail.head);
  expect(report).toMatchObject({ ok: true, checked: entries.length + 1 });
}, 120_000);
