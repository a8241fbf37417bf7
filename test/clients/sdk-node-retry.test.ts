import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import {
  createTestFolder,
  openTestCollector,
  type TestCollector,
} from '../support/open-test-collector.ts';
import { startProgram, type RunningProgram } from './support/run-program.ts';
import { defaultProject, listTraces, openTrace } from './support/seen-trace.ts';

/** What the exporter was told of one export. */
interface Told {
  readonly stored: boolean;
  readonly ids: readonly string[];
}

async function told(program: RunningProgram): Promise<Told> {
  return JSON.parse(await program.nextLine()) as Told;
}

async function storedSpanIds(collector: TestCollector): Promise<string[]> {
  const projectId = await defaultProject(collector);
  const ids: string[] = [];
  for (const { traceId } of await listTraces(collector, projectId)) {
    const trace = await openTrace(collector, projectId, traceId);
    ids.push(...trace.spans.map(({ spanId }) => spanId));
  }
  return ids.toSorted();
}

it('a collector that restarts between batches loses nothing and keeps nothing twice', async () => {
  const dataDir = createTestFolder();
  const first = await openTestCollector({ dataDir });
  const program = startProgram('sdk-node/batches.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: first.url });
  program.say('20');
  const before = await told(program);
  await first.close();
  // Nobody listens now: the exporter has to try again.
  program.say('10');
  const second = await openTestCollector({ dataDir, httpPort: Number(new URL(first.url).port) });
  const during = await told(program);
  program.say('5');
  const after = await told(program);
  await program.ended();
  expect([before, during, after]).toMatchObject([
    { stored: true },
    { stored: true },
    { stored: true },
  ]);
  const ids = [before, during, after].flatMap((one) => one.ids);
  expect(ids).toHaveLength(35);
  expect(await storedSpanIds(second)).toEqual(ids.toSorted());
});

it('spans sent one by one are each stored', async () => {
  const collector = await openTestCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, SPANS: 'one by one' };
  const program = startProgram('sdk-node/batches.mjs', env);
  program.say('3');
  const all = [await told(program), await told(program), await told(program)];
  await program.ended();
  expect(all.map(({ stored, ids }) => [stored, ids.length])).toEqual([
    [true, 1],
    [true, 1],
    [true, 1],
  ]);
  expect(await storedSpanIds(collector)).toEqual(all.flatMap(({ ids }) => ids).toSorted());
});

it('an exporter that hears 503 tries again and is stored once there is room', async () => {
  const collector = await openTestCollector();
  // Two bodies, whole but for their last byte, hold all that one project may hold.
  const bodies = await Promise.all([holdBody(collector.url), holdBody(collector.url)]);
  const program = startProgram('sdk-node/batches.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  program.say('4');
  const refusals = async () =>
    (await collector.client.collector.status()).recentRefusals.map(({ status }) => status);
  await expect.poll(refusals, { interval: 20 }).toContain(503);
  for (const body of bodies) body.destroy();
  const { stored, ids } = await told(program);
  await program.ended();
  expect(stored).toBe(true);
  expect(await storedSpanIds(collector)).toEqual(ids.toSorted());
});

/** Half of a project's share of the budget (96 MiB), but for less than what any request costs. */
const HELD_BYTES = 48 * 1024 * 1024 - 4096 - 500;

async function holdBody(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => {
    socket.destroy();
  });
  const head = [
    'POST /v1/traces HTTP/1.1',
    `Host: ${hostname}:${port}`,
    'Content-Type: application/x-protobuf',
    `Content-Length: ${HELD_BYTES}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  if (!socket.write(Buffer.alloc(HELD_BYTES - 1))) await once(socket, 'drain');
  return socket;
}
