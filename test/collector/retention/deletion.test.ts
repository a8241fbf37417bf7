import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { filesHolding } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const PERSON = 'jürgen.forgotten@example.test';
const [REPEATED, REFUSED] = ['of-a-repeated-span', 'of-a-span-that-is-refused'] as const;

async function open() {
  const collector = await openTestCollector();
  const { projects } = await collector.client.projects.list();
  const { id: projectId, name: confirm } = projects[0]!;
  const traces = async () =>
    (await collector.client.traces.list({ projectId, filter: {} })).traces.map(
      ({ traceId }) => traceId,
    );
  return { ...collector, projectId, confirm, traces };
}

const attributes = (values: Record<string, string>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** Log records and metrics with a user in attributes. */
async function sendOthers(url: string, user: string, traceId: string): Promise<void> {
  const now = `${Date.now()}000000`;
  const logs = [
    { traceId, body: { stringValue: `seen by ${user} in a trace` } },
    { attributes: attributes({ 'user.id': user }), body: { stringValue: 'outside of any trace' } },
    { body: { stringValue: 'about nobody' } },
  ].map((record) => ({ timeUnixNano: now, ...record }));
  const metric = (name: string, values: Record<string, string>) => ({
    name,
    sum: {
      aggregationTemporality: 2,
      isMonotonic: true,
      dataPoints: [{ timeUnixNano: now, asInt: '1', attributes: attributes(values) }],
    },
  });
  const metrics = [metric('of.one', { 'user.id': user }), metric('of.all', { other: 'x' })];
  await sendAll(url, {
    logs: { resourceLogs: [{ resource: {}, scopeLogs: [{ logRecords: logs }] }] },
    metrics: { resourceMetrics: [{ resource: {}, scopeMetrics: [{ metrics }] }] },
  });
}

/** Sends requests by signal. */
async function sendAll(url: string, bodies: Record<string, object>): Promise<void> {
  for (const [signal, body] of Object.entries(bodies)) {
    const answer = await fetch(`${url}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }
}

test('everything of a user goes: traces, log records, metrics; no file holds a byte of it', async () => {
  const { client, projectId, confirm, url, dataDir, traces } = await open();
  const [theirs, others] = [newTraceId(), newTraceId()];
  await postTraces(
    url,
    exportRequest([
      { traceId: theirs, attributes: { 'user.id': PERSON } },
      { traceId: theirs, name: 'child-of-theirs' },
      { traceId: others, attributes: { 'user.id': 'somebody-else' } },
    ]),
  );
  await sendOthers(url, PERSON, theirs);
  // What was just written has to leave the logs of SQLite as well.
  expect(filesHolding(dataDir, PERSON).length).toBeGreaterThan(0);
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  const counts = await client.retention.countDeletion({ projectId, target });
  expect(counts).toEqual({ traces: 1, spans: 2, logs: 2, metrics: 1 });
  const { deleted } = await client.retention.delete({ projectId, target, confirm });
  expect(deleted).toEqual(counts);
  expect(await traces()).toEqual([others]);
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount: 1 });
  expect(await client.retention.countDeletion({ projectId, target })).toEqual({
    traces: 0,
    spans: 0,
    logs: 0,
    metrics: 0,
  });
  for (const text of [PERSON, 'child-of-theirs', 'in a trace', 'outside of any', 'of.one']) {
    expect(filesHolding(dataDir, text)).toEqual([]);
  }
  const { entries } = await client.audit.list({ action: 'traces.delet*' });
  expect(entries).toMatchObject([
    { action: 'traces.deleted', after: { attributeKey: 'user.id', spans: 2, logs: 2, metrics: 1 } },
    { action: 'traces.deletion_requested', after: { target: 'attribute' } },
  ]);
});

interface AnyValue {
  readonly [kind: string]: unknown;
}
const text = (stringValue: string): AnyValue => ({ stringValue });
const map = (members: Record<string, AnyValue>): AnyValue => ({
  kvlistValue: { values: Object.entries(members).map(([key, value]) => ({ key, value })) },
});
const list = (...values: AnyValue[]): AnyValue => ({ arrayValue: { values } });

test('a user goes also where maps hold them, by name and by path, and nothing else does', async () => {
  const { client, projectId, confirm, url, dataDir, traces } = await open();
  const theirs: AnyValue[] = [
    map({ user: map({ id: text(PERSON), plan: text('free') }) }),
    map({ 'user.id': text(PERSON) }),
    list(text('x'), map({ deep: map({ user: map({ id: list(text('y'), text(PERSON)) }) }) })),
  ];
  const others: AnyValue[] = [
    map({ user: map({ name: text('somebody-named-so'), id: text('other') }) }),
    map({ id: text('stays-1') }),
    map({ superuser: map({ id: text(PERSON.toUpperCase()) }) }),
  ];
  const now = `${Date.now()}000000`;
  const span = (context: AnyValue) => ({
    traceId: newTraceId(),
    spanId: '00f067aa0ba902b7',
    name: 'work',
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    attributes: [{ key: 'context', value: context }],
  });
  const kept = others.map(span);
  const records = [
    { body: theirs[0] },
    { attributes: [{ key: 'user', value: map({ id: text(PERSON) }) }] },
    { body: others[0] },
  ].map((record) => ({ timeUnixNano: now, ...record }));
  await sendAll(url, {
    traces: { resourceSpans: [{ scopeSpans: [{ spans: [...theirs.map(span), ...kept] }] }] },
    logs: { resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] },
  });
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  const counts = await client.retention.countDeletion({ projectId, target });
  expect(counts).toEqual({ traces: 3, spans: 3, logs: 2, metrics: 0 });
  expect((await client.retention.delete({ projectId, target, confirm })).deleted).toEqual(counts);
  expect((await traces()).toSorted()).toEqual(kept.map(({ traceId }) => traceId).toSorted());
  expect(filesHolding(dataDir, PERSON)).toEqual([]);
  expect(await client.retention.countDeletion({ projectId, target })).toMatchObject({ logs: 0 });
});

test('wherever a user is: in an event, link, resource, scope, or exemplar', async () => {
  const { client, projectId, confirm, url, dataDir, traces } = await open();
  const now = `${Date.now()}000000`;
  const theirs = attributes({ 'user.id': PERSON });
  const span = (more: object = {}) => ({
    traceId: newTraceId(),
    spanId: '00f067aa0ba902b7',
    name: 'work',
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    ...more,
  });
  const other = span();
  const link = { traceId: other.traceId, spanId: other.spanId, attributes: theirs };
  const spans = [
    span({ events: [{ timeUnixNano: now, name: 'seen', attributes: theirs }] }),
    span({ links: [link] }),
  ];
  const ofResource = { resource: { attributes: theirs } };
  const ofScope = { name: 'scope', attributes: theirs };
  const point = (more: object) => ({ timeUnixNano: now, asInt: '1', ...more });
  const gauge = (name: string, more: object) => ({ name, gauge: { dataPoints: [point(more)] } });
  const exemplar = { timeUnixNano: now, asInt: '1', filteredAttributes: theirs };
  const log = { timeUnixNano: now, body: { stringValue: 'of a resource' } };
  await sendAll(url, {
    traces: {
      resourceSpans: [
        { scopeSpans: [{ spans: [...spans, other] }, { scope: ofScope, spans: [span()] }] },
        { ...ofResource, scopeSpans: [{ spans: [span()] }] },
        // Of these nothing is stored, so that nothing would lead to them either.
        {
          resource: { attributes: attributes({ 'user.id': REPEATED }) },
          scopeSpans: [{ spans: [other] }],
        },
        {
          resource: { attributes: attributes({ 'user.id': REFUSED }) },
          scopeSpans: [{ spans: [{}] }],
        },
      ],
    },
    logs: {
      resourceLogs: [
        { ...ofResource, scopeLogs: [{ logRecords: [log] }] },
        { scopeLogs: [{ scope: ofScope, logRecords: [log] }, { logRecords: [log] }] },
      ],
    },
    metrics: {
      resourceMetrics: [
        { ...ofResource, scopeMetrics: [{ metrics: [gauge('a', {})] }] },
        {
          scopeMetrics: [
            { metrics: [gauge('b', { exemplars: [exemplar] }), gauge('c', {})] },
            { scope: ofScope, metrics: [gauge('d', {})] },
          ],
        },
      ],
    },
  });
  expect(storedTexts(dataDir, [PERSON.slice(2)]).length).toBeGreaterThan(0);
  expect(storedTexts(dataDir, [REPEATED, REFUSED])).toEqual([]);
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  const counts = await client.retention.countDeletion({ projectId, target });
  expect(counts).toEqual({ traces: 4, spans: 4, logs: 2, metrics: 3 });
  expect((await client.retention.delete({ projectId, target, confirm })).deleted).toEqual(counts);
  expect(await traces()).toEqual([other.traceId]);
  expect(storedTexts(dataDir, [PERSON.slice(2)])).toEqual([]);
});

test('what was looked for leaves the log of the catalog too, though another reads it or changes something', async () => {
  const { client, projectId, confirm, url, dataDir } = await open();
  await postTraces(url, exportRequest([{ attributes: { 'user.id': PERSON } }]));
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  // As a backup does, from before the deletion on.
  const reader = new Database(join(dataDir, 'catalog.db'), { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM deletion').get();
  const deleting = client.retention.delete({ projectId, target, confirm });
  const entries = async () => (await client.audit.list({ action: 'traces.deleted' })).entries;
  await expect.poll(entries, { interval: 1 }).toHaveLength(1);
  // It is written down, and then comes to that.
  for (let turn = 0; turn < 50; turn++) await entries();
  expect(filesHolding(dataDir, PERSON)).not.toEqual([]);
  reader.close();
  // What changes meanwhile has a transaction of its own, before or after that.
  const others = Array.from({ length: 20 }, (_, n) =>
    client.retention.set({ projectId, traces: { days: 100 + n } }),
  );
  await Promise.all([deleting, ...others]);
  expect(filesHolding(dataDir, PERSON)).toEqual([]);
});

test('deletes one trace, and what a filter shows', async () => {
  const { client, projectId, confirm, url, traces, dataDir } = await open();
  const [one, two, three] = [newTraceId(), newTraceId(), newTraceId()];
  await postTraces(url, exportRequest([{ traceId: one, name: 'first-name' }]));
  await postTraces(url, exportRequest([{ traceId: two, name: 'second-name', error: true }]));
  await postTraces(url, exportRequest([{ traceId: three, name: 'third-name' }]));
  await client.retention.delete({ projectId, target: { kind: 'trace', traceId: one }, confirm });
  expect((await traces()).toSorted()).toEqual([two, three].toSorted());
  await expect(client.traces.open({ projectId, traceId: one })).rejects.toMatchObject({
    code: 'not_found',
  });
  const target = { kind: 'filter', filter: { status: 'error' } } as const;
  expect(await client.retention.delete({ projectId, target, confirm })).toMatchObject({
    deleted: { traces: 1, spans: 1 },
  });
  expect(await traces()).toEqual([three]);
  expect(filesHolding(dataDir, 'first-name')).toEqual([]);
  expect(filesHolding(dataDir, 'second-name')).toEqual([]);
});

test('a deletion that a crash left is not taken up again on legal hold, nor afterwards', async () => {
  const dataDir = createTestFolder();
  const first = await openTestCollector({ dataDir });
  const projectId = (await first.client.projects.list()).projects[0]!.id;
  const traceId = newTraceId();
  await postTraces(first.url, exportRequest([{ traceId }]));
  await first.client.retention.set({ projectId, legalHold: true });
  await first.close();
  const catalog = new Database(join(dataDir, 'catalog.db'));
  const traceIds = Buffer.from(traceId, 'hex').toString('base64');
  catalog
    .prepare('INSERT INTO deletion (id, project_id, selection, created_ms) VALUES (?, ?, ?, ?)')
    .run('del_1', projectId, JSON.stringify({ traceIds }), 1);
  catalog.close();
  const { client } = await openTestCollector({ dataDir });
  const stopped = async () =>
    (await client.audit.list({ action: 'traces.deletion_stopped' })).entries;
  await expect.poll(stopped, { timeout: 20_000 }).toMatchObject([{ after: { spans: 0 } }]);
  expect((await client.projects.get({ projectId })).spanCount).toBe(1);
  const left = new Database(join(dataDir, 'catalog.db'), { readonly: true });
  expect(left.prepare('SELECT id FROM deletion').all()).toEqual([]);
  left.close();
});

test('another name than that of the project deletes nothing', async () => {
  const { client, projectId, url, traces } = await open();
  const traceId = newTraceId();
  await postTraces(url, exportRequest([{ traceId }]));
  for (const confirm of ['', 'default project', 'x'.repeat(900)]) {
    const target = { kind: 'trace', traceId } as const;
    await expect(client.retention.delete({ projectId, target, confirm })).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  expect(await traces()).toEqual([traceId]);
});

test('a condition that does not exist is refused: it would delete what it was to keep', async () => {
  const { client, projectId, confirm, url, traces } = await open();
  await postTraces(url, exportRequest([{}]));
  const target = { kind: 'filter', filter: { error: true } } as never;
  await expect(client.retention.delete({ projectId, target, confirm })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await traces()).toHaveLength(1);
});
