import { expect, test } from 'vitest';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { idsOf } from '../../../../test/support/ids-of.ts';
import { Workload } from './workload.ts';

const OPTIONS = {
  limits: { maxDepth: 32, maxAttributes: 1024, maxRecordBytes: 16 * 1024 * 1024 },
  redact: (_kind: string, body: Uint8Array): Uint8Array => body,
};
const START_US = 1_760_000_000_000_000;

test('the same seed gives the same bytes, another seed others', () => {
  const [one, same, other] = [1, 1, 2].map((seed) => new Workload({ seed, startUs: START_US }));
  for (const spans of [512, 1, 64]) {
    const body = Buffer.from(one!.next(spans));
    expect(body.equals(same!.next(spans))).toBe(true);
    expect(body.equals(other!.next(spans))).toBe(false);
  }
});

test('it has the size, the traces and the model calls of the measurements', () => {
  const load = new Workload({ seed: 3, startUs: START_US });
  const spansOf = new Map<string, number>();
  let bytes = 0;
  let calls = 0;
  const batches = 60;
  for (let i = 0; i < batches; i++) {
    const body = load.next(512);
    bytes += body.length;
    const { records, rejected } = decodeTraces(body, OPTIONS);
    expect(records).toHaveLength(512);
    expect(rejected).toBe(0);
    for (const record of records) {
      const { trace } = idsOf(record);
      spansOf.set(trace, (spansOf.get(trace) ?? 0) + 1);
      if (record.fields.inputTokens > 0) calls++;
    }
  }
  const total = batches * 512;
  expect(bytes / total).toBeGreaterThan(1250);
  expect(bytes / total).toBeLessThan(1450);
  expect(calls / total).toBeGreaterThan(0.12);
  expect(calls / total).toBeLessThan(0.25);
  expect(Math.max(...spansOf.values())).toBeLessThanOrEqual(30);
  expect(total / load.traces).toBeGreaterThan(15);
});
