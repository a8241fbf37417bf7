import { describe, expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { importBytes } from '../../support/files.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

describe('an imported file', () => {
  it('counts a span that it holds twice as stored once and known once', async () => {
    const collector = await openTestCollector();
    const projectId = (await collector.client.projects.list()).projects[0]!.id;
    const span = { traceId: newTraceId(), spanId: newSpanId() };
    const twice = JSON.stringify(exportRequest([span, span]));
    const importAll = () => importBytes(collector.client, projectId, twice);
    expect(await importAll()).toMatchObject({ accepted: 1, duplicates: 1, rejected: 0 });
    expect(await importAll()).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0 });
    const { traces } = await collector.client.traces.list({ projectId });
    expect(traces).toMatchObject([{ traceId: span.traceId, spanCount: 1 }]);
  });

  it('keeps good lines beside broken, foreign and refused ones, and says which they were', async () => {
    const collector = await openTestCollector();
    const projectId = (await collector.client.projects.list()).projects[0]!.id;
    const good = JSON.stringify(exportRequest([{}]));
    const badIds = JSON.stringify(exportRequest([{ traceId: 'AAAA' }, {}]));
    const lines = [good, '{"half', '{"other":1}', badIds, '[]', good].join('\n');
    const report = await importBytes(collector.client, projectId, lines);
    expect(report).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(report.problems.map((problem) => problem.line)).toEqual([2, 3, 4]);
  });

  it('is read no further once its sender hung up, and makes room for those of others', async () => {
    const collector = await openTestCollector();
    const { transfer, projects, audit } = collector.client;
    const projectId = (await projects.list()).projects[0]!.id;
    const hungUp = new AbortController();
    const imports = Array.from({ length: 4 }, () =>
      transfer.importFile({ projectId, file: new SlowFile() }, { signal: hungUp.signal }),
    );
    const ended = Promise.allSettled(imports);
    const next = () =>
      importBytes(collector.client, projectId, JSON.stringify(exportRequest([{}])));
    await expect.poll(() => next().then(() => '', String)).toContain('4 files are being read');
    hungUp.abort();
    await expect.poll(() => next().then(({ accepted }) => accepted, String)).toBe(1);
    release();
    expect((await ended).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    const { entries } = await audit.list({ action: 'traces.imported' });
    expect(entries).toHaveLength(5);
  });
});

let release: () => void = () => undefined;
const released = new Promise<void>((resolve) => {
  release = resolve;
});

/** A file of which nothing comes until it is released. */
class SlowFile extends File {
  constructor() {
    super([JSON.stringify(exportRequest([{}]))], 'slow.json');
  }

  override slice(...range: Parameters<Blob['slice']>): Blob {
    const part = super.slice(...range);
    return Object.assign(part, {
      arrayBuffer: () => released.then(() => new Blob([part]).arrayBuffer()),
    });
  }
}
