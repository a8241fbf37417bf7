import type { Signal } from '../otlp/types.ts';
import { messageToJson, type JsonObject, type MessageKind } from '../otlp/protobuf-to-json.ts';
import type { ExportBatch } from '../store/types.ts';
import { groupsOf } from './group-records.ts';

/** What each signal's OTLP/JSON calls its levels. */
const NAMES = {
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', kind: 'span' },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', kind: 'log' },
  metrics: {
    resources: 'resourceMetrics',
    scopes: 'scopeMetrics',
    records: 'metrics',
    kind: 'metric',
  },
} as const satisfies Record<Signal, { kind: MessageKind } & Record<string, string>>;

/**
 * Stored records as one OTLP/JSON document (TracesData, LogsData or MetricsData), grouped as they came.
 *
 * Records of one resource and scope that follow each other share a group.
 */
export function recordsToJson(batch: ExportBatch): JsonObject {
  const { kind, ...names } = NAMES[batch.signal];
  const resources = groupsOf(batch).map(({ resource, scopes, schemaUrl }) => ({
    resource: messageToJson('resource', resource),
    [names.scopes]: scopes.map(({ scope, records, schemaUrl }) => ({
      scope: messageToJson('scope', scope),
      [names.records]: records.map((record) => messageToJson(kind, record)),
      ...(schemaUrl === '' ? {} : { schemaUrl }),
    })),
    ...(schemaUrl === '' ? {} : { schemaUrl }),
  }));
  return { [names.resources]: resources };
}
