import { parentPort } from 'node:worker_threads';
import { redactSchemaUrl } from '../otlp/schema-url.ts';
import type { Signal } from '../otlp/types.ts';
import type { StoredRecord } from '../store/types.ts';
import type { Hit } from './pii-type.ts';
import { recordTime } from './record-time.ts';
import { createRedactor, loadRedaction } from './redact.ts';
import { ReportCounts } from './report-counts.ts';
import { TextRedactor } from './text-redactor.ts';
import { READY, type FromTrial, type ToTrial, type TrialCalls } from './trial-protocol.ts';

const main = parentPort!;
const KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const satisfies Record<
  Signal,
  string
>;

/** In all records so far. */
const found = new ReportCounts();

const calls: TrialCalls = {
  fields: (policy, fields) => {
    const redactor = new TextRedactor(policy);
    return fields.map(({ key, text }) => {
      const safeKey = redactor.redactSafely(key, '', true).text;
      // A text without a key is no attribute: rules about keys say nothing of it.
      const action = key === '' ? 'examine' : redactor.keyAction(key, false, false);
      if (action === 'drop') return { key: safeKey, action, text: '', hits: [] };
      if (action === 'allow') return { key: safeKey, action, text, hits: [] };
      const redacted = redactor.redactSafely(text, key);
      return { key: safeKey, action, text: redacted.text, hits: redacted.hits.map(shown) };
    });
  },
  records: (policy, { signal, records }) => {
    const { redact, takeCounts } = createRedactor(policy);
    // As on the way in, each resource and scope once, whatever the order of the records: views of one buffer.
    const byResource = new Map<number, StoredRecord[]>();
    for (const record of records) {
      const { byteOffset } = record.resource;
      const known = byResource.get(byteOffset);
      if (known === undefined) byResource.set(byteOffset, [record]);
      else known.push(record);
    }
    for (const ofResource of byResource.values()) {
      redact('resource', ofResource[0]!.resource);
      redactSchemaUrl(redact, ofResource[0]!.resourceSchemaUrl);
      const scopes = new Set<number>();
      for (const { bytes, scope, scopeSchemaUrl } of ofResource) {
        if (!scopes.has(scope.byteOffset)) {
          redact('scope', scope);
          redactSchemaUrl(redact, scopeSchemaUrl);
        }
        scopes.add(scope.byteOffset);
        redact(KINDS[signal], bytes);
      }
      found.add(takeCounts());
    }
    let [fromMs, toMs] = [0, 0];
    for (const { bytes } of records) {
      const ms = recordTime(signal, bytes);
      if (ms > 0 && (fromMs === 0 || ms < fromMs)) fromMs = ms;
      if (ms > toMs) toMs = ms;
    }
    return { fromMs, toMs };
  },
  counts: () => found.take(),
};

/** A hit as it is told: of base64 that it was found in there. */
const shown = ({ start, end, type, rule, unpacked }: Hit): Hit => {
  return { start, end, type, rule: unpacked === undefined ? rule : `${rule} in base64` };
};

await loadRedaction();

main.on('message', (message: ToTrial) => {
  if (message.kind === 'close') process.exit(0);
  const call = calls[message.method] as (...args: readonly unknown[]) => unknown;
  try {
    send({ id: message.id, result: call(...message.args) });
  } catch (error) {
    send({ id: message.id, problem: error instanceof Error ? error.message : String(error) });
  }
});
send({ id: READY, result: undefined });

function send(message: FromTrial): void {
  main.postMessage(message);
}
