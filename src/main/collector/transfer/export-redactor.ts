import { randomBytes } from 'node:crypto';
import type { PiiType } from '../../../shared/redaction.ts';
import { redactSchemaUrl } from '../otlp/schema-url.ts';
import type { Signal } from '../otlp/types.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';
import type { ActivePolicy } from '../redaction/policy.ts';
import { createRedactor, loadRedaction } from '../redaction/redact.ts';
import { FIRST_RULES, policyFrom } from '../redaction/stored-rules.ts';
import type { ExportBatch } from '../store/types.ts';

const KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const;

/** Takes kinds of personal data out of what leaves. */
export interface ExportRedactor {
  batch(batch: ExportBatch): ExportBatch;
  /** Of what people wrote. */
  annotation(kept: KeptAnnotation): KeptAnnotation;
}

/** By the scanner of ingest; the same records for no kinds. */
export async function exportRedactor(types: readonly PiiType[]): Promise<ExportRedactor> {
  if (types.length === 0) return { batch: (batch) => batch, annotation: (kept) => kept };
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
  const { TextRedactor } = await import('../redaction/text-redactor.ts');
  const texts = new TextRedactor(policy as ActivePolicy);
  const clean = (text: string): string => texts.redactSafely(text, '').text;
  return {
    batch(batch) {
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
    },
    annotation: (kept) => cleanAnnotation(kept, clean),
  };
}

function cleanAnnotation(kept: KeptAnnotation, clean: (text: string) => string): KeptAnnotation {
  if (kept.kind === 'tag') return { ...kept, name: clean(kept.name) };
  const author = { ...kept.author, author_name: clean(kept.author.author_name) };
  if (kept.kind === 'pin') return { ...kept, author };
  if (kept.kind === 'note') return { ...kept, author, text: clean(kept.text) };
  const value = typeof kept.value === 'string' ? clean(kept.value) : kept.value;
  return { ...kept, author, name: clean(kept.name), value, comment: clean(kept.comment) };
}
