import { decodeTraces } from '../otlp/decode-traces.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import { everyKind } from '../redaction/every-kind.ts';
import { NO_REDACTION, type RedactionPolicy } from '../redaction/policy.ts';
import { createRedactor, loadRedaction, releaseRedacted } from '../redaction/redact.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import { loadZstd, zstdCompress } from '../store/zstd.ts';
import { Workload } from './workload.ts';

const BATCH = 512;
/** So many that what comes again does so as rarely as in a minute of the collector at full load; 140 MB. */
const BATCHES = 200;
const ROUNDS = 9;
/** Rounds until the code is compiled. */
const WARM_UP = 2;

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
  const store = (policy: RedactionPolicy) => () => {
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
    store(everyKind('bench')),
  ];
  const rounds = Array.from({ length: ROUNDS }, () => runs.map(cpuUs)).slice(WARM_UP);
  const [zstdUs, offUs, onUs] = runs.map((_run, index) => {
    const sorted = rounds.map((round) => round[index]!).sort((a, b) => a - b);
    return sorted[sorted.length >> 1]! / (BATCH * BATCHES);
  });
  const bytesPerSpan = bytes / (BATCH * BATCHES);
  return { bytesPerSpan, zstdUs: zstdUs!, offUs: offUs!, onUs: onUs! };
}

/** CPU of this process, all threads, us. */
function cpuUs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
