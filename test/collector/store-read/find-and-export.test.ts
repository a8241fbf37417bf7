import { expect, test } from 'vitest';
import { decodeSpan } from '../../../src/main/collector/otlp/decode-detail.ts';
import type { TraceFilter } from '../../../src/shared/contract/traces.ts';
import { collect, openTestStore, PROJECT } from './open-test-store.ts';
import {
  logSegment,
  metricSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  type SpanSketch,
  spanSegment,
  traceId,
} from './otlp-segments.ts';

const TRACE = traceId(1);
const place = (day: string) => ({ projectId: PROJECT, signal: 'traces', day }) as const;
const ids = (n: number) => new Uint8Array(Buffer.from(traceId(n), 'hex'));
const span = (n: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  trace: TRACE,
  span: spanId(n),
  ...more,
});

test('text is found in names, attributes, events and messages, whatever its letter case', async () => {
  const { store } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([
      span(1, { name: 'Straße nach Öland' }),
      span(2, { attributes: { 'http.Route': '/Users' } }),
      span(3, { attributes: { n: 12345 } }),
      span(4, { events: [{ name: 'Retry', attributes: { why: 'TIMEOUT' } }] }),
      span(5, { error: 'connection Refused' }),
      span(6, { attributes: { list: { arrayValue: { values: [{ stringValue: 'Needle' }] } } } }),
      { ...span(7, { name: 'Straße' }), trace: traceId(2) },
    ]),
  );
  const find = async (text: string, limit = 100): Promise<string[]> =>
    (await store.findInTrace(PROJECT, TRACE, text, limit)).spanIds;
  expect(await find('STRASSE')).toEqual([spanId(1)]);
  expect(await find('öLAND')).toEqual([spanId(1)]);
  expect(await find('http.route')).toEqual([spanId(2)]);
  expect(await find('/users')).toEqual([spanId(2)]);
  expect(await find('234')).toEqual([spanId(3)]);
  expect(await find('retry')).toEqual([spanId(4)]);
  expect(await find('timeout')).toEqual([spanId(4)]);
  expect(await find('refused')).toEqual([spanId(5)]);
  expect(await find('needle')).toEqual([spanId(6)]);
  expect(await find('absent')).toEqual([]);
  const some = await store.findInTrace(PROJECT, TRACE, 'e', 2);
  expect(some.spanIds).toHaveLength(2);
  expect(some.truncated).toBe(true);
});

test('an export goes on while days are written anew and removed, with what stays of them', async () => {
  const { store, setNow } = await openTestStore();
  const days = 3;
  const text = 'x'.repeat(400_000);
  for (let n = 0; n < 4 * days; n++) {
    setNow(NOON_MS + Math.floor(n / 4) * 86_400_000);
    await store.append(
      PROJECT,
      spanSegment([{ trace: traceId(n), span: spanId(n), attributes: { text } }]),
    );
  }
  const exported: string[] = [];
  const begin = () => store.exportRecords(PROJECT, 'traces', {})[Symbol.asyncIterator]();
  let batches = begin();
  const take = async (): Promise<boolean> => {
    const { done, value } = await batches.next();
    for (const { bytes } of done === true ? [] : value.records) {
      exported.push(decodeSpan(bytes).traceId);
    }
    return done !== true;
  };
  await take();
  await store.days.remove(place('2026-11-20'), { traceIds: ids(3) });
  await store.days.remove(place('2026-11-21'), { traceIds: ids(5) });
  await store.days.remove(place('2026-11-22'), { through: 4 });
  while (await take());
  expect(exported).toEqual([0, 1, 2, 4, 6, 7].map(traceId));
  batches = begin();
  await take();
  await store.deleteProject(PROJECT);
  const rest = async () => {
    while (await take());
  };
  await expect(rest()).rejects.toMatchObject({ code: 'not_found' });
});

