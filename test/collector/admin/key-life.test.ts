import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { grpcClient } from '../ingest/grpc-client.ts';
import { protobuf, traceRequest } from '../ingest/requests.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

const DAY_MS = 86_400_000;

async function openWithProject() {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const collector = await openTestCollector({ clock: { now: () => now } });
  const { client } = collector;
  const { projects } = await client.projects.list();
  const projectId = projects[0]!.id;
  const send = async (secret: string, spans = [{}]) =>
    (await postTraces(collector.url, exportRequest(spans), { 'x-api-key': secret })).status;
  const keyOf = async (id: string) =>
    (await client.keys.list({ projectId })).keys.find((key) => key.id === id)!;
  return { collector, client, projectId, send, keyOf, pass: (ms: number) => (now += ms) };
}

it('keeps label, addresses, creator, and what was sent with it, from where and by which client', async () => {
  const { collector, client, projectId, keyOf } = await openWithProject();
  const key = await client.keys.create({
    projectId,
    name: 'web',
    environment: 'production',
    allowedAddresses: ['127.0.0.0/8', '::1'],
  });
  expect(key.createdBy).not.toBe('');
  const request = exportRequest([{ spanId: 'aaaaaaaaaaaaaaaa', traceId: 'a'.repeat(32) }, {}]);
  const headers = { 'x-api-key': key.secret, 'user-agent': 'OTel-Exporter/1.2 (linux)' };
  for (let i = 0; i < 2; i++) await postTraces(collector.url, request, headers);
  const used = await keyOf(key.id);
  expect(used).toMatchObject({
    environment: 'production',
    allowedAddresses: ['127.0.0.0/8', '::1'],
    lastUsedFrom: '127.0.0.1',
    lastUsedBy: 'OTel-Exporter/1.2',
    requestCount: 2,
    lastUsedAt: '2026-01-01T00:00:00.000Z',
  });
  // The second time both spans were stored already, or one of them: those do not count again.
  expect(used.spanCount).toBe(2);
  await collector.close();
  const again = await openTestCollector({ dataDir: collector.dataDir });
  const { keys } = await again.client.keys.list({ projectId });
  expect(keys.find(({ id }) => id === key.id)).toMatchObject({ spanCount: 2, requestCount: 2 });
});

it('is held to its addresses over gRPC, where spans are counted too, and an archived project refuses', async () => {
  const { collector, client } = await openWithProject();
  const { project, key } = await client.projects.create({ name: 'Shop' });
  const send = async () =>
    grpcClient(collector.grpcUrl)('traces', protobuf(traceRequest(3)), { 'x-api-key': key.secret });
  expect((await send()).code).toBe(0);
  const { keys } = await client.keys.list({ projectId: project.id });
  expect(keys[0]).toMatchObject({ spanCount: 3, lastUsedFrom: '127.0.0.1' });
  await client.keys.update({ keyId: key.id, allowedAddresses: ['2001:db8::/32'] });
  // 7 is PERMISSION_DENIED.
  expect(await send()).toMatchObject({ code: 7, message: expect.stringContaining('127.0.0.1') });
  await client.keys.update({ keyId: key.id, allowedAddresses: ['127.0.0.1'] });
  await client.projects.archive({ projectId: project.id });
  expect(await send()).toMatchObject({ code: 7, message: expect.stringContaining('archived') });
});

it('may be used only from its addresses, over HTTP and REST, from the next request on', async () => {
  const { collector, client, projectId, send } = await openWithProject();
  const key = await client.keys.create({ projectId, scopes: ['ingest', 'read'] });
  const whoami = () =>
    fetch(`${collector.url}/api/v1/whoami`, { headers: { 'x-api-key': key.secret } });
  expect(await send(key.secret)).toBe(200);
  await client.keys.update({ keyId: key.id, allowedAddresses: ['10.0.0.0/8'] });
  expect(await send(key.secret)).toBe(403);
  const refused = await whoami();
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('may not be used from 127.0.0.1');
  await client.keys.update({ keyId: key.id, allowedAddresses: ['127.0.0.1'] });
  expect(await send(key.secret)).toBe(200);
  expect((await whoami()).status).toBe(200);
  await expect(
    client.keys.update({ keyId: key.id, allowedAddresses: ['localhost'] }),
  ).rejects.toMatchObject({ code: 'invalid' });
});

