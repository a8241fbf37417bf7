import { globSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openCollector } from '../../../src/main/collector/open-collector.ts';
import { exportRequest } from '../../support/export-request.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';

/*
 * A collector as a command opens it that works on a folder by itself: it is over before any chore would be due.
 */

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const PATIENCE = { timeout: 20_000 };

/** What a collector listens to and when its chores begin, by who opens it. */
const COMMAND = { listen: null, choresAfterMs: 60_000 } as const;
const SERVICE = { listen: { host: '127.0.0.1', httpPort: 0, grpcPort: 0 } } as const;

/** A folder, the time, and collectors on it; the threads that this process starts from now on. */
function begin() {
  const dataDir = createTestFolder();
  let now = NOW;
  const log = createTestLog();
  const threads: string[] = [];
  const count = (worker: Worker): void => void threads.push(worker.threadName ?? '');
  process.on('worker', count);
  onTestFinished(() => void process.off('worker', count));
  return {
    dataDir,
    log,
    threads,
    pass: (ms: number) => (now += ms),
    open: async (host: typeof COMMAND | typeof SERVICE, free = 1e12) => {
      const collector = await openCollector({
        dataDir,
        log,
        clock: { now: () => now },
        freeBytes: async () => free,
        ...host,
      });
      onTestFinished(() => collector.close());
      const { client } = collector;
      const projectId = (await client.projects.list()).projects[0]!.id;
      const store = async (...users: string[]) => {
        const spans = users.map((user) => ({ startMs: now, attributes: { 'user.id': user } }));
        const file = new Blob([JSON.stringify(exportRequest(spans))]);
        await client.transfer.importFile({ projectId, file });
      };
      const spans = async () => (await client.projects.get({ projectId })).spanCount;
      return { collector, client, projectId, store, spans };
    },
  };
}

test('a command starts no thread that it does not need', async () => {
  const { threads, open } = begin();
  const { client, projectId, store, spans } = await open(COMMAND);
  await client.keys.create({ projectId, name: 'agent', scopes: ['ingest'] });
  await client.audit.list({});
  await client.usage.report({ projectId });
  expect(threads).toEqual([]);
  await Promise.all([store('ann'), store('ben')]);
  // The file is read, decoded, written; nobody asked for anything of it yet.
  expect(threads.toSorted()).toEqual([
    'decode',
    'spanward-read',
    'spanward-read',
    'spanward-writer',
  ]);
  expect(await spans()).toBe(2);
});

test('what listens has its threads ready before data comes', async () => {
  const { threads, open } = begin();
  await open(SERVICE);
  await expect.poll(() => threads.toSorted()).toEqual(['decode', 'spanward-writer']);
});

test('a command leaves it to a service to remove what is too old', async () => {
  const { dataDir, open, pass } = begin();
  const files = () => globSync(join(dataDir, 'projects/*/traces/*.db')).length;
  const first = await open(COMMAND);
  await first.store('ann');
  pass(DAY);
  await first.store('ben');
  await first.client.retention.set({ projectId: first.projectId, traces: { days: 1 } });
  await first.collector.close();
  pass(DAY);
  const second = await open(COMMAND);
  expect(await second.spans()).toBe(2);
  expect(
    (await second.client.retention.get({ projectId: second.projectId })).nextSweepAt,
  ).toBeNull();
  await second.collector.close();
  expect(files()).toBe(2);
  await open(SERVICE);
  await expect.poll(files, PATIENCE).toBe(1);
});

test('a command goes on at once with a deletion that somebody was promised', async () => {
  const { dataDir, open, pass } = begin();
  const first = await open(COMMAND);
  await first.store('ann', 'ben');
  const [file] = globSync(join(dataDir, 'projects/*/traces/*.db'));
  // Where the day is to be written anew, nothing can be.
  mkdirSync(`${file}.rewrite`);
  const target = { kind: 'attribute', key: 'user.id', value: 'ann' } as const;
  const deletion = { projectId: first.projectId, target, confirm: 'Default Project' };
  await expect(first.client.retention.delete(deletion)).rejects.toMatchObject({
    code: 'unavailable',
  });
  await first.collector.close();
  rmdirSync(`${file}.rewrite`);
  pass(1000);
  const { spans } = await open(COMMAND);
  await expect.poll(spans, PATIENCE).toBe(1);
});

test('a command takes no data where the disk is full', async () => {
  const { open } = begin();
  const { store, spans } = await open(COMMAND, 1);
  await expect(store('ann')).rejects.toMatchObject({
    message: expect.stringContaining('The disk is almost full'),
  });
  expect(await spans()).toBe(0);
});
