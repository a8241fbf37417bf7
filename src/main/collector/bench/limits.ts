import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { createRedactor, NO_REDACTION } from '../redaction/redact.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import { Committer } from '../store/writer/committer.ts';
import { loadZstd, zstdCompress } from '../store/zstd.ts';
import type { ClientProcess } from './client-process.ts';
import { MANY_CONNECTIONS } from './ingest-runs.ts';
import { Workload } from './workload.ts';

const BATCH = 512;
const PROJECT = 'prj_000000000000';

/** What this machine could do at best; everything else is a part of it. */
export interface Limits {
  /** CPU of zstd level 1 over a span's OTLP bytes, us a span. */
  readonly zstdUsPerSpan: number;
  /** CPU of scanning, encoding and inserting on one thread, without server, threads or waiting for the disk, us a span. */
  readonly bareUsPerSpan: number;
  /** Requests of one span a second that an empty `node:http` server reads and answers. */
  readonly httpRequestsPerSecond: number;
}

/** Measures the limits in this process and on this machine. */
export async function measureLimits(client: ClientProcess): Promise<Limits> {
  await loadZstd();
  const workload = new Workload({ seed: 7, startUs: Date.now() * 1000 });
  const batches = Array.from({ length: 60 }, () => workload.next(BATCH));
  const spans = batches.length * BATCH;
  const zstd = () => batches.forEach((batch) => zstdCompress(batch, 1));
  zstd();
  return {
    zstdUsPerSpan: cpuUs(zstd) / spans,
    bareUsPerSpan: measureBare(workload),
    httpRequestsPerSecond: await measureHttp(client),
  };
}

function measureBare(workload: Workload): number {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const committer = new Committer({ dataDir: folder }, () => {});
  const options = { limits: DEFAULT_DECODE_LIMITS, redact: createRedactor(NO_REDACTION) };
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
    store(Array.from({ length: 60 }, () => workload.next(BATCH)));
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

async function measureHttp(client: ClientProcess): Promise<number> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      Buffer.concat(pieces);
      response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': 0 });
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const requests = 20_000;
  const plan = {
    format: 'protobuf',
    coding: 'identity',
    spansPerRequest: 1,
    requests,
    seed: 11,
  } as const;
  await client.ask({ kind: 'prepare', plan });
  const run = { kind: 'run', port, key: 'none', connections: MANY_CONNECTIONS } as const;
  await client.ask(run);
  const { seconds } = await client.ask(run);
  server.close();
  server.closeAllConnections();
  return requests / seconds;
}
