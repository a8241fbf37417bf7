import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { NO_REDACTION } from '../redaction/policy.ts';
import { createRedactor } from '../redaction/redact.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import { Committer } from '../store/writer/committer.ts';
import { loadZstd, zstdCompress } from '../store/zstd.ts';
import { percentile } from './report.ts';
import { Workload } from './workload.ts';

const BATCH = 512;
const PROJECT = 'prj_000000000000';
/** How long {@link measureZstd} goes on, ms. */
const BUSY_MS = 1000;

/** CPU that the work itself takes on this machine, without a server around it. */
export interface CpuLimits {
  /** zstd level 1 over a span's OTLP bytes, us a span. */
  readonly zstdUsPerSpan: number;
  /**
   * Scanning, encoding and inserting on one thread, one segment and one commit for each batch of 512, without server,
   * other threads or waiting for the disk, us a span.
   */
  readonly bareUsPerSpan: number;
}

/**
 * Measures in this process, all of whose CPU is counted; it should do nothing else meanwhile.
 *
 * Not to be called in the collector's process: the load it makes would be taken for memory of the collector.
 */
export async function measureCpuLimits(): Promise<CpuLimits> {
  await loadZstd();
  const workload = new Workload({ seed: 7, startUs: Date.now() * 1000 });
  const zstd = zstdPass(workload);
  zstd();
  return { zstdUsPerSpan: zstd(), bareUsPerSpan: measureBare(workload) };
}

/**
 * zstd level 1 as in {@link CpuLimits}, over and over for a while: for processes that measure at the same time and so
 * keep each other's cores as busy as the collector and its sender do. Cores that share execution units are slower then.
 */
export async function measureZstd(): Promise<number> {
  await loadZstd();
  const zstd = zstdPass(new Workload({ seed: 7, startUs: Date.now() * 1000 }));
  const passes: number[] = [];
  const end = performance.now() + BUSY_MS;
  while (performance.now() < end) passes.push(zstd());
  // The middle one: at either end the other processes may not be at it.
  return percentile(passes, 0.5);
}

/** Compresses the same batches each time it is called, and answers the CPU that took, us a span. */
function zstdPass(workload: Workload): () => number {
  const batches = Array.from({ length: 60 }, () => workload.next(BATCH));
  const compress = () => batches.forEach((batch) => zstdCompress(batch, 1));
  return () => cpuUs(compress) / (batches.length * BATCH);
}

function measureBare(workload: Workload): number {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const committer = new Committer({ dataDir: folder }, () => {});
  const options = { limits: DEFAULT_DECODE_LIMITS, redact: createRedactor(NO_REDACTION).redact };
  let id = 0;
  const store = (batches: readonly Uint8Array[]) => {
    for (const body of batches) {
      const segment = buildSpanSegment([{ batch: decodeTraces(body, options), request: 0 }]);
      committer.commit([
        { kind: 'append', id: id++, projectId: PROJECT, segment, nowMs: Date.now() },
      ]);
    }
  };
  try {
    store(Array.from({ length: 100 }, () => workload.next(BATCH)));
    const batches = Array.from({ length: 100 }, () => workload.next(BATCH));
    return cpuUs(() => store(batches)) / (batches.length * BATCH);
  } finally {
    committer.close();
    rmSync(folder, { recursive: true });
  }
}

/** CPU of this process, all threads, us. */
function cpuUs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
