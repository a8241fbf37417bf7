import type { Signal } from '../otlp/types.ts';
import { messageToJson, type JsonObject, type MessageKind } from '../otlp/protobuf-to-json.ts';
import type { ExportBatch, StoredRecord } from '../store/types.ts';

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

interface ResourceGroup {
  readonly of: StoredRecord;
  readonly scopes: { readonly of: StoredRecord; readonly records: JsonObject[] }[];
}

/**
 * Stored records as one OTLP/JSON document (TracesData, LogsData or MetricsData), grouped as they came.
 *
 * Records of one resource and scope that follow each other share a group.
 */
export function recordsToJson({ signal, records }: ExportBatch): JsonObject {
  const { kind, ...names } = NAMES[signal];
  const groups: ResourceGroup[] = [];
  for (const record of records) {
    let group = groups.at(-1);
    if (group === undefined || !sameResource(group.of, record)) {
      group = { of: record, scopes: [] };
      groups.push(group);
    }
    let scope = group.scopes.at(-1);
    if (scope === undefined || !sameScope(scope.of, record)) {
      scope = { of: record, records: [] };
      group.scopes.push(scope);
    }
    scope.records.push(messageToJson(kind, record.bytes));
  }
  const resources = groups.map(({ of, scopes }) => ({
    resource: messageToJson('resource', of.resource),
    [names.scopes]: scopes.map((scope) => ({
      scope: messageToJson('scope', scope.of.scope),
      [names.records]: scope.records,
      ...(scope.of.scopeSchemaUrl === '' ? {} : { schemaUrl: scope.of.scopeSchemaUrl }),
    })),
    ...(of.resourceSchemaUrl === '' ? {} : { schemaUrl: of.resourceSchemaUrl }),
  }));
  return { [names.resources]: resources };
}

function sameResource(a: StoredRecord, b: StoredRecord): boolean {
  return a.resourceSchemaUrl === b.resourceSchemaUrl && sameBytes(a.resource, b.resource);
}

function sameScope(a: StoredRecord, b: StoredRecord): boolean {
  return a.scopeSchemaUrl === b.scopeSchemaUrl && sameBytes(a.scope, b.scope);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(a, b) === 0);
}
