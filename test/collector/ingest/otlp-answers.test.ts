import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readPartialSuccess, readStatus } from './status.ts';
import { halfBadRequest, logsRequest, metricsRequest, protobuf, traceRequest } from './requests.ts';
import { DEFAULT_PROJECT, OTHER_PROJECT, startRig, storedSpans } from './rig.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

type Post = (
  path: string,
  body: Uint8Array | string,
  headers?: Record<string, string>,
) => Promise<{ status: number; headers: Headers; bytes: Buffer }>;

function poster(url: string): Post {
  return async (path, body, headers) => {
    const data = typeof body === 'string' ? body : new Uint8Array(body);
    const response = await fetch(url + path, {
      method: 'POST',
      body: data,
      headers: headers ?? {},
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  };
}

describe('success', () => {
  const cases = [
    ['traces', traceRequest(3)],
    ['logs', logsRequest()],
    ['metrics', metricsRequest()],
  ] as const;

  test.each(cases)('%s are answered in the content type they came in', async (signal, request) => {
    const { http } = await startRig();
    const post = poster(http.url);
    const json = await post(`/v1/${signal}`, JSON.stringify(request), {
      'content-type': JSON_TYPE,
    });
    expect(json.status).toBe(200);
    expect(json.headers.get('content-type')).toBe(JSON_TYPE);
    expect(json.bytes.toString()).toBe('{}');
    const body = protobuf(request, signal);
    const proto = await post(`/v1/${signal}`, body, { 'content-type': PROTOBUF });
    expect(proto.status).toBe(200);
    expect(proto.headers.get('content-type')).toBe(PROTOBUF);
    expect(proto.bytes).toHaveLength(0);
  });

  test('an empty request is a success', async () => {
    const { http } = await startRig();
    const post = poster(http.url);
    expect((await post('/v1/traces', '', { 'content-type': PROTOBUF })).status).toBe(200);
    const json = await post('/v1/traces', '{}', { 'content-type': JSON_TYPE });
    expect([json.status, json.bytes.toString()]).toEqual([200, '{}']);
  });

  test('spans are in the store when the answer comes, once however often they are sent', async () => {
    const { http, store, stats } = await startRig();
    const body = protobuf(traceRequest(5));
    for (let i = 0; i < 3; i++) {
      const { status, bytes } = await poster(http.url)('/v1/traces', body, {
        'content-type': PROTOBUF,
      });
      expect([status, bytes.length]).toEqual([200, 0]);
      expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(5);
    }
    expect(stats.snapshot()).toMatchObject({ spansAccepted: 5, spansDuplicate: 10 });
  });
});

describe('partial success', () => {
  test('says exactly how many were rejected and why, and keeps the rest', async () => {
    const { http, store } = await startRig();
    const post = poster(http.url);
    const json = await post('/v1/traces', JSON.stringify(halfBadRequest()), {
      'content-type': JSON_TYPE,
    });
    expect(json.status).toBe(200);
    expect(JSON.parse(json.bytes.toString())).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringMatching(/trace.?id/i) },
    });
    const body = protobuf(halfBadRequest());
    const proto = await post('/v1/traces', body, { 'content-type': PROTOBUF });
    expect(proto.status).toBe(200);
    const partial = readPartialSuccess(proto.bytes);
    expect(partial?.rejected).toBe(1);
    expect(partial?.message).toMatch(/trace.?id/i);
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(2);
  });

  test('a tolerated deviation is a warning: nothing rejected, but a message', async () => {
    const { http } = await startRig();
    const text = JSON.stringify(traceRequest()).replace('"kind":1', '"kind":"SPAN_KIND_SERVER"');
    const { status, bytes } = await poster(http.url)('/v1/traces', text, {
      'content-type': JSON_TYPE,
    });
    expect(status).toBe(200);
    const { partialSuccess } = JSON.parse(bytes.toString()) as { partialSuccess: object };
    expect(partialSuccess).toEqual({ errorMessage: expect.stringContaining('enum') });
  });
});