it('gets, moves and loses its end later; once ended it stays ended', async () => {
  const { client, projectId, send, pass } = await openWithProject();
  const { id: keyId, secret } = await client.keys.create({ projectId });
  const at = (days: number) => new Date(Date.parse('2026-01-01') + days * DAY_MS).toISOString();
  await client.keys.update({ keyId, expiresAt: at(1) });
  await client.keys.update({ keyId, expiresAt: null });
  // What is so already is no change.
  expect(await client.keys.update({ keyId, expiresAt: null })).toMatchObject({ expiresAt: null });
  const { entries } = await client.audit.list({ action: 'key.updated' });
  expect(entries).toHaveLength(2);
  pass(2 * DAY_MS);
  expect(await send(secret)).toBe(200);
  await expect(client.keys.update({ keyId, expiresAt: at(1) })).rejects.toMatchObject({
    code: 'invalid',
  });
  await client.keys.update({ keyId, expiresAt: at(3) });
  expect((await client.collector.status()).expiringKeys).toBe(1);
  expect((await client.keys.list({ projectId, state: 'expiring' })).total).toBe(1);
  pass(DAY_MS);
  expect(await send(secret)).toBe(401);
  expect((await client.collector.status()).expiringKeys).toBe(0);
  for (const call of [
    client.keys.update({ keyId, expiresAt: at(30) }),
    client.keys.rotate({ keyId }),
    client.keys.regenerate({ keyId }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'conflict' });
  }
});

it('is rotated with a deadline of its own, and tells how often the old one is still used', async () => {
  const { client, projectId, send, keyOf, pass } = await openWithProject();
  const created = await client.keys.create({
    projectId,
    environment: 'staging',
    allowedAddresses: ['127.0.0.1'],
    expiresInSeconds: 30 * 86_400,
  });
  await send(created.secret);
  pass(10 * DAY_MS);
  const { key, old } = await client.keys.rotate({ keyId: created.id });
  expect(old).toMatchObject({ requestsSinceReplaced: 0, expiresAt: '2026-01-12T00:00:00.000Z' });
  // The same label and addresses, and 30 days again.
  expect(key).toMatchObject({
    environment: 'staging',
    allowedAddresses: ['127.0.0.1'],
    expiresAt: '2026-02-10T00:00:00.000Z',
  });
  expect((await client.collector.status()).expiringKeys).toBe(0);
  expect([await send(created.secret), await send(created.secret), await send(key.secret)]).toEqual([
    200, 200, 200,
  ]);
  expect(await keyOf(created.id)).toMatchObject({ requestsSinceReplaced: 2, requestCount: 3 });
  expect((await client.collector.status()).expiringKeys).toBe(1);
  await expect(client.keys.rotate({ keyId: created.id })).rejects.toMatchObject({
    code: 'conflict',
  });
  await client.keys.revoke({ keyId: created.id });
  expect([await send(created.secret), await send(key.secret)]).toEqual([401, 200]);
});

it('is regenerated with the old one dead at once', async () => {
  const { client, projectId, send } = await openWithProject();
  const created = await client.keys.create({ projectId, kind: 'pair', name: 'worker' });
  const { key, old } = await client.keys.regenerate({ keyId: created.id });
  expect(old).toMatchObject({ replacedBy: key.id });
  expect(old.revokedAt).not.toBeNull();
  expect(key).toMatchObject({ kind: 'pair', name: 'worker' });
  expect([await send(created.secret), await send(key.secret)]).toEqual([401, 200]);
});

