import { describe, expect, it, onTestFinished } from 'vitest';
import { importBytes } from '../../support/files.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { grpcClient } from '../ingest/grpc-client.ts';
import { head, logsRequest, protobuf, RawConnection, traceRequest } from '../ingest/requests.ts';
import { readStatus } from '../ingest/status.ts';
import { openMetered, spans } from './open-metered.ts';

const MINUTE_MS = 60_000;
const USED_UP =
  'This project may store 10 spans a day, and today\'s are used up. The count begins anew at 2026-03-02T00:00:00Z; until then, raise the limit under "Usage and limits".';

describe('spans a day', () => {
  it('answers 429 as JSON and protobuf, RESOURCE_EXHAUSTED over gRPC, until midnight', async () => {
    const { collector, client, projectId, key, send, sendProtobuf, today, pass } =
      await openMetered();
    await client.usage.setLimits({ projectId, spansPerDay: 10 });
    expect((await send(spans(10))).status).toBe(200);
    const json = await send(spans(1));
    expect([json.status, json.headers.get('retry-after')]).toEqual([429, '120']);
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '120s' };
    expect(await json.json()).toEqual({ code: 8, message: USED_UP, details: [retry] });
    const binary = await sendProtobuf(1);
    expect([binary.status, binary.headers.get('retry-after')]).toEqual([429, '120']);
    const status = readStatus(new Uint8Array(await binary.arrayBuffer()));
    expect(status).toEqual({ code: 8, message: USED_UP, details: [retry['@type']] });
    const grpc = grpcClient(collector.grpcUrl);
    const call = await grpc('traces', protobuf(traceRequest(1)), { 'x-api-key': key.secret });
    expect([call.code, call.message]).toEqual([8, USED_UP]);
    expect(readStatus(call.details!)).toEqual(status);
    expect(await today()).toMatchObject({ spans: 10, requests: 1, requestsRefused: 3 });
    // Log records are not spans.
    const logs = await fetch(`${collector.url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key.secret },
      body: JSON.stringify(logsRequest()),
    });
    expect(logs.status).toBe(200);
    pass(2 * MINUTE_MS);
    expect((await send(spans(1))).status).toBe(200);
  });

  it('a refused body is not read', async () => {
    const { collector, client, projectId, key, send } = await openMetered();
    await client.usage.setLimits({ projectId, spansPerDay: 1 });
    await send(spans(1));
    const connection = await RawConnection.open(Number(new URL(collector.url).port));
    onTestFinished(() => void connection.socket.destroy());
    // Announced and never sent: only the head can have been looked at.
    const lines = [
      'Content-Type: application/json',
      'Content-Length: 100',
      `x-api-key: ${key.secret}`,
    ];
    connection.send(head('/v1/traces', ...lines));
    expect((await connection.answer()).status).toBe(429);
  });

  it('is a limit of a key too, and the others go on', async () => {
    const { client, projectId, key, send } = await openMetered();
    const other = await client.keys.create({ projectId, name: 'other' });
    await client.usage.setKeyLimits({ keyId: key.id, spansPerDay: 2 });
    expect((await send(spans(2))).status).toBe(200);
    const refused = await send(spans(1));
    expect(refused.status).toBe(429);
    expect(((await refused.json()) as { message: string }).message).toMatch(
      /^This API key may store 2 spans a day, and today's are used up\./,
    );
    expect((await send(spans(2), other.secret)).status).toBe(200);
  });

  it('counts a key and those that took its place together, also after a restart', async () => {
    const dataDir = createTestFolder();
    const { collector, client, key, send } = await openMetered(dataDir);
    await client.usage.setKeyLimits({ keyId: key.id, spansPerDay: 5 });
    expect((await send(spans(2))).status).toBe(200);
    const second = (await client.keys.rotate({ keyId: key.id })).key;
    expect((await send(spans(2), second.secret)).status).toBe(200);
    const third = (await client.keys.rotate({ keyId: second.id })).key;
    expect((await send(spans(1), third.secret)).status).toBe(200);
    const secrets = [key.secret, second.secret, third.secret];
    for (const secret of secrets) expect((await send(spans(1), secret)).status).toBe(429);
    await collector.close();
    const again = await openMetered(dataDir);
    for (const secret of secrets) expect((await again.send(spans(1), secret)).status).toBe(429);
    // Each span counts once: with a limit of one more there is room for one.
    const limit = (spansPerDay: number) =>
      again.client.usage.setKeyLimits({ keyId: third.id, spansPerDay });
    await limit(6);
    expect((await again.send(spans(1), third.secret)).status).toBe(200);
    expect((await again.send(spans(1), third.secret)).status).toBe(429);
    await limit(5);
    again.pass(2 * MINUTE_MS);
    expect((await again.send(spans(3), third.secret)).status).toBe(200);
    expect((await again.send(spans(2), key.secret)).status).toBe(200);
    for (const secret of secrets) expect((await again.send(spans(1), secret)).status).toBe(429);
    // What was stored is told of each.
    const { sources } = await again.client.usage.report({ projectId: again.projectId });
    const stored = new Map(sources.map((source) => [source.keyId, source.spans]));
    expect([key, second, third].map(({ id }) => stored.get(id))).toEqual([4, 2, 5]);
  });

  it('holds at once when it is set, raised and taken away', async () => {
    const { client, projectId, send } = await openMetered();
    await send(spans(5));
    const limit = async (spansPerDay: number | null) =>
      client.usage.setLimits({ projectId, spansPerDay });
    await limit(5);
    expect((await send(spans(1))).status).toBe(429);
    await limit(6);
    expect((await send(spans(1))).status).toBe(200);
    expect((await send(spans(1))).status).toBe(429);
    await limit(null);
    expect((await send(spans(1))).status).toBe(200);
  });

  it('goes on counting after a restart, and when the clock is set back', async () => {
    const dataDir = createTestFolder();
    const first = await openMetered(dataDir);
    await first.client.usage.setLimits({ projectId: first.projectId, spansPerDay: 5 });
    await first.send(spans(3));
    await first.collector.close();
    const { client, projectId, send, pass } = await openMetered(dataDir);
    expect((await send(spans(2))).status).toBe(200);
    expect((await send(spans(1))).status).toBe(429);
    pass(2 * MINUTE_MS);
    expect((await send(spans(4))).status).toBe(200);
    // Yesterday is still used up, and today still has room for one.
    pass(-2 * MINUTE_MS);
    expect((await send(spans(1))).status).toBe(429);
    pass(2 * MINUTE_MS);
    expect((await send(spans(1))).status).toBe(200);
    expect((await send(spans(1))).status).toBe(429);
    const { days } = await client.usage.report({ projectId, from: '2026-03-01', to: '2026-03-02' });
    expect(days.map((day) => day.spans)).toEqual([5, 5]);
  });

  it('many at once exceed it by one request at most, and lose nothing that was acknowledged', async () => {
    const { client, projectId, sendProtobuf, today } = await openMetered();
    await sendProtobuf(10);
    await client.usage.setLimits({ projectId, spansPerDay: 200 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => sendProtobuf(10)));
    let stored = 10;
    for (const { status, headers } of answers) {
      if (status === 200) stored += 10;
      else expect([status, Number(headers.get('retry-after')) >= 1]).toEqual([429, true]);
    }
    expect((await today()).spans).toBe(stored);
    // Whoever asks again after the second it was told gets what is left.
    while ((await sendProtobuf(10)).status === 200) stored += 10;
    expect(stored).toBeGreaterThanOrEqual(200);
    expect(stored).toBeLessThanOrEqual(210);
    expect((await today()).spans).toBe(stored);
  });
});

describe('requests a second', () => {
  it('lets so many through, and again when a second has passed', async () => {
    const { collector, client, projectId, key, send, pass } = await openMetered();
    await client.usage.setLimits({ projectId, requestsPerSecond: 3 });
    for (let i = 0; i < 3; i++) expect((await send(spans(1))).status).toBe(200);
    const refused = await send(spans(1));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(((await refused.json()) as { message: string }).message).toBe(
      'This project may send 3 requests a second, and sends more. Send larger batches less often, or raise the limit under "Usage and limits".',
    );
    const grpc = grpcClient(collector.grpcUrl);
    const call = await grpc('metrics', new Uint8Array(0), { 'x-api-key': key.secret });
    expect(call.code).toBe(8);
    pass(334);
    expect((await send(spans(1))).status).toBe(200);
    expect((await send(spans(1))).status).toBe(429);
    // A clock that is set back shuts nobody out for good.
    pass(-3_600_000);
    pass(1000);
    await send(spans(1));
    pass(1000);
    expect((await send(spans(1))).status).toBe(200);
  });

  it('of a key is its own, and a raised one holds at once', async () => {
    const { client, projectId, key, send } = await openMetered();
    const other = await client.keys.create({ projectId, name: 'other' });
    await client.usage.setKeyLimits({ keyId: key.id, requestsPerSecond: 1 });
    expect((await send(spans(1))).status).toBe(200);
    expect((await send(spans(1))).status).toBe(429);
    expect((await send(spans(1), other.secret)).status).toBe(200);
    await client.usage.setKeyLimits({ keyId: key.id, requestsPerSecond: 2 });
    expect((await send(spans(1))).status).toBe(200);
  });
});

it('requests a second are those of a key and of the one that took its place together', async () => {
  const { client, key, send } = await openMetered();
  await client.usage.setKeyLimits({ keyId: key.id, requestsPerSecond: 2 });
  const next = (await client.keys.rotate({ keyId: key.id })).key;
  const statuses = async (...secrets: string[]) => {
    const all: number[] = [];
    for (const secret of secrets) all.push((await send(spans(1), secret)).status);
    return all;
  };
  const { secret } = next;
  expect(await statuses(key.secret, secret, key.secret, secret)).toEqual([200, 200, 429, 429]);
  // With another limit each has the same part of its own: 3 of 4 left are 1.5 of 2.
  await client.usage.setKeyLimits({ keyId: next.id, requestsPerSecond: 4 });
  expect(await statuses(secret, key.secret, secret, key.secret, secret)).toEqual([
    200, 200, 200, 429, 429,
  ]);
});

describe('bytes kept', () => {
  it('refuses once they are used up, whatever the signal, and takes data again when raised', async () => {
    const { client, projectId, send } = await openMetered();
    await send(spans(20));
    const { bytes } = await client.projects.get({ projectId });
    await client.usage.setLimits({ projectId, bytes: bytes + 1_000_000_000 });
    expect((await send(spans(1))).status).toBe(200);
    await client.usage.setLimits({ projectId, bytes: 1000 });
    const refused = await send(spans(1));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '300']);
    expect(((await refused.json()) as { message: string }).message).toMatch(
      /^This project may keep 1,000 bytes, and they are used up\. This does not end by itself/,
    );
    await client.usage.setLimits({ projectId, bytes: null });
    expect((await send(spans(1))).status).toBe(200);
  });

  it('is known after a restart', async () => {
    const dataDir = createTestFolder();
    const first = await openMetered(dataDir);
    await first.send(spans(20));
    await first.client.usage.setLimits({ projectId: first.projectId, bytes: 1000 });
    await first.collector.close();
    const { send } = await openMetered(dataDir);
    expect((await send(spans(1))).status).toBe(429);
  });
});

it('an import is refused likewise, and goes on where it stopped', async () => {
  const { client, projectId, today } = await openMetered();
  await client.usage.setLimits({ projectId, spansPerDay: 6 });
  const lines = Array.from({ length: 5 }, () => JSON.stringify(traceRequest(3))).join('\n');
  const run = importBytes(client, projectId, lines);
  await expect(run).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/^This project may store 6 spans a day/) as string,
    data: { retryAfterSeconds: 120 },
  });
  expect((await today()).spans).toBe(6);
  // What was stored is there already; the rest goes in when there is room.
  await client.usage.setLimits({ projectId, spansPerDay: 15 });
  const report = await importBytes(client, projectId, lines);
  expect(report).toMatchObject({ accepted: 9, duplicates: 6 });
});
