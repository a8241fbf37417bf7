import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExportFormat } from '../../../src/shared/contract/transfer.ts';
import { sendFile } from '../../../src/shared/send-file.ts';
import { exportRequest } from '../../support/export-request.ts';
import { openTestCollector, type TestCollector } from '../../support/open-test-collector.ts';
import { readFormats } from '../../support/read-formats.ts';
import { newTraceId } from '../../support/ids.ts';

const SAMPLES = readFileSync(
  new URL('../../fixtures/otlp/otel-tui-collector-export.jsonl', import.meta.url),
);

type Client = TestCollector['client'];
type Options = Omit<Parameters<Client['transfer']['exportFile']>[0], 'projectId' | 'format'>;

async function read({ client }: TestCollector, bytes: Uint8Array, passphrase?: string) {
  const { project } = await client.files.open({ name: 'file' });
  const projectId = project.id;
  const { report } = await sendFile(
    {
      begin: () => client.transfer.begin({ projectId, passphrase }),
      feed: (readingId, offset, piece) =>
        client.transfer.feed({ projectId, readingId, offset, bytes: piece }),
      finish: (readingId) => client.transfer.finish({ projectId, readingId }),
      cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
    },
    {
      read: async (start, length) =>
        new Blob([new Uint8Array(bytes.subarray(start, start + length))]),
    },
  );
  return { projectId, report };
}

async function write(
  { client }: TestCollector,
  projectId: string,
  format: ExportFormat,
  options: Options = {},
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { base64 } of await client.transfer.exportFile({
    projectId,
    format,
    ...options,
  })) {
    pieces.push(Buffer.from(base64, 'base64'));
  }
  return Buffer.concat(pieces);
}

/** Every record as text, in an order that does not depend on how they were stored. */
async function contentOf(file: Uint8Array): Promise<string[]> {
  const { spans, logs, metrics } = await readFormats(file, { pieceBytes: 1 << 20 });
  return [...spans, ...logs, ...metrics].map((record) => JSON.stringify(record)).toSorted();
}

const EVERYTHING: Options = { signals: ['traces', 'logs', 'metrics'] };

describe('an export', () => {
  it('holds the same after it was imported and exported again, as JSON and as protobuf', async () => {
    const collector = await openTestCollector();
    const first = await read(collector, SAMPLES);
    const original = await contentOf(
      await write(collector, first.projectId, 'otlp-jsonl', EVERYTHING),
    );
    expect(original).toHaveLength(first.report.spans + first.report.logs + 2650);
    for (const format of ['otlp-jsonl', 'otlp-protobuf', 'bundle'] as const) {
      const file = await write(collector, first.projectId, format, EVERYTHING);
      expect(await contentOf(file)).toEqual(original);
      const again = await read(collector, file);
      expect(again.report).toMatchObject({ rejected: 0, problemCount: 0, spans: 547, logs: 23 });
      expect(await contentOf(await write(collector, again.projectId, format, EVERYTHING))).toEqual(
        original,
      );
    }
  });

  it('as Jaeger JSON is read back with the same spans, names and parents', async () => {
    const collector = await openTestCollector();
    const { projectId } = await read(collector, SAMPLES);
    const jaeger = await readFormats(await write(collector, projectId, 'jaeger'));
    const otlp = await readFormats(await write(collector, projectId, 'otlp-jsonl'));
    const shapeOf = ({ spans }: typeof otlp) =>
      spans
        .map(({ traceId, spanId, parentSpanId, name, kind, service }) =>
          JSON.stringify([traceId, spanId, parentSpanId, name, kind, service]),
        )
        .toSorted();
    expect(jaeger.problems).toEqual([]);
    expect(shapeOf(jaeger)).toEqual(shapeOf(otlp));
  });

  it('of chosen traces holds those alone, and the list as CSV cannot run formulas', async () => {
    const collector = await openTestCollector();
    const ids = [newTraceId(), newTraceId(), newTraceId()];
    const spans = ids.map((traceId, at) => ({ traceId, name: at === 0 ? '=1+1' : `name ${at}` }));
    const { projectId } = await read(collector, Buffer.from(JSON.stringify(exportRequest(spans))));
    const some = await readFormats(
      await write(collector, projectId, 'otlp-protobuf', { traceIds: ids.slice(0, 2) }),
    );
    expect(some.spans.map(({ traceId }) => traceId).toSorted()).toEqual(ids.slice(0, 2).toSorted());
    const csv = (await write(collector, projectId, 'csv')).toString('utf8');
    expect(csv.trim().split('\n')).toHaveLength(4);
    expect(csv).not.toMatch(/,=1\+1/);
  });

  it('takes out what it is asked to, and is written down', async () => {
    const collector = await openTestCollector();
    const attributes = { note: 'write to ann@example.com' };
    const { projectId } = await read(
      collector,
      Buffer.from(JSON.stringify(exportRequest([{ attributes }]))),
    );
    const plain = await write(collector, projectId, 'otlp-jsonl');
    const clean = await write(collector, projectId, 'otlp-jsonl', { redact: ['EMAIL'] });
    expect(plain.toString('utf8')).toContain('ann@example.com');
    expect(clean.toString('utf8')).not.toContain('ann@example.com');
    const { entries } = await collector.client.audit.list({ action: 'traces.exported' });
    expect(entries[0]).toMatchObject({ after: { format: 'otlp-jsonl', redacted: ['EMAIL'] } });
  });
});

describe('a bundle', () => {
  it('carries notes, pins, tags and scores to another instance, encrypted', async () => {
    const here = await openTestCollector();
    const traceId = newTraceId();
    const { projectId } = await read(
      here,
      Buffer.from(JSON.stringify(exportRequest([{ traceId }]))),
    );
    await here.client.annotations.pin({ projectId, traceIds: [traceId], pinned: true });
    await here.client.annotations.tag({ projectId, traceIds: [traceId], add: ['slow'] });
    await here.client.annotations.addNote({ projectId, traceId, text: 'Look at this.' });
    const passphrase = 'correct horse battery';
    const bundle = await write(here, projectId, 'bundle', { passphrase });
    expect(bundle.toString('latin1', 0, 21)).toBe('age-encryption.org/v1');

    const there = await openTestCollector();
    await expect(read(there, bundle)).rejects.toMatchObject({ code: 'invalid' });
    await expect(read(there, bundle, 'another one')).rejects.toMatchObject({ code: 'invalid' });
    const opened = await read(there, bundle, passphrase);
    expect(opened.report).toMatchObject({ spans: 1, annotations: 3, problemCount: 0 });
    const said = await there.client.annotations.get({ projectId: opened.projectId, traceId });
    expect(said).toMatchObject({ tags: [{ name: 'slow' }] });
    expect(said.pin).not.toBeNull();
    expect(said.notes[0]!.text).toBe('Look at this.');
  });

  it('tells where it was changed or cut short', async () => {
    const collector = await openTestCollector();
    const { projectId } = await read(collector, SAMPLES);
    const bundle = await write(collector, projectId, 'bundle', EVERYTHING);
    const cut = await read(collector, bundle.subarray(0, bundle.length - 2000));
    expect(cut.report.spans).toBeGreaterThan(0);
    expect(cut.report.problemCount).toBeGreaterThan(0);
  });
});
