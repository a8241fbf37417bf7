import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  createTestFolder,
  openTestCollector,
  type TestCollector,
} from '../../support/open-test-collector.ts';

async function openServer(allowedHosts: readonly string[], dataDir = createTestFolder()) {
  const pageFolder = join(createTestFolder(), 'page');
  mkdirSync(pageFolder);
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  return openTestCollector({ host: '0.0.0.0', allowedHosts, dataDir, pageFolder });
}

function status(port: number, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

/** Statuses of an OTLP path (405: the right name, the wrong method) and of the console's page. */
async function statuses({ listeners }: TestCollector, host: string): Promise<[number, number]> {
  const otlp = await status(listeners.otlpHttp!.port, host, '/v1/traces');
  return [otlp, await status(listeners.console!.port, host, '/')];
}

const ANSWERED = [405, 200];
const REFUSED = [403, 403];

it('a server answers under the names it was started with, and under its addresses', async () => {
  const server = await openServer(['traces.corp', 'collector']);
  for (const host of [
    'traces.corp',
    'traces.corp:4318',
    'TRACES.Corp',
    'traces.corp.',
    'Traces.corp.:443',
    'collector:4318',
    '192.168.1.10:4318',
    '[fe80::1]:4318',
  ]) {
    expect([host, await statuses(server, host)]).toEqual([host, ANSWERED]);
  }
  for (const host of [
    'corp',
    'corp:4318',
    'a.traces.corp',
    'xtraces.corp',
    'traces.corp.evil.example',
    'traces.corp..',
    'traces.corp:80:80',
    '*',
    'evil.example',
  ]) {
    expect([host, await statuses(server, host)]).toEqual([host, REFUSED]);
  }
});

it('a name in the settings counts at once, is kept, and counts no longer when it is removed', async () => {
  const dataDir = createTestFolder();
  const first = await openServer(['traces.corp'], dataDir);
  expect(await statuses(first, 'other.corp:4318')).toEqual(REFUSED);
  const stored = await first.client.collector.setSettings({ allowedHosts: [' Other.Corp. '] });
  expect(stored.allowedHosts).toEqual(['other.corp']);
  expect(await statuses(first, 'other.corp:4318')).toEqual(ANSWERED);
  expect(await statuses(first, 'traces.corp')).toEqual(ANSWERED);
  await first.close();

  const second = await openServer([], dataDir);
  expect(await statuses(second, 'other.corp')).toEqual(ANSWERED);
  expect(await statuses(second, 'traces.corp')).toEqual(REFUSED);
  await second.client.collector.setSettings({ allowedHosts: [] });
  expect(await statuses(second, 'other.corp')).toEqual(REFUSED);
});

it.each(['*', '*.corp', 'traces.corp:4318', 'http://traces.corp', ''])(
  'the settings take no %j',
  async (name) => {
    const { client } = await openTestCollector();
    await expect(client.collector.setSettings({ allowedHosts: [name] })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await client.collector.settings()).allowedHosts).toEqual([]);
  },
);
