import type { ResourceGroup } from '../otlp/encode.ts';
import type { ExportBatch, StoredRecord } from '../store/types.ts';

/** Records that follow each other share what they have in common, as they came. */
export function groupsOf({ records }: ExportBatch): ResourceGroup[] {
  const groups: {
    of: StoredRecord;
    scopes: { of: StoredRecord; records: Uint8Array[] }[];
  }[] = [];
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
    scope.records.push(record.bytes);
  }
  return groups.map(({ of, scopes }) => ({
    resource: of.resource,
    schemaUrl: of.resourceSchemaUrl,
    scopes: scopes.map((scope) => ({
      scope: scope.of.scope,
      schemaUrl: scope.of.scopeSchemaUrl,
      records: scope.records,
    })),
  }));
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
