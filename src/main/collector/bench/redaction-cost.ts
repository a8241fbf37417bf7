import { decodeTraces } from '../otlp/decode-traces.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import { PII_TYPES } from '../redaction/pii-type.ts';
import { DEFAULT_REPLACEMENT, NO_REDACTION, type ActivePolicy } from '../redaction/policy.ts';
import { createRedactor, loadRedaction, releaseRedacted } from '../redaction/redact.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import { loadZstd, zstdCompress } from '../store/zstd.ts';
import { Workload } from './workload.ts';

const BATCH = 512;
const BATCHES = 40;
const ROUNDS = 12;
/** Rounds until the code is compiled. */
const WARM_UP = 4;

/** What redaction adds to the work of a decode thread, CPU us a span; all measured in turns. */
export interface RedactionCost {
  readonly bytesPerSpan: number;
  /** zstd level 1 over the same bytes: what this machine is like. */
  readonly zstdUs: number;
  /** Decoding and building segments with redaction off, and with every kind on. */
  readonly offUs: number;
  readonly onUs: number;
}

/** Measures in this process, which should do nothing else meanwhile. */
export async function measureRedactionCost(): Promise<RedactionCost> {
  await loadRedaction();
  await loadZstd();
  const workload = new Workload({ seed: 7, startUs: Date.now() * 1000 });
  const batches = Array.from({ length: BATCHES }, () => workload.next(BATCH));
  const bytes = batches.reduce((sum, batch) => sum + batch.length, 0);
  const store = (policy: ActivePolicy | typeof NO_REDACTION) => () => {
    const { redact, takeCounts } = createRedactor(policy);
    const options = { limits: DEFAULT_DECODE_LIMITS, redact };
    for (const body of batches) {
      buildSpanSegment([{ batch: decodeTraces(body, options), request: 0 }]);
      takeCounts();
      releaseRedacted();
    }
  };
  const runs = [
    () => batches.forEach((batch) => zstdCompress(batch, 1)),
    store(NO_REDACTION),
    store(everyKind()),
  ];
  const rounds = Array.from({ length: ROUNDS }, () => runs.map(cpuUs)).slice(WARM_UP);
  const [zstdUs, offUs, onUs] = runs.map((_run, index) => {
    const sorted = rounds.map((round) => round[index]!).sort((a, b) => a - b);
    return sorted[sorted.length >> 1]! / (BATCH * BATCHES);
  });
  const bytesPerSpan = bytes / (BATCH * BATCHES);
  return { bytesPerSpan, zstdUs: zstdUs!, offUs: offUs!, onUs: onUs! };
}

function everyKind(): ActivePolicy {
  return {
    mode: 'on',
    version: 'bench',
    types: Object.fromEntries(PII_TYPES.map((type) => [type, DEFAULT_REPLACEMENT])),
    rules: [],
    dropKeys: [],
    keepOnlyKeys: [],
    allowKeys: [],
    allowDomains: [],
    allowAddresses: [],
    allowPrivateAddresses: false,
    pseudonymKey: '',
  };
}

/** CPU of this process, all threads, us. */
function cpuUs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
