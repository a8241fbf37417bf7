import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { openTestCollector } from '../support/open-test-collector.ts';
import { newTraceId } from '../support/ids.ts';

async function setUp() {
  const collector = await openTestCollector();
  const { project, key } = await collector.client.projects.create({ name: 'Shop' });
  const other = await collector.client.projects.create({ name: 'Other' });
  const reader = await collector.client.keys.create({ projectId: project.id, scopes: ['read'] });
  const traceId = newTraceId();
  await postTraces(collector.url, exportRequest([{ traceId, name: 'checkout' }]), {
    'x-api-key': key.secret,
  });
  const call = (path: string, secret: string | null, init: RequestInit = {}) =>
    fetch(`${collector.url}/api/v1${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        ...(secret === null ? {} : { 'x-api-key': secret }),
      },
    });
  return {
    collector,
    project,
    other: other.project,
    ingestKey: key.secret,
    readKey: reader.secret,
    traceId,
    call,
  };
}

describe('REST', () => {
  it('tells an admin key how long data is kept, and that no key may change it', async () => {
    const { collector, project, call } = await setUp();
    const { secret } = await collector.client.keys.create({
      projectId: project.id,
      scopes: ['admin'],
    });
    const path = `/projects/${project.id}/retention`;
    expect(await (await call(path, secret)).json()).toMatchObject({ rules: { legalHold: false } });
    expect(await (await call(`${path}/preview`, secret)).json()).toMatchObject({ removals: [] });
    const changed = await call(path, secret, { method: 'PUT', body: '{"errorDays":9}' });
    expect(changed.status).toBe(403);
    expect(await changed.json()).toMatchObject({
      message: expect.stringMatching(
        /“Set how long data is kept, hold every deletion, sweep now”. No key does: .* session of a person/,
      ),
    });
    const workspaces = await call('/workspaces', secret);
    expect([workspaces.status, await workspaces.json()]).toMatchObject([
      403,
      { message: 'This takes the session of a person: API keys have no account.' },
    ]);
  });

  it('lets a key give no key more than it has: addresses, time, room beyond its limits', async () => {
    const { collector, project, call } = await setUp();
    const { keys, usage } = collector.client;
    const projectId = project.id;
    const admin = { projectId, scopes: ['admin' as const] };
    const bound = await keys.create({
      ...admin,
      allowedAddresses: ['127.0.0.0/8'],
      expiresInSeconds: 3600,
    });
    const send = async (secret: string, method: string, path: string, body: object = {}) => {
      const answer = await call(path, secret, { method, body: JSON.stringify(body) });
      return [answer.status, await answer.json()] as const;
    };
    const make = (body: object) => send(bound.secret, 'POST', `/projects/${projectId}/keys`, body);
    const within = { allowedAddresses: ['127.0.0.1'], expiresInSeconds: 60 };
    const addresses = [403, { message: expect.stringContaining('from 127.0.0.0/8 only') }];
    const end = [403, { message: expect.stringContaining(`ends at ${bound.expiresAt}`) }];
    expect(await make({ ...within, allowedAddresses: [] })).toMatchObject(addresses);
    expect(await make({ ...within, allowedAddresses: ['0.0.0.0/0'] })).toMatchObject(addresses);
    expect(await make({ ...within, expiresInSeconds: undefined })).toMatchObject(end);
    expect(await make({ ...within, expiresInSeconds: 7200 })).toMatchObject(end);
    expect(await make(within)).toMatchObject([200, { secret: expect.any(String) }]);
    const change = (body: object) => send(bound.secret, 'PATCH', `/keys/${bound.id}`, body);
    expect(await change({ expiresAt: null })).toMatchObject(end);
    expect(await change({ allowedAddresses: [] })).toMatchObject(addresses);
    expect(await change({ name: 'Bound' })).toMatchObject([200, { name: 'Bound' }]);
    const free = await keys.create(admin);
    for (const how of ['rotate', 'regenerate']) {
      const path = `/keys/${free.id}/${how}`;
      expect(await send(bound.secret, 'POST', path)).toMatchObject(addresses);
    }
    const own = await send(bound.secret, 'POST', `/keys/${bound.id}/regenerate`);
    expect(own).toMatchObject([200, { key: { allowedAddresses: ['127.0.0.0/8'] } }]);

    const limited = await keys.create(admin);
    await usage.setKeyLimits({ keyId: limited.id, requestsPerSecond: 50 });
    const limits = [403, { message: expect.stringContaining('limits of its own') }];
    const path = `/projects/${projectId}/keys`;
    expect(await send(limited.secret, 'POST', path)).toMatchObject(limits);
    const other = `/keys/${free.id}/regenerate`;
    expect(await send(limited.secret, 'POST', other)).toMatchObject(limits);
    const self = await send(limited.secret, 'POST', `/keys/${limited.id}/regenerate`);
    expect(self[0]).toBe(200);
  });

  it('reads with a key that may read', async () => {
    const { project, readKey, traceId, call } = await setUp();
    const who = await (await call('/whoami', readKey)).json();
    expect(who).toMatchObject({
      kind: 'key',
      projectId: project.id,
      projectName: 'Shop',
      scopes: ['read'],
    });
    const search = await call(`/projects/${project.id}/traces/search`, readKey, {
      method: 'POST',
      body: '{}',
    });
    expect(await search.json()).toMatchObject({ traces: [{ traceId, name: 'checkout' }] });
    const trace = await (await call(`/projects/${project.id}/traces/${traceId}`, readKey)).json();
    expect(trace.resourceSpans[0].scopeSpans[0].spans[0].name).toBe('checkout');
    const list = await (await call('/projects', readKey)).json();
    expect(list.projects.map((entry: { name: string }) => entry.name)).toEqual(['Shop']);
  });

  it('takes no body that it cannot read for an empty filter', async () => {
    const { project, readKey, collector } = await setUp();
    const filter = '{"filter":{"status":"error"}}';
    for (const [type, body, code] of [
      ['application/x-www-form-urlencoded', filter, 'unsupported'],
      ['text/plain;charset=utf-8', filter, 'unsupported'],
      ['application/octet-stream', filter, 'unsupported'],
      ['application/json', filter.slice(1), 'invalid'],
      ['application/json', '['.repeat(10_000), 'invalid'],
    ]) {
      const answer = await fetch(`${collector.url}/api/v1/projects/${project.id}/traces/search`, {
        method: 'POST',
        body: body!,
        headers: { 'content-type': type!, 'x-api-key': readKey },
      });
      const message = expect.stringContaining('application/json');
      expect(await answer.json()).toMatchObject({ code, status: answer.status, message });
    }
  });

  it('says where a body is no JSON', async () => {
    const { project, readKey, call } = await setUp();
    const path = `/projects/${project.id}/traces/search`;
    const say = async (body: string) => {
      const { message } = await (await call(path, readKey, { method: 'POST', body })).json();
      return message as string;
    };
    expect(await say('{\n  "filter": {},\n  "limit": 5x\n}')).toBe(
      'The body cannot be read. It is no JSON at line 3, column 13; send JSON, with the header "content-type: application/json".',
    );
    expect(await say('{"filter": {')).toContain('Its JSON ends too early');
    const secret = 'a secret value';
    expect(await say(`{"filter": "${secret}" "limit": 1}`)).not.toContain(secret);
    expect(await say(`{"a":"${'x'.repeat(2 * 1024 * 1024)}"]`)).toContain('. It is no JSON; send');
  });

  it('holds so many bytes of bodies that are on their way and no more, whoever sends them', async () => {
    const { project, readKey, collector, call } = await setUp();
    const path = `/projects/${project.id}/traces/search`;
    const size = 8 * 1024 * 1024;
    const headers = { 'content-type': 'application/json', 'x-api-key': readKey };
    // Room is for eight of nine, none of which ever comes to its end.
    const slow = Array.from({ length: 9 }, () => {
      const sending = request(`${collector.url}/api/v1${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-length': size },
      });
      sending.on('error', () => {});
      sending.write(Buffer.alloc(size - 1, ' '));
      return sending;
    });
    const answers = slow.map((sending) => once(sending, 'response'));
    const [refused] = (await Promise.race(answers)) as [IncomingMessage];
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('5');
    expect(await json(refused)).toMatchObject({ code: 'busy', message: expect.any(String) });
    // Small calls go on.
    const small = { method: 'POST', body: '{}' };
    expect((await call(path, readKey, small)).status).toBe(200);
    for (const sending of slow) sending.destroy();
    const large = { method: 'POST', body: `{}${' '.repeat(size - 2)}` };
    const again = async () => expect((await call(path, readKey, large)).status).toBe(200);
    await vi.waitFor(again, { timeout: 10_000 });
  });

  it('reads no file of somebody who may not import', async () => {
    const { project, readKey, collector } = await setUp();
    const url = `${collector.url}/api/v1/projects/${project.id}/import`;
    for (const [secret, status] of [
      [readKey, 403],
      ['', 401],
    ] as const) {
      const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 6e7 };
      const key = secret === '' ? {} : { 'x-api-key': secret };
      const sending = request(url, { method: 'POST', headers: { ...headers, ...key } });
      sending.on('error', () => {});
      sending.flushHeaders();
      const [answer] = (await once(sending, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(status);
      sending.destroy();
    }
    // An address that cannot be decoded names no project.
    const form = new FormData();
    form.append('file', new Blob(['{}']));
    const nowhere = `${collector.url}/api/v1/projects/%E0%A4%A/import`;
    const init = { method: 'POST', headers: { 'x-api-key': readKey }, body: form };
    expect((await fetch(nowhere, init)).status).toBe(403);
  });

  it('parses no body that is larger than any call takes, however its length is told', async () => {
    const { project, readKey, collector, call } = await setUp();
    const path = `/projects/${project.id}/traces/search`;
    const body = `{"filter":[${'{},'.repeat(3 * 1024 * 1024)}{}]}`;
    const inPieces = new Blob([body]).stream();
    for (const init of [{ body }, { body: inPieces, duplex: 'half' }]) {
      const answer = await call(path, readKey, { method: 'POST', ...init });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({
        code: 'too_large',
        message: 'The body is too large for this call.',
      });
    }
    // Few bytes and many values: what they cost is the time of the thread that everybody waits for.
    const names = Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`);
    const form = `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n`.repeat(1000);
    for (const [type, text] of [
      ['application/json', `{${names.join(',')}}`],
      ['multipart/form-data; boundary=b', `${form}--b--\r\n`],
    ] as const) {
      const headers = { 'content-type': type, 'x-api-key': readKey };
      const url = `${collector.url}/api/v1${path}`;
      expect((await fetch(url, { method: 'POST', body: text, headers })).status).toBe(413);
    }
    const longest = JSON.stringify({ text: 'x'.repeat(4_000_000) });
    const admin = await collector.client.keys.create({ projectId: project.id, scopes: ['admin'] });
    const checked = await call('/keys/check', admin.secret, { method: 'POST', body: longest });
    expect(checked.status).toBe(200);
  });

  it.each([
    ['no key', '/projects', null, 401],
    ['a wrong key', '/projects', 'spw_wrong', 401],
    ['a key that may only ingest', '/projects/{project}/traces/search', 'ingest', 403],
    ['the key of another project', '/projects/{other}/traces/search', 'read', 403],
    ['a read key that creates a key', '/projects/{project}/keys', 'read', 403],
    ['a read key at the instance', '/status', 'read', 403],
    ['a call that is not part of REST', '/traces/open', 'read', 404],
  ])('refuses %s', async (_what, path, who, status) => {
    const { project, other, ingestKey, readKey, call } = await setUp();
    const secret = who === 'ingest' ? ingestKey : who === 'read' ? readKey : who;
    const target = path.replace('{project}', project.id).replace('{other}', other.id);
    const method = /search|keys|open/.test(path) ? 'POST' : 'GET';
    const response = await call(target, secret, method === 'POST' ? { method, body: '{}' } : {});
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
    });
  });

  it('describes itself, and says where scores go that are sent to where Langfuse takes them', async () => {
    const { collector } = await setUp();
    const url = `${collector.url}/api/public/ingestion`;
    const scored = await fetch(url, { method: 'POST', body: '{"batch":[]}' });
    expect([scored.status, await scored.json()]).toMatchObject([
      404,
      { message: expect.stringContaining('Scores go to POST /api/v1/projects/{projectId}/scores') },
    ]);
    const document = await (await fetch(`${collector.url}/api/openapi.json`)).json();
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.paths)).toContain('/projects/{projectId}/traces/search');
    expect(Object.keys(document.paths).some((path) => path.includes('/traces/open'))).toBe(false);
  });

  it('serves /rpc to the local token only', async () => {
    const { collector, readKey } = await setUp();
    for (const authorization of ['', `Bearer ${readKey}`, 'Bearer x']) {
      const response = await fetch(`${collector.url}/rpc/projects/list`, {
        method: 'POST',
        headers: { authorization },
      });
      expect(response.status).toBe(401);
    }
  });
});
