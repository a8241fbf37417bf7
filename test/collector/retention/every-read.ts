import { decodeSpan } from '../../../src/main/collector/otlp/decode-detail.ts';
import type { ExportBatch, TelemetryStore } from '../../../src/main/collector/store/types.ts';
import type { TraceFilter } from '../../../src/shared/contract/traces.ts';
import { decodeSpanTable } from '../../../src/shared/span-table.ts';
import { collect, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS } from '../store-read/otlp-segments.ts';

const FILTERS: readonly TraceFilter[] = [
  {},
  { status: 'error' },
  { services: ['api'] },
  { environments: ['dev'] },
  { models: ['large'] },
  { name: 'PO' },
  { session: 's1' },
  { minDurationUs: 1500 },
  { fromUs: NOON_MS * 1000 + 2_000_000 },
  { attributes: [{ key: 'shared', value: 'v1' }] },
  { attributes: [{ key: 'own', value: '7' }] },
  { attributes: [{ key: 'own', value: 'nobody' }] },
];
const SORTS = ['start', 'duration', 'spans', 'errors', 'tokens', 'cost'] as const;

type Record_ = ExportBatch['records'][number];

/** What a record is, whatever its place. */
const textOf = ({ bytes, resource, scope, resourceSchemaUrl, scopeSchemaUrl }: Record_): string =>
  [bytes, resource, scope]
    .map((part) => Buffer.from(part).toString('base64'))
    .concat(resourceSchemaUrl, scopeSchemaUrl)
    .join(' ');

const sorted = async (batches: AsyncIterable<ExportBatch>): Promise<string[]> =>
  (await collect(batches)).map(textOf).toSorted();

/** What a span table shows, row by row: the lists that its columns point into may be in any order. */
function rowsOf(buffer: ArrayBuffer) {
  const { names, services, models, operations, spanIds, ...table } = decodeSpanTable(buffer);
  const { count, startUs, costs } = table;
  const rows = Array.from({ length: count }, (_, row) => ({
    id: Buffer.from(spanIds.subarray(row * 8, row * 8 + 8)).toString('hex'),
    parent: table.parents[row],
    startNs: table.startNs[row],
    durationNs: table.durationNs[row],
    name: names[table.name[row]!],
    service: services[table.service[row]!],
    model: models[table.model[row]!],
    operation: operations[table.operation[row]!],
    tokens: [table.inputTokens[row], table.outputTokens[row]],
    costUsd: table.costUsd[row],
    kind: table.kind[row],
    status: table.status[row],
    flags: table.flags[row],
  }));
  return { startUs, costs, rows };
}

/** All that a store answers about the test project: what must not change when only its files do. */
export async function everyRead(store: TelemetryStore) {
  const lists = [];
  for (const filter of FILTERS) {
    for (const sort of SORTS) {
      const query = { projectId: PROJECT, filter, sort, descending: true, limit: 1000 };
      lists.push(await store.listTraces(query));
    }
    lists.push(await store.histogram(PROJECT, filter, 20), await store.facets(PROJECT, filter));
    lists.push(Buffer.from(await store.matchingTraces(PROJECT, filter)).toString('hex'));
    for (const signal of ['traces', 'logs', 'metrics'] as const) {
      lists.push(await sorted(store.exportRecords(PROJECT, signal, filter)));
    }
    for (const counted of ['traces', 'spans', 'calls'] as const) {
      const series = { projectId: PROJECT, counted, filter, groupBy: 'model' as const };
      lists.push(
        await store.series({ ...series, steps: 10, groups: 5, orderBy: 'count' } as never),
      );
    }
    lists.push(await store.serviceMap(PROJECT, filter));
    lists.push(await store.agentMap(PROJECT, filter));
  }
  const traces = [];
  const all = { projectId: PROJECT, filter: {}, sort: 'start', descending: true } as const;
  for (const { traceId } of (await store.listTraces({ ...all, limit: 1000 })).traces) {
    const opened = await store.spanTable(PROJECT, traceId);
    const spans = [];
    for (const { bytes } of await collect(store.traceRecords(PROJECT, traceId))) {
      spans.push(await store.span(PROJECT, traceId, decodeSpan(bytes).spanId));
    }
    traces.push({
      summary: await store.summary(PROJECT, traceId),
      table: rowsOf(opened!.table),
      records: await sorted(store.traceRecords(PROJECT, traceId)),
      spans: spans.map((span) => ({
        text: textOf(span!),
        cost: span!.costUsd,
        by: span!.costSource,
      })),
      logs: (await collect(store.logRecords(PROJECT, traceId))).map(textOf),
      found: (await store.findInTrace(PROJECT, traceId, 'o', 1000)).spanIds.toSorted(),
    });
  }
  for (const trace of traces) trace.spans.sort((a, b) => (a.text < b.text ? -1 : 1));
  const coverage = { pattern: '*', match: 'glob', scopes: ['span', 'resource'] } as never;
  const { keys } = await store.attributeKeys(PROJECT, coverage);
  // How often each came is counted of what was read on the way, which is another number of repeats.
  const found = keys.map(({ scope, key }) => `${scope} ${key}`).toSorted();
  const groups = [];
  for (const { signal, day } of await store.days.list(PROJECT)) {
    const place = { projectId: PROJECT, signal, day };
    const told = await store.days.groups(place);
    groups.push(signal, ...told.map((group) => JSON.stringify(group)).toSorted());
  }
  const stats = (await store.stats(PROJECT)).map((project) => ({ ...project, bytes: 0 }));
  return { lists, traces, keys: found, groups, stats };
}
