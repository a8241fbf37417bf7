import { randomBytes } from 'node:crypto';
import type { PiiType } from '../../../shared/redaction.ts';
import { redactSchemaUrl } from '../otlp/schema-url.ts';
import type { Signal } from '../otlp/types.ts';
import { createRedactor, loadRedaction } from '../redaction/redact.ts';
import { FIRST_RULES, policyFrom } from '../redaction/stored-rules.ts';
import type { ExportBatch } from '../store/types.ts';

const KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const;

/** Takes kinds of personal data out of what leaves, by the scanner of ingest; the same batches for no kinds. */
export async function exportRedactor(
  types: readonly PiiType[],
): Promise<(batch: ExportBatch) => ExportBatch> {
  if (types.length === 0) return (batch) => batch;
  await loadRedaction();
  const rules = { ...FIRST_RULES, mode: 'on' as const, types: [...types] };
  const instance = { defaultMode: 'off' as const, requiredTypes: [] };
  const policy = policyFrom('export', rules, instance, randomBytes(32).toString('hex'));
  const { redact, takeCounts } = createRedactor(policy);
  const kept = new WeakMap<Uint8Array, Uint8Array>();
  const context = (kind: 'resource' | 'scope', bytes: Uint8Array): Uint8Array => {
    let clean = kept.get(bytes);
    if (clean === undefined) {
      clean = redact(kind, bytes);
      kept.set(bytes, clean);
    }
    return clean;
  };
  return (batch) => {
    const records = batch.records.map((record) => ({
      ...record,
      resource: context('resource', record.resource),
      scope: context('scope', record.scope),
      resourceSchemaUrl: redactSchemaUrl(redact, record.resourceSchemaUrl),
      scopeSchemaUrl: redactSchemaUrl(redact, record.scopeSchemaUrl),
      bytes: redact(KINDS[batch.signal as Signal], record.bytes),
    }));
    takeCounts();
    return { ...batch, records };
  };
}