describe('refusals', () => {
  const bad = Buffer.from([0x0a, 0xff, 0xff]);

  test.each([
    ['protobuf that is cut short', PROTOBUF, bad, {}, 400, 3],
    ['JSON that is not JSON', JSON_TYPE, Buffer.from('{"resourceSpans":['), {}, 400, 3],
    ['gzip that is not gzip', PROTOBUF, bad, { 'content-encoding': 'gzip' }, 400, 3],
    ['a wrong key', PROTOBUF, bad, { authorization: 'Bearer nope' }, 401, 16],
    ['an unknown compression', PROTOBUF, bad, { 'content-encoding': 'br' }, 415, 3],
    ['a foreign origin', JSON_TYPE, bad, { origin: 'https://evil.example' }, 403, 7],
  ] as const)('%s', async (_name, type, body, headers, status, code) => {
    const { http, stats } = await startRig();
    const answer = await poster(http.url)('/v1/traces', body, { 'content-type': type, ...headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(type);
    const decoded =
      type === PROTOBUF
        ? readStatus(answer.bytes)
        : (JSON.parse(answer.bytes.toString()) as { code: number; message: string });
    expect(decoded.code).toBe(code);
    expect(decoded.message).toMatch(/\.$/);
    expect(stats.snapshot().recentRefusals[0]).toMatchObject({ status, reason: decoded.message });
  });

  test('415 names what is taken, in JSON when the type is unknown', async () => {
    const { http } = await startRig();
    const answer = await poster(http.url)('/v1/traces', 'x', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
    expect(answer.bytes.toString()).toContain('application/x-protobuf or application/json');
  });

  test('405 for every method but POST, with Allow', async () => {
    const { http } = await startRig();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      const response = await fetch(`${http.url}/v1/traces`, { method });
      expect([method, response.status]).toEqual([method, 405]);
      expect(response.headers.get('allow')).toBe('POST, OPTIONS');
    }
  });

  test('404 names the paths that exist', async () => {
    const { http } = await startRig();
    const answer = await poster(http.url)('/v1/spans', '{}', { 'content-type': JSON_TYPE });
    expect(answer.status).toBe(404);
    expect(answer.bytes.toString()).toContain('/v1/traces');
  });

  test('413 for a body that announces too much, sends too much, or inflates to too much', async () => {
    const { http } = await startRig({ limits: { maxBodyBytes: 1000, maxInflatedBytes: 2000 } });
    const post = poster(http.url);
    const announced = await post('/v1/traces', Buffer.alloc(1001), { 'content-type': PROTOBUF });
    expect([announced.status, readStatus(announced.bytes).code]).toEqual([413, 8]);
    const stream = new Response(Buffer.alloc(5000)).body!;
    const chunked = await fetch(`${http.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    const headers = { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' };
    const bomb = await post('/v1/traces', gzipSync(Buffer.alloc(2001)), headers);
    expect(bomb.status).toBe(413);
    expect(bomb.bytes.toString()).toContain('2000 bytes');
  });

  test('503 with Retry-After when the store fails, and the next request is taken', async () => {
    let broken = true;
    const { http } = await startRig({
      append: (store, ...args) =>
        broken ? Promise.reject(new Error('disk full')) : store.append(...args),
    });
    const post = poster(http.url);
    const body = protobuf(traceRequest());
    const failed = await post('/v1/traces', body, { 'content-type': PROTOBUF });
    expect(failed.status).toBe(503);
    expect(failed.headers.get('retry-after')).toBe('1');
    const status = readStatus(failed.bytes);
    expect(status.code).toBe(14);
    expect(status.details).toEqual(['type.googleapis.com/google.rpc.RetryInfo']);
    broken = false;
    expect((await post('/v1/traces', body, { 'content-type': PROTOBUF })).status).toBe(200);
  });
});

describe('the key decides the project', () => {
  test('401 without a key when keyless ingest is off, 403 without the scope, 200 with it', async () => {
    const { http, keys, createKey, store } = await startRig();
    keys.keylessProjectId = null;
    const post = poster(http.url);
    const body = protobuf(traceRequest(2));
    const send = (headers: Record<string, string>) =>
      post('/v1/traces', body, { 'content-type': PROTOBUF, ...headers });
    const none = await send({});
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await send({ 'x-api-key': createKey(['read']) })).status).toBe(403);
    const secret = createKey(['ingest']);
    const basic = Buffer.from(`api-key:${secret}`).toString('base64');
    expect((await send({ 'x-api-key': secret })).status).toBe(200);
    expect((await send({ authorization: `Bearer ${secret}` })).status).toBe(200);
    expect((await send({ authorization: `Basic ${basic}` })).status).toBe(200);
    expect(await storedSpans(store, OTHER_PROJECT)).toBe(2);
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(0);
  });

  test('what a proxy forwards needs a key even on loopback', async () => {
    const { http } = await startRig();
    const headers = { 'content-type': PROTOBUF, 'x-forwarded-for': '203.0.113.9' };
    expect((await poster(http.url)('/v1/traces', '', headers)).status).toBe(401);
  });
});
