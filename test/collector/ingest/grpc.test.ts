import { connect as connectHttp2 } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { grpcClient } from './grpc-client.ts';
import {
  halfBadRequest,
  logsRequest,
  metricsRequest,
  protobuf,
  RawConnection,
  traceRequest,
} from './requests.ts';
import { DEFAULT_PROJECT, OTHER_PROJECT, startRig, storedSpans } from './rig.ts';
import { readPartialSuccess, readStatus } from './status.ts';

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
/** `grpc.default_compression_algorithm`: 0 identity, 1 deflate, 2 gzip. */
const compression = (algorithm: number) => ({ 'grpc.default_compression_algorithm': algorithm });

describe('the three Export calls', () => {
  test.each([0, 1, 2])('store what they carry (compression %i)', async (algorithm) => {
    const { grpc, stats, store } = await startRig();
    const send = grpcClient(grpc.url, compression(algorithm));
    const requests = { traces: traceRequest(3), logs: logsRequest(), metrics: metricsRequest() };
    for (const [signal, request] of Object.entries(requests)) {
      const name = signal as keyof typeof requests;
      expect(await send(name, protobuf(request, name))).toMatchObject({ code: 0 });
    }
    expect(stats.snapshot()).toMatchObject({
      spansAccepted: 3,
      logsAccepted: 1,
      metricPointsAccepted: 2,
      requestsRefused: 0,
    });
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(3);
  });

  test('an empty request succeeds, a half bad one partly', async () => {
    const send = grpcClient((await startRig()).grpc.url);
    expect(await send('traces', new Uint8Array(0))).toMatchObject({ code: 0 });
    const { code, body } = await send('traces', protobuf(halfBadRequest()));
    expect(code).toBe(0);
    expect(readPartialSuccess(body)?.rejected).toBe(1);
  });

  test('a large message passes, one over the limit is refused and the connection lives on', async () => {
    const { grpc } = await startRig({ limits: { maxBodyBytes: 3_000_000 } });
    const send = grpcClient(grpc.url);
    expect((await send('traces', protobuf(traceRequest(20, 100_000)))).code).toBe(0);
    const over = await send('traces', protobuf(traceRequest(40, 100_000)));
    expect(over.code).toBe(8);
    expect(over.message).toContain('larger than 3000000 bytes');
    expect(readStatus(over.details!).details).toEqual([]);
    expect((await send('traces', protobuf(traceRequest()))).code).toBe(0);
  });
});

describe('refusals', () => {
  test('malformed: INVALID_ARGUMENT, with the reason, percent-encoding undone by the client', async () => {
    const send = grpcClient((await startRig()).grpc.url);
    const { code, message, details } = await send('traces', Buffer.from([0x0a, 0xff, 0xff]));
    expect(code).toBe(3);
    expect(message).toContain('malformed');
    expect(readStatus(details!)).toEqual({ code: 3, message, details: [] });
  });

  test('credentials: UNAUTHENTICATED and PERMISSION_DENIED, and every form that works over HTTP', async () => {
    const { grpc, keys, createKey, store } = await startRig();
    keys.keylessProjectId = null;
    const send = grpcClient(grpc.url);
    const body = protobuf(traceRequest());
    expect((await send('traces', body)).code).toBe(16);
    expect((await send('traces', body, { authorization: 'Bearer nope' })).code).toBe(16);
    expect((await send('traces', body, { 'x-api-key': createKey(['read']) })).code).toBe(7);
    const key = createKey(['ingest']);
    expect((await send('traces', body, { 'x-api-key': key })).code).toBe(0);
    expect((await send('traces', body, { authorization: `Bearer ${key}` })).code).toBe(0);
    expect(await storedSpans(store, OTHER_PROJECT)).toBe(1);
  });

  test('overload: UNAVAILABLE with RetryInfo', async () => {
    const { grpc } = await startRig({ limits: { budgetBytes: 10_000 } });
    const { code, details } = await grpcClient(grpc.url)(
      'traces',
      protobuf(traceRequest(1, 50_000)),
    );
    expect(code).toBe(14);
    expect(readStatus(details!).details).toEqual([RETRY_INFO]);
  });

  test('a project that crowds out another: RESOURCE_EXHAUSTED with RetryInfo', async () => {
    const rig = await startRig({ limits: { budgetBytes: 100_000 } });
    rig.admission.force(OTHER_PROJECT, 10_000);
    rig.admission.force(DEFAULT_PROJECT, 70_000);
    const { code, details } = await grpcClient(rig.grpc.url)(
      'traces',
      protobuf(traceRequest(1, 5000)),
    );
    expect(code).toBe(8);
    expect(readStatus(details!).details).toEqual([RETRY_INFO]);
  });

  test('a failing store: UNAVAILABLE with RetryInfo', async () => {
    const { grpc } = await startRig({ append: () => Promise.reject(new Error('disk full')) });
    const { code, details } = await grpcClient(grpc.url)('traces', protobuf(traceRequest()));
    expect(code).toBe(14);
    expect(readStatus(details!).details).toEqual([RETRY_INFO]);
  });
});

