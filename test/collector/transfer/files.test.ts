import { readFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileReport } from '../../../src/shared/contract/file-report.ts';
import { sendFile } from '../../../src/shared/send-file.ts';
import { exportRequest } from '../../support/export-request.ts';
import { openTestCollector, type TestCollector } from '../../support/open-test-collector.ts';
import { newTraceId } from '../../support/ids.ts';

const COLLECTOR = readFileSync(
  new URL('../../fixtures/otlp/otel-tui-collector-export.jsonl', import.meta.url),
);

async function importBytes(
  { client }: TestCollector,
  projectId: string,
  bytes: Uint8Array,
  progress?: (done: number, soFar: FileReport) => boolean,
) {
  return sendFile(
    {
      begin: () => client.transfer.begin({ projectId, name: 'a.bin' }),
      feed: (readingId, offset, piece) =>
        client.transfer.feed({ projectId, readingId, offset, bytes: piece }),
      finish: (readingId) => client.transfer.finish({ projectId, readingId }),
      cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
    },
    {
      read: async (start, length) =>
        new Blob([new Uint8Array(bytes.subarray(start, start + length))]),
      ...(progress === undefined ? {} : { progress }),
    },
  );
}

const firstProject = async ({ client }: TestCollector) =>
  (await client.projects.list()).projects[0]!.id;

const good = (): string => JSON.stringify(exportRequest([{}]));

describe('a file that is read into a project', () => {
  it('is stored through the ordinary way in, its report exact, and its duplicates known', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const { report } = await importBytes(collector, projectId, zlib.gzipSync(COLLECTOR));
    expect(report).toMatchObject({
      formats: ['gzip', 'OTLP JSON'],
      rejected: 0,
      spans: 547,
      logs: 23,
      problemCount: 0,
    });
    expect(report.accepted).toBe(report.spans + report.logs + report.points);
    const stored = await collector.client.projects.contents({ projectId });
    expect(stored).toMatchObject({ spans: 547, logs: 23 });
    const again = await importBytes(collector, projectId, COLLECTOR);
    expect(again.report).toMatchObject({ spans: 0, rejected: 0 });
    expect(again.report.duplicates).toBeGreaterThanOrEqual(547);
  });

  it('tells the place and reason of what it refused', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const zero = JSON.stringify(exportRequest([{ traceId: '0'.repeat(32) }]));
    const file = [good(), '{"half', good(), zero, good()].join('\n');
    const { report } = await importBytes(collector, projectId, Buffer.from(file));
    expect(report).toMatchObject({ accepted: 3, problemCount: 2 });
    expect(report.problems.map(({ line }) => line)).toEqual([2, 4]);
    expect(report.problems[1]!.reason).toBe('trace_id is not 16 bytes, or all zero');
  });

  it('can be stopped: what was stored stays, and the audit log says so', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const traceId = newTraceId();
    const line = `${JSON.stringify(exportRequest([{ traceId }]))}\n`;
    const bytes = Buffer.from(line.repeat(12_000));
    const { report, isCancelled } = await importBytes(collector, projectId, bytes, () => false);
    expect(isCancelled).toBe(true);
    expect(report.bytes).toBeLessThan(bytes.length);
    const { entries } = await collector.client.audit.list({ action: 'traces.imported' });
    expect(entries).toHaveLength(1);
  });

  it('that cannot be opened is kept with the reason', async () => {
    const collector = await openTestCollector();
    const { project } = await collector.client.files.open({ name: 'sealed' });
    const sealed = Buffer.from('age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n');
    const reason = 'The file is encrypted. Give the passphrase it was made with.';
    await expect(importBytes(collector, project.id, sealed)).rejects.toMatchObject({
      code: 'invalid',
      message: reason,
    });
    const { workspaces } = await collector.client.files.list();
    expect(workspaces[0]!.files).toMatchObject([{ isWhole: false, report: { accepted: 0 } }]);
    expect(workspaces[0]!.files[0]!.report.problems.map((one) => one.reason)).toEqual([reason]);
  });

  it('is refused to whoever else names it, and after its end', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const { client } = collector;
    const { project: other } = await client.projects.create({ name: 'Other' });
    const { readingId } = await client.transfer.begin({ projectId });
    const feed = (into: string) =>
      client.transfer.feed({ projectId: into, readingId, offset: 0, bytes: new Blob(['{}']) });
    await expect(feed(other.id)).rejects.toMatchObject({ code: 'not_found' });
    await client.transfer.finish({ projectId, readingId });
    await expect(feed(projectId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes a piece again without reading it twice, and misses none', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const { client } = collector;
    const bytes = Buffer.from(JSON.stringify(exportRequest([{}, {}])));
    const { readingId } = await client.transfer.begin({ projectId });
    const feed = (start: number, end: number) =>
      client.transfer.feed({
        projectId,
        readingId,
        offset: start,
        bytes: new Blob([bytes.subarray(start, end)]),
      });
    await feed(0, 100);
    await feed(50, 150);
    await expect(feed(200, 300)).rejects.toMatchObject({ code: 'conflict' });
    await feed(150, bytes.length);
    const report = await client.transfer.finish({ projectId, readingId });
    expect(report).toMatchObject({ accepted: 2, problemCount: 0, bytes: bytes.length });
  });

  it('may come whole by REST', async () => {
    const collector = await openTestCollector();
    const projectId = await firstProject(collector);
    const { secret } = await collector.client.keys.create({
      projectId,
      name: 'import',
      scopes: ['ingest'],
    });
    const form = new FormData();
    form.set('file', new Blob([JSON.stringify(exportRequest([{}]))]), 'trace.json');
    const answer = await fetch(`${collector.url}/api/v1/projects/${projectId}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: form,
    });
    expect(await answer.json()).toMatchObject({ accepted: 1, formats: ['OTLP JSON'] });
  });
});