it('is searched, filtered, sorted and paged, and revoked with others', async () => {
  const { client, projectId, send } = await openWithProject();
  const made = [];
  for (const [name, environment] of [
    ['billing', 'production'],
    ['Checkout', 'staging'],
    ['checkout_api', 'production'],
    ['100%', ''],
  ] as const) {
    made.push(await client.keys.create({ projectId, name, environment }));
  }
  await send(made[2]!.secret, [{}, {}, {}]);
  const names = async (query: object) =>
    (await client.keys.list({ projectId, ...query })).keys.map(({ name }) => name);
  expect(await names({ search: 'CHECK', sort: 'name', order: 'asc' })).toEqual([
    'Checkout',
    'checkout_api',
  ]);
  expect(await names({ search: '%' })).toEqual(['100%']);
  expect(await names({ search: 'k_t' })).toEqual([]);
  expect(await names({ search: made[1]!.secret })).toEqual(['Checkout']);
  expect(await names({ environment: 'production', sort: 'name' })).toEqual([
    'checkout_api',
    'billing',
  ]);
  expect(await names({ sort: 'spans', limit: 1 })).toEqual(['checkout_api']);
  expect(await names({ sort: 'lastUsed', order: 'asc', limit: 1 })).toEqual(['checkout_api']);
  expect(await names({ sort: 'name', order: 'asc', offset: 1, limit: 2 })).toEqual([
    'billing',
    'Checkout',
  ]);
  const ids = made.slice(0, 3).map(({ id }) => id);
  const strange = await client.projects.create({ name: 'Other' });
  await expect(
    client.keys.revokeMany({ projectId, keyIds: [...ids, strange.key.id] }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect(await send(made[0]!.secret)).toBe(200);
  expect(await client.keys.revokeMany({ projectId, keyIds: ids })).toEqual({ revoked: 3 });
  expect(await send(made[0]!.secret)).toBe(401);
  const list = await client.keys.list({ projectId, state: 'active' });
  expect(list).toMatchObject({ total: 1, counts: { all: 4, active: 1, ended: 3 } });
  expect(list.environments).toEqual(['production', 'staging']);
});

it('is found in a log by its hash, for those only who may see it, and never logged', async () => {
  const { collector, client, projectId, send } = await openWithProject();
  const mine = await client.keys.create({ projectId, scopes: ['admin'] });
  const other = await client.projects.create({ name: 'Other' });
  await client.keys.revoke({ keyId: mine.id });
  const text = `a\nkey=${mine.secret}\nagain ${mine.secret}\nauth ${Buffer.from(`api-key:${other.key.secret}`).toString('base64')}`;
  const { found, unknown } = await client.keys.check({ text });
  expect(unknown).toBe(0);
  expect(found.map(({ key, works, line, count }) => [key.id, works, line, count])).toEqual([
    [mine.id, false, 2, 2],
    [other.key.id, true, 4, 1],
  ]);
  expect(found[1]!.projectName).toBe('Other');
  const admin = await client.keys.create({ projectId, scopes: ['admin'] });
  const answer = await fetch(`${collector.url}/api/v1/keys/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': admin.secret },
    body: JSON.stringify({ text }),
  });
  const body = (await answer.json()) as { found: { key: { id: string } }[]; unknown: number };
  expect(body.found.map(({ key }) => key.id)).toEqual([mine.id]);
  expect(body.unknown).toBe(1);
  expect(JSON.stringify(body)).not.toContain(mine.secret);
  await send(mine.secret);
  expect(collector.log.lines.join('\n')).not.toContain(mine.secret.slice(10));
});

it('says who it is under the paths of other systems, and lists its project', async () => {
  const { collector, client, projectId } = await openWithProject();
  const key = await client.keys.create({ projectId, scopes: ['read'] });
  const get = (path: string, init: RequestInit = {}) =>
    fetch(`${collector.url}${path}`, { ...init, headers: { 'x-api-key': key.secret } });
  expect(await (await get('/v1/whoami')).json()).toMatchObject({
    api_key_id: key.id,
    project_id: projectId,
    project_name: 'Default Project',
    project_slug: 'default-project',
    organization_name: 'My organization',
    scopes: ['read'],
    expires_at: null,
  });
  const listed = (await (await get('/v1/projects')).json()) as { projects: { id: string }[] };
  expect(listed.projects.map(({ id }) => id)).toEqual([projectId]);
  const refused = await get('/v1/projects', { method: 'POST', body: '{"name":"Mine"}' });
  expect(refused.status).toBe(403);
  expect((await get('/v1/projects', { method: 'POST', body: 'no json' })).status).toBe(400);
  expect(
    (await fetch(`${collector.url}/v1/whoami`, { headers: { 'x-api-key': 'x' } })).status,
  ).toBe(401);
});

it('is created once for one Idempotency-Key, however often the request is sent', async () => {
  const { collector, client, projectId, keyOf } = await openWithProject();
  const admin = await client.keys.create({ projectId, scopes: ['admin'] });
  const create = async (body: object, key: string) => {
    const response = await fetch(`${collector.url}/api/v1/projects/${projectId}/keys`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': admin.secret,
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { id: string } };
  };
  const [first, again] = await Promise.all([
    create({ name: 'a' }, '1'),
    create({ name: 'a' }, '1'),
  ]);
  expect(first.status).toBe(200);
  expect(again.body).toEqual(first.body);
  expect((await create({ name: 'b' }, '1')).status).toBe(409);
  const other = await create({ name: 'a' }, '2');
  expect(other.body.id).not.toBe(first.body.id);
  // What failed may be tried again.
  expect((await create({ name: 'c', scopes: [] }, '3')).status).toBe(400);
  expect((await create({ name: 'c' }, '3')).status).toBe(200);
  expect(await keyOf(first.body.id)).toMatchObject({ name: 'a', createdBy: admin.prefix });
  expect((await client.keys.list({ projectId })).total).toBe(4);
});
