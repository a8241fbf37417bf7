import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { openCollector, type Collector } from '../open-collector.ts';
import { DayReader } from '../store/reader/day-reader.ts';
import { listDayFiles } from '../store/day-files.ts';
import { unpackSection } from '../store/segment/section.ts';
import { time } from './query-runs.ts';
import { atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Spans in one request. */
const BATCH = 5_000;
const ROUNDS = 5;
/** The main thread serves everybody: no trace may hold it up for longer, ms. */
const MAX_BLOCKED_MS = 50;

/**
 * How long a collector takes to answer with a large trace, beside a bare read: the headers of its segments taken from
 * SQLite and expanded, which hold what a waterfall shows.
 */
export async function runTraceOpen(log: Log, tell: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
  const collector = await openCollector({ dataDir: folder, log, listen });
  try {
    const figures: Figure[] = [];
    for (const spans of SIZES) figures.push(...(await openOne(collector, folder, spans, tell)));
    return figures;
  } finally {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each trace is in a project of its own, so that a bare read reads this trace alone. */
async function openOne(
  collector: Collector,
  dataDir: string,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const group = `a trace of ${spans.toLocaleString('en-US')} spans`;
  const { project, key } = await collector.client.projects.create({ name: `trace of ${spans}` });
  const projectId = project.id;
  const traceId = randomBytes(16).toString('hex');
  tell(`${group}: storing`);
  await sendTrace(collector, key.secret, traceId, spans);
  tell(`${group}: opening`);
  const figures: Figure[] = [];
  const bare: number[] = [];
  const opened: number[] = [];
  let bytes = 0;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let round = 0; round < ROUNDS; round++) {
    opened.push(
      await time(async () => {
        const { table } = await collector.client.traces.open({ projectId, traceId });
        bytes = table.size;
      }),
    );
  }
  const blockedByOpening = delay.max / 1e6;
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await time(async () => readHeaders(dataDir, projectId)));
  }
  delay.reset();
  let jsonBytes = 0;
  const jsonMs = await time(async () => {
    jsonBytes = (await collector.client.traces.otlp({ projectId, traceId })).size;
  });
  delay.disable();
  const least = percentile(bare, 0.5);
  figures.push(
    plainFigure(group, 'answer for the window', bytes / 1e6, 'MB'),
    plainFigure(group, 'opened first', opened[0]!, 'ms'),
    ratioFigure(group, 'opened again, beside a bare read', percentile(opened, 0.5), least, 'ms'),
    plainFigure(group, 'main thread held up', blockedByOpening, 'ms', atMost(MAX_BLOCKED_MS)),
    plainFigure(group, 'as OTLP/JSON', jsonMs, 'ms'),
    plainFigure(group, 'OTLP/JSON', jsonBytes / 1e6, 'MB'),
    plainFigure(
      group,
      'main thread held up by OTLP/JSON',
      delay.max / 1e6,
      'ms',
      atMost(MAX_BLOCKED_MS),
    ),
    plainFigure(group, 'resident afterwards', process.memoryUsage().rss / 2 ** 20, 'MiB'),
  );
  return figures;
}

function readHeaders(dataDir: string, projectId: string): void {
  for (const { path } of listDayFiles(dataDir, projectId, 'traces')) {
    const reader = DayReader.open(path, {});
    if (reader === undefined) continue;
    try {
      for (const { id } of reader.segments(0, 1_000_000)) {
        unpackSection(reader.section('header', id)!);
      }
    } finally {
      reader.close();
    }
  }
}

const idOf = (n: number): string => (n + 1).toString(16).padStart(16, '0');

/** An agent run: a root, a step in ten spans, and the calls of each step below it. */
async function sendTrace(
  collector: Collector,
  key: string,
  traceId: string,
  spans: number,
): Promise<void> {
  const { port } = collector.listeners.otlpHttp!;
  const startNs = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  for (let from = 0; from < spans; from += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, spans - from) }, (_, i) => {
      const n = from + i;
      const parent = n % 10 === 0 ? 0 : n - (n % 10);
      const begin = startNs + BigInt(n) * 1_000_000n;
      return {
        traceId,
        spanId: idOf(n),
        ...(n === 0 ? {} : { parentSpanId: idOf(parent) }),
        name: n === 0 ? 'agent.run' : `step ${n % 500}`,
        kind: 1,
        startTimeUnixNano: String(begin),
        endTimeUnixNano: String(begin + (n === 0 ? BigInt(spans) * 1_000_000n : 9_000_000n)),
        attributes: [{ key: 'step.number', value: { intValue: String(n) } }],
      };
    });
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'agent' } }] };
    const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: made }] }] });
    const response = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body,
    });
    if (!response.ok) throw new Error(`A request was refused: ${response.status}`);
  }
}
