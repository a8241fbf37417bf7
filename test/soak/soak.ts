import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RetentionRules } from '../../src/shared/contract/retention.ts';
import { openCollector, type Collector } from '../../src/main/collector/open-collector.ts';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { mustBeGone, mustStay, type SentTrace } from './kept-model.ts';
import { newTraceId } from '../support/ids.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const TRACES_PER_REQUEST = 20;
const PAGE = 1000;
/** Part of each day in which nobody sends or reads: then days are packed. */
const QUIET_PART = 0.3;

export interface SoakOptions {
  readonly dataDir: string;
  readonly seconds: number;
  /** How long a day of the collector's clock takes. */
  readonly dayMs: number;
  readonly rules: Partial<Pick<RetentionRules, 'environments' | 'errorDays'>> & {
    readonly traces: { readonly days: number };
  };
  /** Between two requests of one of the two senders, ms. */
  readonly everyMs: number;
  readonly tell?: (text: string) => void;
}

export interface SoakResult {
  readonly days: number;
  readonly acknowledged: number;
  readonly removed: number;
  readonly stored: number;
  readonly sweeps: number;
  readonly packedDays: number;
  readonly checks: number;
  readonly opened: number;
  /** What was not as it should be; empty when all is well. */
  readonly faults: readonly string[];
}

