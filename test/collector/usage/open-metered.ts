import { exportRequest, postTraces, type SpanSpec } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { protobuf, traceRequest } from '../ingest/requests.ts';

/** Two minutes before midnight, UTC. */
const LATE_MS = Date.parse('2026-03-01T23:58:00Z');

/** A collector with a project and its key, and a clock that stands still until it is moved. */
export async function openMetered(dataDir?: string, nowMs = LATE_MS) {
  let now = nowMs;
  const collector = await openTestCollector({
    clock: { now: () => now },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const { client } = collector;
  const found = (await client.projects.list()).projects.find(({ name }) => name === 'Shop');
  const created = found === undefined ? await client.projects.create({ name: 'Shop' }) : undefined;
  const projectId = (found ?? created!.project).id;
  const key = await client.keys.create({ projectId, name: 'web' });
  return {
    collector,
    client,
    projectId,
    key,
    pass: (ms: number) => (now += ms),
    /** Sends spans as OTLP/JSON with the project's key. */
    send: (spans: readonly SpanSpec[], secret = key.secret) =>
      postTraces(collector.url, exportRequest(spans), { 'x-api-key': secret }),
    /** Sends so many spans as protobuf. */
    sendProtobuf: (spans: number, secret = key.secret) =>
      fetch(`${collector.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf', 'x-api-key': secret },
        body: new Uint8Array(protobuf(traceRequest(spans))),
      }),
    /** What was counted of today. */
    today: async () => {
      const date = new Date(now).toISOString().slice(0, 10);
      return (await client.usage.report({ projectId, from: date, to: date })).total;
    },
  };
}

/** So many spans, each of its own. */
export function spans(count: number): SpanSpec[] {
  return Array.from({ length: count }, () => ({}));
}
