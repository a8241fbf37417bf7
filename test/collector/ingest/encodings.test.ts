import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { OTHER_PROJECT, startRig, storedSpans } from './rig.ts';
import { logsRequest, metricsRequest, protobuf, traceRequest } from './requests.ts';

const CODINGS: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  identity: (data) => data,
  gzip: (data) => zlib.gzipSync(data),
  'x-gzip': (data) => zlib.gzipSync(data),
  deflate: (data) => zlib.deflateSync(data),
  'Deflate ': (data) => zlib.deflateRawSync(data),
  zstd: (data) => zlib.zstdCompressSync(data),
};

const REQUESTS = {
  traces: () => traceRequest(2),
  logs: logsRequest,
  metrics: metricsRequest,
} as const;

const PATHS = ['/v1/', '/v1/otlp/v1/', '/api/sdk/v1/', '/api/sdk/', '//v1//', '/v1/%2F'];

test('every signal in every format, compression and path is stored', async () => {
  const { http, stats, store, createKey } = await startRig();
  const key = createKey(['ingest']);
  let sent = 0;
  for (const [signal, make] of Object.entries(REQUESTS)) {
    for (const [coding, pack] of Object.entries(CODINGS)) {
      for (const type of ['application/json; charset=utf-8', 'application/x-protobuf']) {
        const request = make();
        const plain = type.includes('json')
          ? Buffer.from(JSON.stringify(request))
          : protobuf(request, signal as keyof typeof REQUESTS);
        const response = await fetch(
          `${http.url}${PATHS[sent % PATHS.length]}${signal}?n=${sent}`,
          {
            method: 'POST',
            headers: { 'content-type': type, 'content-encoding': coding, 'x-api-key': key },
            body: new Uint8Array(pack(plain)),
          },
        );
        expect([signal, coding, type, response.status]).toEqual([signal, coding, type, 200]);
        expect(response.headers.get('content-type')).toBe(type.split(';')[0]);
        sent++;
      }
    }
  }
  expect(sent).toBe(36);
  expect(stats.snapshot()).toMatchObject({
    spansAccepted: 24,
    logsAccepted: 12,
    metricPointsAccepted: 24,
    requestsRefused: 0,
  });
  expect(await storedSpans(store, OTHER_PROJECT)).toBe(24);
});
