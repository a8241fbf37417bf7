import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as HttpLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Client } from '../../src/main/headless/connect.ts';
import { decodeSpanTable } from '../../src/shared/span-table.ts';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { exportText, importBytes } from '../support/files.ts';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { newTraceId } from '../support/ids.ts';

const TRACE = newTraceId();

/** The same calls over every transport there is. */
const TRANSPORTS: Readonly<Record<string, (collector: TestCollector) => Client>> = {
  direct: (collector) => collector.client,
  'message port': (collector) => {
    const { port1, port2 } = new MessageChannel();
    collector.servePort(port1);
    port1.start();
    port2.start();
    onTestFinished(() => port2.close());
    return createORPCClient(new PortLink({ port: port2 as unknown as MessagePort }));
  },
  http: (collector) => {
    const { url, token } = JSON.parse(
      readFileSync(join(collector.dataDir, 'instance.json'), 'utf8'),
    );
    return createORPCClient(
      new HttpLink({ url: `${url}/rpc`, headers: { authorization: `Bearer ${token}` } }),
    );
  },
};

async function openWithTrace() {
  const collector = await openTestCollector();
  const spans = [
    { traceId: TRACE, spanId: '00000000000000a1', name: 'root', durationMs: 40 },
    {
      traceId: TRACE,
      spanId: '00000000000000a2',
      parentSpanId: '00000000000000a1',
      name: 'child',
      attributes: { note: 'héllo' },
    },
  ];
  const response = await postTraces(collector.url, exportRequest(spans));
  expect(response.status).toBe(200);
  const project = (await collector.client.projects.list()).projects[0]!;
  return { collector, projectId: project.id };
}

describe.each(Object.keys(TRANSPORTS))('over %s', (name) => {
  it('calls answer with plain data and with large binary data', async () => {
    const { collector, projectId } = await openWithTrace();
    const client = TRANSPORTS[name]!(collector);
    const page = await client.traces.list({ projectId });
    expect(page.traces).toMatchObject([
      { traceId: TRACE, name: 'root', spanCount: 2, service: 'test' },
    ]);
    const opened = await client.traces.open({ projectId, traceId: TRACE });
    const table = decodeSpanTable(await opened.table.arrayBuffer());
    expect(table.count).toBe(2);
    expect([...table.parents]).toEqual([-1, 0]);
    const { detail } = await client.traces.span({
      projectId,
      traceId: TRACE,
      spanId: '00000000000000a2',
    });
    expect(JSON.parse(await detail.text()).name).toBe('child');
    const found = await client.traces.find({ projectId, traceId: TRACE, text: 'HÉLLO' });
    expect(found.spanIds).toEqual(['00000000000000a2']);
  });

  it('failures have one of our codes and say what to do', async () => {
    const { collector, projectId } = await openWithTrace();
    const client = TRANSPORTS[name]!(collector);
    await expect(client.traces.open({ projectId, traceId: newTraceId() })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(client.projects.create({ name: '  ' })).rejects.toMatchObject({
      code: 'invalid',
      message: 'name: Give the project a name.',
    });
    await client.projects.create({ name: 'Shop' });
    await expect(client.projects.create({ name: 'shop' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('live events arrive, and end with the collector', async () => {
    const { collector } = await openWithTrace();
    const client = TRANSPORTS[name]!(collector);
    const events = await client.collector.events();
    const first = events.next();
    await client.projects.create({ name: 'Another' });
    expect((await first).value).toMatchObject({
      type: expect.stringMatching(/changed|stored|status/),
    });
    await events.return?.();
  });

  it('a file is imported and exported again', async () => {
    const { collector, projectId } = await openWithTrace();
    const client = TRANSPORTS[name]!(collector);
    const lines = await exportText(client, projectId);
    expect(JSON.parse(lines).resourceSpans[0].scopeSpans[0].spans).toHaveLength(2);
    const report = await importBytes(client, projectId, `${lines}no json\n`);
    expect(report).toMatchObject({ accepted: 0, duplicates: 2, problems: [{ line: 2 }] });
  });
});