/**
 * Sends, reads, sweeps and packs at once for some time, with a clock that makes days short: every acknowledged trace
 * must be there whole for as long as the rules say, and gone afterwards.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const began = performance.now();
  const now = () => Math.floor(START + ((performance.now() - began) / options.dayMs) * DAY_MS);
  const log: string[] = [];
  const write = (event: string) => void log.push(event);
  const collector = await openCollector({
    dataDir: options.dataDir,
    clock: { now },
    log: { info: write, warn: write, error: write },
    listen: { host: '127.0.0.1', httpPort: 0, grpcPort: 0 },
    packAfterMs: 0,
  });
  try {
    return await new Soak(collector, options, now, log).run();
  } finally {
    await collector.close();
  }
}

class Soak {
  readonly #collector: Collector;
  readonly #options: SoakOptions;
  readonly #now: () => number;
  readonly #log: readonly string[];
  readonly #faults: string[] = [];
  #sent: SentTrace[] = [];
  #rules!: RetentionRules;
  #projectId = '';
  #acknowledged = 0;
  #removed = 0;
  #sweeps = 0;
  #checks = 0;
  #opened = 0;
  #sweptMs = -Infinity;
  #isOver = false;

  constructor(
    collector: Collector,
    options: SoakOptions,
    now: () => number,
    log: readonly string[],
  ) {
    this.#collector = collector;
    this.#options = options;
    this.#now = now;
    this.#log = log;
  }

  async run(): Promise<SoakResult> {
    const { client } = this.#collector;
    this.#projectId = (await client.projects.list()).projects[0]!.id;
    const projectId = this.#projectId;
    this.#rules = (await client.retention.set({ projectId, ...this.#options.rules })).rules;
    const over = sleep(this.#options.seconds * 1000).then(() => (this.#isOver = true));
    await Promise.all([
      over,
      this.#repeat(() => this.#send(), this.#options.everyMs),
      this.#repeat(() => this.#send(), this.#options.everyMs),
      this.#repeat(() => this.#check(), 500),
      this.#repeat(() => this.#open(), 100),
      this.#repeat(() => this.#sweep(), this.#options.dayMs / 5),
    ]);
    await this.#sweep();
    await this.#check();
    await this.#compareSizes();
    const { checks } = await client.collector.doctor();
    for (const { state, message } of checks) if (state === 'failed') this.#faults.push(message);
    return {
      days: Math.floor((this.#now() - START) / DAY_MS),
      acknowledged: this.#acknowledged,
      removed: this.#removed,
      stored: this.#sent.length,
      sweeps: this.#sweeps,
      packedDays: this.#log.filter((event) => event === 'compaction.packed').length,
      checks: this.#checks,
      opened: this.#opened,
      faults: this.#faults,
    };
  }

  async #repeat(work: () => Promise<void>, everyMs: number): Promise<void> {
    while (!this.#isOver) {
      const part = ((this.#now() - START) / DAY_MS) % 1;
      if (part < 1 - QUIET_PART) {
        await work().catch((error: unknown) => void this.#faults.push(String(error)));
      }
      await sleep(everyMs);
    }
  }

  /** Some come late, some failed, some are of an environment that goes early. */
  async #send(): Promise<void> {
    const environment = Math.random() < 0.3 ? 'dev' : 'prod';
    const traces = Array.from({ length: TRACES_PER_REQUEST }, (): SentTrace => {
      const lateMs = Math.random() < 0.1 ? Math.random() * 2 * DAY_MS : 0;
      const failed = Math.random() < 0.1;
      const spans = 1 + Math.floor(Math.random() * 5);
      const endMs = Math.floor(this.#now() - lateMs);
      return { traceId: newTraceId(), spans, endMs, environment, failed };
    });
    const spans = traces.flatMap(({ traceId, spans: count, endMs, failed }) =>
      Array.from({ length: count }, () => ({
        traceId,
        startMs: endMs - 10,
        durationMs: 10,
        error: failed,
        attributes: { text: traceId.repeat(4) },
      })),
    );
    const request = exportRequest(spans, 'soak', { 'deployment.environment.name': environment });
    const answer = await postTraces(this.#collector.listeners.otlpHttp!.url, request);
    await answer.arrayBuffer();
    if (answer.status !== 200) {
      this.#faults.push(`${answer.status} instead of an acknowledgement`);
      return;
    }
    this.#acknowledged += traces.length;
    this.#sent.push(...traces);
  }

  async #sweep(): Promise<void> {
    const beganMs = this.#now();
    const { run } = await this.#collector.client.retention.sweep({ projectId: this.#projectId });
    this.#faults.push(...run.results.flatMap(({ failures }) => failures));
    this.#sweeps++;
    this.#sweptMs = beganMs;
  }

  /** Lists everything and compares it with what was sent. */
  async #check(): Promise<void> {
    const known = [...this.#sent];
    const sweptMs = this.#sweptMs;
    const stored = new Map<string, number>();
    let after: { value: number; traceId: string } | undefined;
    do {
      const input = { projectId: this.#projectId, limit: PAGE, ...(after && { after }) };
      const page = await this.#collector.client.traces.list(input);
      for (const { traceId, spanCount } of page.traces) stored.set(traceId, spanCount);
      after = page.next ?? undefined;
    } while (after !== undefined);
    const endMs = this.#now();
    const gone = new Set<string>();
    for (const trace of known) {
      const spans = stored.get(trace.traceId);
      if (spans === undefined && mustStay(this.#rules, trace, endMs)) {
        this.#faults.push(`${trace.traceId} is missing (${trace.environment}, of ${trace.endMs})`);
      } else if (spans !== undefined && spans !== trace.spans) {
        this.#faults.push(`${trace.traceId} has ${spans} spans of ${trace.spans}`);
      } else if (spans !== undefined && mustBeGone(this.#rules, trace, sweptMs)) {
        this.#faults.push(`${trace.traceId} should be gone (${trace.environment})`);
      }
      if (spans === undefined) gone.add(trace.traceId);
    }
    this.#removed += gone.size;
    this.#sent = this.#sent.filter(({ traceId }) => !gone.has(traceId));
    this.#checks++;
    const { tell } = this.#options;
    tell?.(
      `day ${Math.floor((endMs - START) / DAY_MS)}: ${stored.size} traces stored, ${this.#removed} removed, ${this.#faults.length} faults${this.#faults
        .slice(0, 3)
        .map((fault) => `; ${fault}`)
        .join('')}`,
    );
  }

  /** Opens one trace that must be there, with all its spans. */
  async #open(): Promise<void> {
    const trace = this.#sent[Math.floor(Math.random() * this.#sent.length)];
    if (trace === undefined) return;
    try {
      const opened = await this.#collector.client.traces.open({
        projectId: this.#projectId,
        traceId: trace.traceId,
      });
      this.#opened++;
      const { spanCount } = opened.summary;
      if (spanCount === trace.spans) return;
      this.#faults.push(`${trace.traceId} opens with ${spanCount} spans of ${trace.spans}`);
    } catch (error) {
      if (mustStay(this.#rules, trace, this.#now())) {
        this.#faults.push(`${trace.traceId} does not open: ${String(error)}`);
      }
    }
  }

  /** The sizes that are told are those of the files. */
  async #compareSizes(): Promise<void> {
    const projectId = this.#projectId;
    const { days } = await this.#collector.client.retention.get({ projectId });
    const folder = join(this.#options.dataDir, 'projects', projectId, 'traces');
    const files = readdirSync(folder).filter((name) => /\.db(-wal)?$/.test(name));
    const onDisk = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const told = days.reduce((sum, { bytes }) => sum + bytes, 0);
    if (told !== onDisk) this.#faults.push(`${told} bytes are told, ${onDisk} are on the disk`);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