/** One HTTP/2 request with a body of one's own making; its headers and trailers together. */
async function raw(
  url: string,
  headers: Record<string, string>,
  body: Uint8Array = new Uint8Array(5),
): Promise<Record<string, unknown>> {
  const session = connectHttp2(url);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  stream.end(body);
  const seen: Record<string, unknown> = {};
  stream.on('response', (received) => Object.assign(seen, received));
  stream.on('trailers', (received) => Object.assign(seen, received));
  stream.resume();
  await new Promise<void>((resolve) => {
    stream.on('close', () => resolve());
    stream.on('error', () => {});
  });
  session.close();
  return seen;
}

describe('the protocol', () => {
  test.each([
    ['an empty message', {}, undefined, '0'],
    ['an unknown method', { ':path': '/a.B/C' }, undefined, '12'],
    ['an unknown compression', { 'grpc-encoding': 'br' }, undefined, '12'],
    ['no frame', {}, Uint8Array.of(1, 2), '3'],
    ['a frame cut short', {}, Uint8Array.of(0, 0, 0, 0, 9, 1), '3'],
    ['two messages', {}, new Uint8Array(10), '3'],
    ['gzip that is none', { 'grpc-encoding': 'gzip' }, Uint8Array.of(1, 0, 0, 0, 1, 7), '3'],
    ['the health check', { ':path': '/grpc.health.v1.Health/Check' }, undefined, '0'],
  ] as const)('%s', async (_name, headers, body, status) => {
    const answer = await raw((await startRig()).grpc.url, headers, body);
    expect(answer).toMatchObject({
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': status,
    });
  });

  test('what is not gRPC gets an HTTP status', async () => {
    const { grpc } = await startRig();
    expect(await raw(grpc.url, { 'content-type': 'application/json' })).toMatchObject({
      ':status': 415,
    });
    expect(await raw(grpc.url, { ':method': 'PUT' })).toMatchObject({ ':status': 405 });
  });

  test('HTTP/1.1 on this port is told where to go', async () => {
    const { grpc } = await startRig();
    const response = await fetch(`${grpc.url}/v1/traces`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('4318');
  });

  test('a body that trickles is cut, a flood of pings ends the connection', async () => {
    const pace = { graceMs: 300, minBytesPerSecond: 10_000, maxMs: 60_000 };
    const { grpc, admission } = await startRig({ pace });
    const session = connectHttp2(grpc.url);
    session.on('error', () => {});
    const stream = session.request({
      ':method': 'POST',
      ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      'content-type': 'application/grpc',
    });
    stream.write(Uint8Array.of(0, 0, 1, 0, 0));
    stream.on('error', () => {});
    const answered = new Promise((resolve) => {
      stream.on('response', (headers) => resolve(headers['grpc-status']));
    });
    expect(await answered).toBe('4');
    await expect.poll(() => admission.usedBytes).toBe(0);
    const timer = setInterval(() => {
      for (let i = 0; i < 20 && !session.destroyed; i++) session.ping(() => {});
    }, 1);
    await expect.poll(() => session.destroyed).toBe(true);
    clearInterval(timer);
  });

  test('bytes that are neither end the connection', async () => {
    const { grpc } = await startRig();
    const connection = await RawConnection.open(grpc.port);
    connection.send('\x16\x03\x01\x02\x00');
    await connection.ended();
  });
});
