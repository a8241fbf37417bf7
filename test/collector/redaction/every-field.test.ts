import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import type { FollowedTraces } from '../../../src/shared/contract/traces.ts';
import type { Signal } from '../../../src/main/collector/otlp/types.ts';
import { exportBytes, importBytes } from '../../support/files.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { grpcClient } from '../ingest/grpc-client.ts';
import { protobuf } from '../ingest/requests.ts';
import { openForPast } from '../past-redaction/open.ts';
import { PlantedRequests, STEMS } from './planted-request.ts';

type Opened = Awaited<ReturnType<typeof openForPast>>;
type Road = (signal: Signal, planted: PlantedRequests) => Promise<void>;

const SIGNALS = ['traces', 'logs', 'metrics'] as const;
const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const GZIP = 2;

const CODINGS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  identity: (body) => body,
  gzip: (body) => zlib.gzipSync(body),
  deflate: (body) => zlib.deflateSync(body),
  zstd: (body) => zlib.zstdCompressSync(body),
};

async function post(url: string, type: string, coding: string, body: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, 'content-encoding': coding },
    body: new Uint8Array(CODINGS[coding]!(body)),
  });
  expect([url, answer.status]).toEqual([url, 200]);
  // Nothing of it was refused.
  expect(await answer.text()).toMatch(type === PROTOBUF ? /^$/ : /^\{\}$|"rejected":0/);
}

/** A way that takes traces alone. */
const tracesOnly =
  (send: (planted: PlantedRequests) => Promise<void>): Road =>
  async (signal, planted) => {
    if (signal === 'traces') await send(planted);
  };

/** Every way for a request to come in, by what it is. */
function roadsInto({ url, grpcUrl, client, projectId }: Opened): Readonly<Record<string, Road>> {
  const http =
    (path: string, type: string, coding: string): Road =>
    (signal, planted) => {
      const request = planted.request(signal);
      const body = type === PROTOBUF ? protobuf(request, signal) : JSON.stringify(request);
      return post(`${url}${path}${signal}`, type, coding, Buffer.from(body));
    };
  const grpc = (options: Record<string, number>): Road => {
    const call = grpcClient(grpcUrl, options);
    return async (signal, planted) => {
      const answer = await call(signal, protobuf(planted.request(signal), signal));
      expect(answer).toMatchObject({ code: 0, message: '' });
    };
  };
  return {
    json: http('/v1/', JSON_TYPE, 'identity'),
    'json, gzip': http('/api/public/otel/v1/', JSON_TYPE, 'gzip'),
    protobuf: http('/v1/', PROTOBUF, 'identity'),
    'protobuf, deflate': http('/v1/otlp/v1/', PROTOBUF, 'deflate'),
    'protobuf, zstd': http('/api/sdk/v1/', PROTOBUF, 'zstd'),
    gRPC: grpc({}),
    'gRPC, gzip': grpc({ 'grpc.default_compression_algorithm': GZIP }),
    'file of JSON': async (signal, planted) => {
      await importBytes(client, projectId, JSON.stringify(planted.request(signal)));
    },
    'file of protobuf': async (signal, planted) => {
      await importBytes(client, projectId, protobuf(planted.request(signal), signal));
    },
    'fields of later versions': tracesOnly((planted) =>
      post(`${url}/v1/traces`, PROTOBUF, 'identity', planted.unknownFields()),
    ),
    events: tracesOnly((planted) => {
      const body = JSON.stringify({ project: planted.plant('EMAIL'), events: [planted.event()] });
      return post(`${url}/v1/events/ingest`, JSON_TYPE, 'identity', Buffer.from(body));
    }),
  };
}

/** Sends what is planted by every road; what was planted by each, and what the live tail told meanwhile. */
async function sendByEveryRoad(opened: Opened) {
  const { client, projectId } = opened;
  const live = await client.traces.follow({ projectId });
  const told = [(await live.next()).value as FollowedTraces];
  const planted: Record<string, readonly string[]> = {};
  for (const [name, send] of Object.entries(roadsInto(opened))) {
    const requests = new PlantedRequests(Object.keys(planted).length * 1000);
    for (const signal of SIGNALS) await send(signal, requests);
    planted[name] = requests.values;
  }
  const roads = Object.keys(planted).length;
  while (told.flatMap(({ traces }) => traces).length < roads) {
    told.push((await live.next()).value as FollowedTraces);
  }
  await live.return?.(undefined);
  return { planted, told };
}

/** What readers are told of a project, its whole content among it. */
async function answersOf({ client, projectId, log }: Opened): Promise<string> {
  const file = await exportBytes(client, projectId, { signals: [...SIGNALS] });
  const { traces } = await client.traces.list({ projectId });
  const facets = await client.traces.facets({ projectId, filter: {} });
  const counted = await client.redaction.audit({ projectId });
  return [file.toString(), JSON.stringify([traces, facets, counted, log.lines])].join('\n');
}

/** What would be found of planted values in files, as they are and in what was UTF-16 or base64. */
const NEEDLES: readonly string[] = STEMS.flatMap((stem) => [
  stem,
  Buffer.from(stem, 'utf16le').toString('latin1'),
  // Three bytes are four letters: it begins in one of three ways, and its ends depend on what is beside it.
  ...[0, 1, 2]
    .map((before) =>
      Buffer.from('x'.repeat(before) + stem)
        .toString('base64')
        .slice(4, -4),
    )
    .filter((letters) => letters.length > 7),
]);

/** Those of the planted values that are in a text, by road. */
const leftIn = (text: string, planted: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(planted).flatMap(([road, values]) =>
    values.filter((value) => text.includes(value)).map((value) => `${road}: ${value}`),
  );

test('whatever field it is in and by whatever road it comes, nothing personal is stored or told', async () => {
  const dataDir = createTestFolder();
  const opened = await openForPast({ dataDir });
  await opened.client.redaction.set({ projectId: opened.projectId, mode: 'on' });
  const { planted, told } = await sendByEveryRoad(opened);
  const text = JSON.stringify(told) + (await answersOf(opened));
  expect(leftIn(text, planted)).toEqual([]);
  expect(text).not.toContain('[REDACTION_FAILED]');
  expect(storedTexts(dataDir, NEEDLES)).toEqual([]);
});

test('what was stored like that while redaction was off is gone after a rewrite', async () => {
  const dataDir = createTestFolder();
  const opened = await openForPast({ dataDir });
  const { planted } = await sendByEveryRoad(opened);
  // A search that could not find them would prove nothing.
  const before = storedTexts(dataDir, NEEDLES).join('\n');
  expect(STEMS.filter((stem) => !before.includes(`${stem} in `))).toEqual([]);
  const told = leftIn(await answersOf(opened), planted);
  const counts = Object.values(planted).map((values) => values.length);
  // Some are packed, or were in fields that are not kept.
  expect(told.length / counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.5);
  expect(await opened.rewrite()).toMatchObject({ state: 'done', failures: [] });
  const text = await answersOf(opened);
  expect(leftIn(text, planted)).toEqual([]);
  expect(text).not.toContain('[REDACTION_FAILED]');
  expect(storedTexts(dataDir, NEEDLES)).toEqual([]);
  expect(await opened.scan()).toMatchObject({ state: 'done', found: 0 });
});
