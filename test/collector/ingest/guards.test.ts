import { describe, expect, test } from 'vitest';
import { head, protobuf, RawConnection, traceRequest, type RawAnswer } from './requests.ts';
import { startRig } from './rig.ts';

const JSON_TYPE = 'Content-Type: application/json';

async function exchange(port: number, request: string): Promise<RawAnswer> {
  const connection = await RawConnection.open(port);
  connection.send(request);
  const answer = await connection.answer();
  connection.socket.destroy();
  return answer;
}

const post = (host: string, ...lines: string[]): string =>
  [
    'POST /v1/traces HTTP/1.1',
    `Host: ${host}`,
    JSON_TYPE,
    'Content-Length: 2',
    ...lines,
    '',
    '{}',
  ].join('\r\n');

const preflight = (...lines: string[]): string =>
  ['OPTIONS /v1/traces HTTP/1.1', 'Host: 127.0.0.1', ...lines, '', ''].join('\r\n');

describe('Host', () => {
  test('only names of this machine are answered to, on every path', async () => {
    const { port } = (await startRig({ allowedHosts: ['traces.corp'] })).http;
    for (const host of ['127.0.0.1', `localhost:${port}`, '[::1]:4318', 'traces.corp:4318']) {
      expect([host, (await exchange(port, post(host))).status]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '10.0.0.5',
    ]) {
      expect([host, (await exchange(port, post(host))).status]).toEqual([host, 403]);
      const api = `GET /api/v1/projects HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      expect([host, (await exchange(port, api)).status]).toEqual([host, 403]);
    }
  });

  test('the host of an absolute target counts, not the Host header', async () => {
    const { port } = (await startRig()).http;
    const request = post('127.0.0.1').replace('/v1/traces', 'http://evil.example/v1/traces');
    expect((await exchange(port, request)).status).toBe(403);
    expect((await exchange(port, request.replace('evil.example', 'localhost'))).status).toBe(200);
  });

  test('a request without Host is refused', async () => {
    const { port } = (await startRig()).http;
    const { status, body } = await exchange(port, 'GET / HTTP/1.1\r\n\r\n');
    expect([status, JSON.parse(body.toString())]).toMatchObject([
      400,
      { code: 3, message: expect.stringContaining('no Host') },
    ]);
    expect((await exchange(port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(403);
  });
});

describe('Origin', () => {
  const ALLOWED = 'https://app.example';

  test('a foreign one is refused without any CORS header; sec-fetch headers mean nothing', async () => {
    const { port } = (await startRig({ allowedOrigins: [ALLOWED] })).http;
    for (const origin of [
      'https://evil.example',
      'null',
      `${ALLOWED}.evil`,
      'http://127.0.0.1:1',
    ]) {
      const answer = await exchange(port, post('127.0.0.1:4318', `Origin: ${origin}`));
      expect([origin, answer.status]).toEqual([origin, 403]);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-'))).toEqual([]);
    }
    const fetched = post('127.0.0.1', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Site: cross-site');
    expect((await exchange(port, fetched)).status).toBe(200);
    const own = post('127.0.0.1:4318', 'Origin: http://127.0.0.1:4318');
    expect((await exchange(port, own)).status).toBe(200);
  });

  test('an allowed one may send telemetry and read the answer, good or bad', async () => {
    const { port } = (await startRig({ allowedOrigins: [ALLOWED] })).http;
    const good = await exchange(port, post('127.0.0.1', `Origin: ${ALLOWED}`));
    expect(good.status).toBe(200);
    const bad = await exchange(port, post('127.0.0.1', `Origin: ${ALLOWED}`, 'X-Api-Key: wrong'));
    expect(bad.status).toBe(401);
    for (const { headers } of [good, bad]) {
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
      expect(headers.get('vary')).toBe('Origin');
    }
  });

  test('an allowed one may not call anything else', async () => {
    const { port } = (await startRig({ allowedOrigins: [ALLOWED] })).http;
    const request = `GET /api/v1/projects HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${ALLOWED}\r\n\r\n`;
    expect((await exchange(port, request)).status).toBe(403);
  });

  test('preflight: exact for an allowed origin, refused for others, plain Allow without one', async () => {
    const { port } = (await startRig({ allowedOrigins: [ALLOWED] })).http;
    const asks = [
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: content-type',
    ];
    const allowed = await exchange(port, preflight(`Origin: ${ALLOWED}`, ...asks));
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(allowed.headers.get('access-control-allow-methods')).toBe('POST');
    expect(allowed.headers.get('access-control-allow-headers')).toMatch(
      /content-type.*authorization/,
    );
    expect((await exchange(port, preflight('Origin: https://evil.example', ...asks))).status).toBe(
      403,
    );
    const plain = await exchange(port, preflight());
    expect([plain.status, plain.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
  });
});

test('an open listener takes nothing without a key, not even from this machine', async () => {
  const { http, grpc, createKey } = await startRig({ host: '0.0.0.0' });
  expect((await exchange(http.port, post('127.0.0.1'))).status).toBe(401);
  const key = createKey(['ingest']);
  expect((await exchange(http.port, post('127.0.0.1', `X-Api-Key: ${key}`))).status).toBe(200);
  expect(grpc.host).toBe('0.0.0.0');
});

describe('requests that are not quite HTTP', () => {
  const body = protobuf(traceRequest()).toString('latin1');

  test.each([
    ['both lengths', head('/v1/traces', 'Content-Length: 3', 'Transfer-Encoding: chunked')],
    ['two lengths', head('/v1/traces', 'Content-Length: 3', 'Content-Length: 4')],
    [
      'a chunk size that is none',
      `${head('/v1/traces', 'Content-Type: application/x-protobuf', 'Transfer-Encoding: chunked')}zz\r\n${body}`,
    ],
    ['a header without name', head('/v1/traces', ': x')],
    ['a folded header', head('/v1/traces', 'X-A: 1', ' continued')],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['HTTP/2 on the wrong port', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('%s: 400 and the connection is closed', async (_name, request) => {
    const { port } = (await startRig()).http;
    const connection = await RawConnection.open(port);
    connection.send(Buffer.from(request, 'latin1'));
    expect((await connection.answer()).status).toBe(400);
    await connection.ended();
  });

  test.each([
    ['Expect: 200-ok', 417, 3, '200-ok'],
    ['Transfer-Encoding: gzip, chunked', 501, 12, 'Content-Encoding'],
  ])('%s: %i, with the reason', async (line, status, code, reason) => {
    const { port } = (await startRig()).http;
    const answer = await exchange(port, head('/v1/traces', JSON_TYPE, line));
    expect(answer.status).toBe(status);
    const message = expect.stringContaining(reason);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code, message });
  });

  test('headers too large or too many: 431', async () => {
    const { port } = (await startRig()).http;
    const large = head('/v1/traces', `X-Large: ${'x'.repeat(20_000)}`);
    expect((await exchange(port, large)).status).toBe(431);
    const lines = Array.from({ length: 200 }, (_, index) => `X-${index}: 1`);
    expect((await exchange(port, head('/v1/traces', ...lines))).status).toBe(431);
  });
});
