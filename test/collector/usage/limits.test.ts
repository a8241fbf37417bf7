import { expect, it } from 'vitest';
import { openMetered, spans } from './open-metered.ts';

it('says what is left of each limit, of the project first and then of its keys', async () => {
  const { client, projectId, key, send } = await openMetered();
  await client.usage.setLimits({ projectId, spansPerDay: 10, requestsPerSecond: 50 });
  await client.usage.setKeyLimits({ keyId: key.id, spansPerDay: 4 });
  await send(spans(4));
  const limits = await client.usage.limits({ projectId });
  expect(limits.project).toEqual({ spansPerDay: 10, bytes: null, requestsPerSecond: 50 });
  expect(limits.keys).toEqual([
    { keyId: key.id, name: 'web', spansPerDay: 4, requestsPerSecond: null },
  ]);
  const resetsAt = '2026-03-02T00:00:00.000Z';
  expect(limits.quotas).toMatchObject([
    { keyId: null, quota: 'spansPerDay', limit: 10, used: 4, level: 'ok', resetsAt },
    { keyId: null, quota: 'requestsPerSecond', limit: 50, used: null, level: 'ok' },
    { keyId: key.id, keyName: 'web', quota: 'spansPerDay', used: 4, level: 'reached', resetsAt },
  ]);
  const { warnings } = await client.usage.warnings();
  expect(warnings).toMatchObject([{ projectId, keyId: key.id, level: 'reached' }]);
});

it('warns at 80 % and at 100 %, in the log and to open windows, once a day', async () => {
  const { collector, client, projectId, send, pass } = await openMetered();
  await client.usage.setLimits({ projectId, spansPerDay: 10 });
  const events = await client.collector.events();
  const next = async () => {
    for await (const event of events) if (event.type === 'limits') return event;
    return undefined;
  };
  const said = () =>
    collector.log.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event }) => String(event).startsWith('usage.limit'))
      .map(({ event, used }) => [event, used]);
  await send(spans(7));
  expect(said()).toEqual([]);
  const near = next();
  await send(spans(1));
  expect(await near).toEqual({ type: 'limits', projectId });
  await send(spans(1));
  expect(said()).toEqual([['usage.limit-near', 8]]);
  await send(spans(1));
  await send(spans(1));
  expect(said()).toEqual([
    ['usage.limit-near', 8],
    ['usage.limit-reached', 10],
  ]);
  pass(3 * 60_000);
  await send(spans(8));
  expect(said()).toHaveLength(3);
  await events.return?.();
});

it('every change is audited with before and after, and one that changes nothing is not', async () => {
  const { client, projectId, key } = await openMetered();
  await client.usage.setLimits({ projectId, spansPerDay: 10 });
  await client.usage.setLimits({ projectId, spansPerDay: 10 });
  await client.usage.setLimits({ projectId, spansPerDay: null, bytes: 5 });
  await client.usage.setKeyLimits({ keyId: key.id, requestsPerSecond: 2 });
  const { entries } = await client.audit.list({ action: 'limits.changed' });
  expect(entries.map(({ resource, before, after }) => [resource.id, before, after])).toEqual([
    [
      key.id,
      { spansPerDay: null, requestsPerSecond: null },
      { spansPerDay: null, requestsPerSecond: 2 },
    ],
    [
      projectId,
      { spansPerDay: 10, bytes: null, requestsPerSecond: null },
      { spansPerDay: null, bytes: 5, requestsPerSecond: null },
    ],
    [
      projectId,
      { spansPerDay: null, bytes: null, requestsPerSecond: null },
      { spansPerDay: 10, bytes: null, requestsPerSecond: null },
    ],
  ]);
});

it('a key that takes the place of another has its limits', async () => {
  const { client, key, send } = await openMetered();
  await client.usage.setKeyLimits({ keyId: key.id, spansPerDay: 3 });
  const { key: next } = await client.keys.rotate({ keyId: key.id });
  expect((await send(spans(3), next.secret)).status).toBe(200);
  expect((await send(spans(1), next.secret)).status).toBe(429);
});

it('refuses what is no limit, keys that ended, and what does not exist', async () => {
  const { client, projectId, key } = await openMetered();
  for (const spansPerDay of [0, -1, 1.5, Number.NaN, 1e16]) {
    await expect(client.usage.setLimits({ projectId, spansPerDay })).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  await client.keys.revoke({ keyId: key.id });
  const ended = client.usage.setKeyLimits({ keyId: key.id, spansPerDay: 1 });
  await expect(ended).rejects.toMatchObject({ code: 'conflict' });
  const unknown = { keyId: 'key_000000000000', spansPerDay: 1 };
  await expect(client.usage.setKeyLimits(unknown)).rejects.toMatchObject({ code: 'not_found' });
  const nowhere = { projectId: 'prj_000000000000', spansPerDay: 1 };
  await expect(client.usage.setLimits(nowhere)).rejects.toMatchObject({ code: 'not_found' });
});

it('over REST: an admin key reads usage and cannot raise its own limit; a key that ingests sees nothing', async () => {
  const { collector, client, projectId, key } = await openMetered();
  const admin = await client.keys.create({ projectId, name: 'admin', scopes: ['admin'] });
  const call = async (secret: string, path: string, body?: object) => {
    const answer = await fetch(`${collector.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'PATCH',
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.status;
  };
  expect(await call(admin.secret, `/projects/${projectId}/usage?from=2026-03-01`)).toBe(200);
  expect(await call(admin.secret, `/projects/${projectId}/limits`)).toBe(200);
  expect(await call(admin.secret, `/projects/${projectId}/usage?from=today`)).toBe(400);
  expect(await call(admin.secret, `/projects/${projectId}/limits`, { bytes: null })).toBe(403);
  expect(await call(admin.secret, `/keys/${admin.id}/limits`, { spansPerDay: 1 })).toBe(403);
  expect(await call(key.secret, `/projects/${projectId}/usage`)).toBe(403);
});
