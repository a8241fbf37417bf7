import { globSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../support/open-test-collector.ts';
import { runCommand } from '../support/run-command.ts';
import { newTraceId } from '../support/ids.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-03-01T12:00:00Z');

/** A folder with one trace on each of two days, closed. Answers the trace ids and the files, oldest first. */
async function folderOfTwoDays() {
  const dataDir = createTestFolder();
  const traceIds = [newTraceId(), newTraceId()];
  for (const [day, traceId] of traceIds.entries()) {
    const now = FIRST_DAY + day * DAY_MS;
    const collector = await openTestCollector({ dataDir, clock: { now: () => now } });
    const spans = Array.from({ length: 50 }, () => ({
      traceId,
      startMs: now,
      attributes: { noise: newTraceId() },
    }));
    expect((await postTraces(collector.url, exportRequest(spans))).status).toBe(200);
    await collector.close();
  }
  const files = globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted();
  expect(files).toHaveLength(2);
  return { dataDir, files, traceIds };
}

async function openAndList(dataDir: string) {
  const collector = await openTestCollector({
    dataDir,
    clock: { now: () => FIRST_DAY + 2 * DAY_MS },
  });
  const { projects } = await collector.client.projects.list();
  const projectId = projects[0]!.id;
  const { traces } = await collector.client.traces.list({ projectId });
  return { collector, projectId, listed: traces.map((trace) => trace.traceId) };
}

const damages: [string, (file: string) => void][] = [
  ['cut in half', (file) => truncateSync(file, readFileSync(file).length >> 1)],
  [
    'with a broken header',
    (file) =>
      writeFileSync(
        file,
        Buffer.concat([Buffer.alloc(100, 0xff), readFileSync(file).subarray(100)]),
      ),
  ],
  [
    'with flipped bits',
    (file) => {
      const bytes = readFileSync(file);
      for (let at = 4096 + 37; at < bytes.length; at += 509) bytes[at]! ^= 0x10;
      writeFileSync(file, bytes);
    },
  ],
];

describe.each(damages)('a data file %s', (_name, damage) => {
  it('leaves the rest readable and writable, is named by doctor, and is left as it is', async () => {
    const { dataDir, files, traceIds } = await folderOfTwoDays();
    damage(files[0]!);
    const before = readFileSync(files[0]!);
    const { collector, projectId, listed } = await openAndList(dataDir);
    expect(listed).toContain(traceIds[1]);
    expect(await collector.client.collector.status()).toMatchObject({
      version: expect.any(String),
    });
    const later = newTraceId();
    expect((await postTraces(collector.url, exportRequest([{ traceId: later }]))).status).toBe(200);
    const { traces } = await collector.client.traces.list({ projectId });
    expect(traces.map((trace) => trace.traceId)).toContain(later);
    expect(
      await (await collector.client.traces.otlp({ projectId, traceId: traceIds[1]! })).text(),
    ).toContain(traceIds[1]);
    const { healthy, checks } = await collector.client.collector.doctor();
    expect(healthy).toBe(false);
    const failed = checks
      .filter((check) => check.state !== 'ok')
      .map((check) => `${check.name} ${check.message}`);
    expect(failed.join('\n')).toContain('2026-03-01');
    expect(failed.join('\n')).not.toContain('2026-03-02');
    await collector.close();
    expect(readFileSync(files[0]!).equals(before)).toBe(true);
  });
});

describe('a data file that was emptied', () => {
  it('leaves the rest readable and writable', async () => {
    const { dataDir, files, traceIds } = await folderOfTwoDays();
    truncateSync(files[0]!, 0);
    const { collector, listed } = await openAndList(dataDir);
    expect(listed).toEqual([traceIds[1]]);
    expect((await postTraces(collector.url, exportRequest([{}]))).status).toBe(200);
  });
});

describe('a folder of a newer version', () => {
  it.each([
    ['catalog.db', 'catalog.db'],
    ['a data file', 'projects/*/traces/*-01.db'],
  ])('is left as it is: %s', async (_name, pattern) => {
    const { dataDir } = await folderOfTwoDays();
    const [file] = globSync(join(dataDir, pattern));
    const db = new Database(file!);
    db.pragma('user_version = 900');
    db.close();
    const before = readFileSync(file!);
    const doctor = await runCommand('doctor', '--data-dir', dataDir);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout + doctor.stderr).toContain('newer');
    expect(readFileSync(file!).equals(before)).toBe(true);
  });
});

describe('a clock that steps back a day', () => {
  it('loses nothing and stores nothing twice', async () => {
    let now = FIRST_DAY + 5 * DAY_MS;
    const collector = await openTestCollector({ clock: { now: () => now } });
    const { projects } = await collector.client.projects.list();
    const requests = Array.from({ length: 3 }, () => exportRequest([{ startMs: FIRST_DAY }]));
    for (const request of requests) {
      expect((await postTraces(collector.url, request)).status).toBe(200);
      now -= 1.5 * DAY_MS;
    }
    for (const request of requests)
      expect((await postTraces(collector.url, request)).status).toBe(200);
    const { traces } = await collector.client.traces.list({ projectId: projects[0]!.id });
    expect(traces.map((trace) => trace.spanCount)).toEqual([1, 1, 1]);
  });
});
