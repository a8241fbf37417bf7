import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/main/collector/clock.ts';
import { Pipeline } from '../../../src/main/collector/ingest/pipeline.ts';
import { IngestStats } from '../../../src/main/collector/ingest/stats.ts';
import type { RedactionCount } from '../../../src/main/collector/redaction/redaction-count.ts';
import type { RedactionPolicy } from '../../../src/main/collector/redaction/policy.ts';
import { openStore } from '../../../src/main/collector/store/open-store.ts';
import { workerEntry } from '../../../src/main/collector/worker-entry.ts';
import { exportRequest } from '../../support/export-request.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';
import { policy } from './policies.ts';
import { newTraceId } from '../../support/ids.ts';

const PROJECT = 'prj_000000000000';
const ADDRESS = 'very.special.person@some-company.org';

/** Sends one span with an address through the decode threads into a store; what its files hold then. */
async function ingest(of: RedactionPolicy) {
  const dataDir = createTestFolder();
  const log = createTestLog();
  const store = await openStore({ dataDir, clock: systemClock, log });
  const counts: RedactionCount[] = [];
  const pipeline = new Pipeline({
    store,
    stats: new IngestStats(() => Date.now()),
    log,
    workerEntry: workerEntry('decode-worker'),
    maxInflatedBytes: 2 ** 20,
    policyOf: () => of,
    onRedactions: (_projectId, rows) => counts.push(...rows),
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await pipeline.close();
    await store.close();
  };
  onTestFinished(close);
  const request = exportRequest([
    { traceId: newTraceId(), name: `mail ${ADDRESS}`, attributes: { 'user.id': ADDRESS } },
  ]);
  const outcome = await pipeline.ingest({
    projectId: PROJECT,
    signal: 'traces',
    format: 'json',
    coding: 'identity',
    body: [Buffer.from(JSON.stringify(request))],
  });
  // Before the last checkpoint, while what was written is in the log as well.
  const open = contents(dataDir);
  await close();
  return { outcome, files: open + contents(dataDir), counts };
}

function contents(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}

test('no file of the data folder holds what was redacted', async () => {
  const { outcome, files, counts } = await ingest(policy());
  expect(outcome).toMatchObject({ kind: 'stored' });
  expect(files).not.toContain('some-company');
  expect(files).toContain('[EMAIL]');
  expect(counts).toMatchObject([
    { type: 'EMAIL', key: 'name', count: 1 },
    { type: 'EMAIL', key: 'user.id', count: 1 },
  ]);
  expect(counts.map(({ mode = 'on' }) => mode)).toEqual(['on', 'on']);
});

test('the same data is found in the files when redaction is off, or only counts', async () => {
  expect((await ingest({ mode: 'off' })).files).toContain('some-company');
  const detected = await ingest(policy({ mode: 'detect' }));
  expect(detected.files).toContain('some-company');
  // Whatever the mode of the project is by the time they are added up.
  expect(detected.counts.map(({ mode }) => mode)).toEqual(['detect', 'detect']);
});

test('a policy that cannot be used stores nothing', async () => {
  const { outcome, files } = await ingest(
    policy({ rules: [{ id: 'r', type: 'X', kind: 'pattern', pattern: '(' }] }),
  );
  expect(outcome.kind).not.toBe('stored');
  expect(files).not.toContain('some-company');
});
