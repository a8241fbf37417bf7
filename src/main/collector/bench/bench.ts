import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { openCollector } from '../open-collector.ts';
import { runAdministration } from './administration-runs.ts';
import { runAnalytics } from './analytics-runs.ts';
import { ClientProcess } from './client-process.ts';
import { MANY_CONNECTIONS, runMain, runMatrix, type Scale } from './ingest-runs.ts';
import { runFilters } from './filter-runs.ts';
import { runKeys } from './key-runs.ts';
import { runFiles } from './file-runs.ts';
import { measureHttp } from './http-limit.ts';
import type { BenchPart } from './parts.ts';
import { runQueries } from './query-runs.ts';
import { atMost, plainFigure, type Figure } from './report.ts';
import { runRetention } from './retention-runs.ts';
import { runTraceOpen } from './trace-runs.ts';

export interface BenchOptions {
  /** Spans in the project that queries run on. */
  readonly spans: number;
  /** A shorter run with fewer spans: for a first look, not for numbers to quote. */
  readonly quick: boolean;
  /** One part instead of all. */
  readonly only?: BenchPart | undefined;
  readonly log: Log;
  /** Told what is being measured now. */
  readonly tell: (text: string) => void;
}

/** After this long start-up and its warm-up are over, ms. */
const SETTLE_MS = 12_000;
/** After this long each thread has given back what it took for them, ms; see `idle-heap.ts`. */
const IDLE_MS = 40_000;
const FULL: Scale = { spansPerRun: 60_000, singleRequests: 20_000 };
const QUICK: Scale = { spansPerRun: 10_000, singleRequests: 4000 };

/**
 * Measures a collector of this version on this machine, beside what the machine could do at best.
 *
 * The collector runs in this process and the sender in another; all data is in a temporary folder.
 */
export async function runBench(options: BenchOptions): Promise<Figure[]> {
  const { tell, log } = options;
  if (options.only === 'administration') return runAdministration(log, tell);
  if (options.only === 'trace-open') return runTraceOpen(log, tell);
  if (options.only === 'files') return runFiles(log, options.spans, tell);
  const client = new ClientProcess();
  if (options.only === 'retention') {
    return runRetention(client, log, options.spans, tell).finally(() => client.close());
  }
  if (options.only === 'filters') {
    return runFilters(client, log, options.spans, tell).finally(() => client.close());
  }
  if (options.only === 'analytics') {
    return runAnalytics(client, log, options.spans, tell).finally(() => client.close());
  }
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  try {
    tell('start');
    const begin = performance.now();
    const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
    const collector = await openCollector({ dataDir: folder, log, listen });
    const startMs = performance.now() - begin;
    try {
      const idle = await residentAfter(options.quick ? SETTLE_MS : IDLE_MS);
      tell('limits of this machine');
      const httpRequestsPerSecond = await measureHttp(client);
      const figures: Figure[] = [
        plainFigure(
          'limits',
          `bare node:http, 1 span, ${MANY_CONNECTIONS} conn.`,
          httpRequestsPerSecond,
          'requests/s',
        ),
        plainFigure('start', 'collector open and listening', startMs, 'ms'),
        plainFigure('memory', 'resident when idle', idle / 2 ** 20, 'MiB', atMost(120)),
      ];
      const scale = options.quick ? QUICK : FULL;
      if (options.only !== 'ingest') {
        tell('keys');
        figures.push(...runKeys());
      }
      tell('main run');
      const main = await runMain(collector, client, scale);
      figures.push(...main.figures);
      if (options.only === 'ingest') return figures;
      const limits = { httpRequestsPerSecond, bareUsPerSpan: main.bareUsPerSpan };
      figures.push(...(await runMatrix(collector, client, limits, scale, tell)));
      figures.push(...(await runQueries(collector, client, options.spans, tell)));
      figures.push(...(await runTraceOpen(log, tell)));
      figures.push(...(await runAdministration(log, tell)));
      figures.push(...(await runRetention(client, log, options.spans, tell)));
      figures.push(...(await runAnalytics(client, log, options.spans, tell)));
      return figures;
    } finally {
      await collector.close();
    }
  } finally {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory when nothing was asked for so long, bytes. */
async function residentAfter(ms: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return process.memoryUsage().rss;
}