test('an export gives back every record of the traces that match, with resource and scope', async () => {
  const { store, setNow } = await openTestStore();
  for (let n = 0; n < 20; n++) {
    setNow(NOON_MS + n * 10_000_000);
    const spans = [0, 1, 2].map((k) => ({
      trace: traceId(n),
      span: spanId(n * 3 + k),
      ...(k === 0 ? {} : { parent: spanId(n * 3) }),
    }));
    await store.append(PROJECT, spanSegment(spans, n % 2 === 0 ? 'even' : 'odd'));
  }
  const ids = async (filter: TraceFilter): Promise<string[]> => {
    const records = await collect(store.exportRecords(PROJECT, 'traces', filter));
    for (const { resource, scope } of records) {
      expect(Buffer.from(resource).toString()).toContain('service.name');
      expect(Buffer.from(scope).toString()).toContain('lib');
    }
    return records.map(({ bytes }) => decodeSpan(bytes).spanId);
  };
  const all = Array.from({ length: 60 }, (_, i) => spanId(i));
  expect(await ids({})).toEqual(all);
  expect(await ids({ services: ['odd'] })).toEqual(
    all.filter((_, i) => Math.floor(i / 3) % 2 === 1),
  );
  expect(
    await ids({ attributes: [{ key: 'service.name', value: 'even' }], status: 'ok' }),
  ).toHaveLength(30);
  const one = await collect(store.traceRecords(PROJECT, traceId(4)));
  expect(one.map(({ bytes }) => decodeSpan(bytes).spanId)).toEqual([12, 13, 14].map(spanId));
});

test('large exports come in batches, and one that is given up stops', async () => {
  const { store } = await openTestStore();
  const text = 'y'.repeat(20_000);
  for (let n = 0; n < 5; n++) {
    const spans = Array.from({ length: 40 }, (_, k) =>
      span(n * 40 + k, { attributes: { text: `${text}${n}-${k}` } }),
    );
    await store.append(PROJECT, spanSegment(spans));
  }
  let batches = 0;
  let records = 0;
  for await (const batch of store.exportRecords(PROJECT, 'traces', {})) {
    batches++;
    records += batch.records.length;
  }
  expect(records).toBe(200);
  expect(batches).toBeGreaterThan(3);
  for await (const batch of store.traceRecords(PROJECT, TRACE)) {
    expect(batch.records.length).toBeLessThan(200);
    break;
  }
  expect((await store.findInTrace(PROJECT, TRACE, 'work', 1)).truncated).toBe(true);
});

test('logs and metrics are exported by their own time', async () => {
  const { store } = await openTestStore();
  const second = 1_000_000_000n;
  const logs = [0n, 1n, 2n, 3n].map((s) => ({ timeNs: NOON_NS + s * second, text: `line ${s}` }));
  await store.append(PROJECT, logSegment(logs));
  await store.append(PROJECT, metricSegment('early', [NOON_NS, NOON_NS + second]));
  await store.append(PROJECT, metricSegment('late', [NOON_NS + 5n * second]));
  const startUs = NOON_MS * 1000;
  const range = { fromUs: startUs + 1_000_000, toUs: startUs + 3_000_000 };
  expect(await collect(store.exportRecords(PROJECT, 'logs', {}))).toHaveLength(4);
  expect(await collect(store.exportRecords(PROJECT, 'logs', range))).toHaveLength(2);
  expect(await collect(store.exportRecords(PROJECT, 'metrics', {}))).toHaveLength(2);
  const [metric, ...others] = await collect(store.exportRecords(PROJECT, 'metrics', range));
  expect(Buffer.from(metric!.bytes).toString()).toContain('early');
  expect(others).toEqual([]);
  const stats = await store.stats();
  expect(stats).toMatchObject([{ projectId: PROJECT, spans: 0, lastCommitMs: NOON_MS }]);
  expect(stats[0]!.bytes).toBeGreaterThan(4096);
});
