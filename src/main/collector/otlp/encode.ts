import { DELIMITED } from './wire.ts';
import { varintSize, WireWriter } from './wire-writer.ts';

/** Records of one scope, as protobuf bodies. */
export interface ScopeGroup {
  /** Body of the InstrumentationScope; empty means none. */
  readonly scope: Uint8Array;
  readonly schemaUrl: string;
  /** Bodies of Span, LogRecord or Metric. */
  readonly records: readonly Uint8Array[];
}

/** Scopes of one resource. */
export interface ResourceGroup {
  /** Body of the Resource; empty means none. */
  readonly resource: Uint8Array;
  readonly schemaUrl: string;
  readonly scopes: readonly ScopeGroup[];
}

/**
 * Encodes an Export{Trace,Logs,Metrics}ServiceRequest (or TracesData, LogsData, MetricsData) from bodies.
 *
 * The three signals share one shape and its field numbers; the bodies are copied unchanged.
 */
export function encodeRequest(groups: readonly ResourceGroup[]): Uint8Array {
  const sizes = groups.map((group) => {
    const scopes = group.scopes.map(scopeGroupSize);
    const inner = sum(scopes.map(delimitedSize));
    return { scopes, size: inner + contextSize(group.resource, group.schemaUrl) };
  });
  const writer = new WireWriter(Math.max(1, sum(sizes.map(({ size }) => delimitedSize(size)))));
  for (const [index, group] of groups.entries()) {
    const { size, scopes } = sizes[index]!;
    open(writer, 1, size);
    if (group.resource.length > 0) writer.bytesField(1, group.resource);
    for (const [scopeIndex, scope] of group.scopes.entries()) {
      open(writer, 2, scopes[scopeIndex]!);
      if (scope.scope.length > 0) writer.bytesField(1, scope.scope);
      for (const record of scope.records) writer.bytesField(2, record);
      if (scope.schemaUrl !== '') writer.stringField(3, scope.schemaUrl);
    }
    if (group.schemaUrl !== '') writer.stringField(3, group.schemaUrl);
  }
  return writer.finish();
}

function open(writer: WireWriter, field: number, size: number): void {
  writer.tag(field, DELIMITED);
  writer.varint(size);
}

function scopeGroupSize({ scope, schemaUrl, records }: ScopeGroup): number {
  return contextSize(scope, schemaUrl) + sum(records.map((record) => delimitedSize(record.length)));
}

/** Size of the resource or scope and the schema URL of a group, without what is inside the group. */
function contextSize(body: Uint8Array, schemaUrl: string): number {
  const context = body.length > 0 ? delimitedSize(body.length) : 0;
  return context + (schemaUrl === '' ? 0 : delimitedSize(Buffer.byteLength(schemaUrl)));
}

/** Tag (one byte), length and content. */
function delimitedSize(bytes: number): number {
  return 1 + varintSize(bytes) + bytes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
