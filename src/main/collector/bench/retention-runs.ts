import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { openCollector } from '../open-collector.ts';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { openStore } from '../store/open-store.ts';
import type { DayPlace, StoredDay } from '../store/rewrite/types.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import type { PreparedSegment, TelemetryStore } from '../store/types.ts';
import type { ClientProcess } from './client-process.ts';
import { time } from './query-runs.ts';
import { atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';
import { Workload } from './workload.ts';

const GROUP = 'retention';
const DAY_MS = 86_400_000;
const BATCH = 512;
const REQUESTS = 200;
/** Between two appends of one span whose acknowledgements are timed, ms. */
const PROBE_EVERY_MS = 5;
const BASELINE_MS = 5000;
const OPENED = 200;
/** One trace in so many goes when a part of a day is removed. */
const PART = 100;

/** A day of spans that came over HTTP two days ago. */
interface Filled {
  readonly projectId: string;
  /** Of the spans as OTLP protobuf. */
  readonly protobufBytes: number;
}

/**
 * What stored days take on the disk before and after they are packed, how long it takes to remove them, and what an
 * append beside it has to wait. Packing does not make room for appends here, as it would otherwise.
 */
export async function runRetention(
  client: ClientProcess,
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  try {
    const { projectId, protobufBytes } = await fill(client, folder, log, spans, tell);
    const store = await openStore({ dataDir: folder, clock: { now: () => Date.now() }, log });
    try {
      const run = new Run(store, projectId, protobufBytes, tell);
      return await run.all();
    } finally {
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(
  client: ClientProcess,
  folder: string,
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Filled> {
  const clock = { now: () => Date.now() - 2 * DAY_MS };
  const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
  const collector = await openCollector({ dataDir: folder, log, listen, clock });
  try {
    const { project, key } = await collector.client.projects.create({ name: 'retention' });
    const { port } = collector.listeners.otlpHttp!;
    const parts = Math.max(1, Math.round(spans / (REQUESTS * BATCH)));
    let protobufBytes = 0;
    for (let part = 0; part < parts; part++) {
      tell(`${GROUP}: filling ${Math.round((100 * part) / parts)} %`);
      const plan = {
        format: 'protobuf',
        coding: 'identity',
        spansPerRequest: BATCH,
        requests: REQUESTS,
        seed: 5000 + part,
      } as const;
      protobufBytes += (await client.ask({ kind: 'prepare', plan })).protobufBytes;
      await client.ask({ kind: 'run', port, key: key.secret, connections: 8 });
    }
    return { projectId: project.id, protobufBytes };
  } finally {
    await collector.close();
  }
}

class Run {
  readonly #store: TelemetryStore;
  readonly #projectId: string;
  readonly #protobufBytes: number;
  readonly #tell: (text: string) => void;
  readonly #probes = new Workload({ seed: 77, startUs: Date.now() * 1000 });
  #baseline = { p99: 0, most: 0 };

  constructor(
    store: TelemetryStore,
    projectId: string,
    protobufBytes: number,
    tell: (text: string) => void,
  ) {
    this.#store = store;
    this.#projectId = projectId;
    this.#protobufBytes = protobufBytes;
    this.#tell = tell;
  }

  async all(): Promise<Figure[]> {
    const days = this.#store.days;
    const hot = await this.#day();
    const place = { projectId: this.#projectId, signal: hot.signal, day: hot.day } as const;
    const million = hot.records / 1e6;
    const ids = await this.#traceIds();
    const quiet = new Promise<void>((resolve) => void setTimeout(resolve, BASELINE_MS));
    this.#baseline = (await this.#beside('appends alone', () => quiet)).waits;
    const figures = [
      this.#bytes('hot', hot, 0.26),
      ...(await this.#opens('hot', ids)),
      plainFigure(GROUP, 'an append alone, p99', this.#baseline.p99, 'ms'),
      plainFigure(GROUP, 'an append alone, longest', this.#baseline.most, 'ms'),
    ];
    const never = { signal: new AbortController().signal, mayReplace: () => true };
    const packing = await this.#beside('packing', () => days.pack(place, never));
    figures.push(
      this.#bytes('packed', await this.#day(place), 0.18),
      plainFigure(GROUP, 'packing, OTLP bytes', this.#protobufBytes / packing.ms / 1000, 'MB/s'),
      ...this.#waits('packing', packing.waits),
      ...(await this.#opens('packed', ids)),
    );
    const part = ids.filter((_, i) => i % PART === 0).map((id) => Buffer.from(id, 'hex'));
    const traceIds = new Uint8Array(Buffer.concat(part));
    const partly = await this.#beside('removing a part', () => days.remove(place, { traceIds }));
    const { through } = await this.#day(place);
    const whole = await this.#beside('removing a day', () => days.remove(place, { through }));
    return [
      ...figures,
      plainFigure(GROUP, `a trace in ${PART} removed of 1 M spans`, partly.ms / million, 'ms'),
      ...this.#waits('removing them', partly.waits),
      plainFigure(GROUP, 'a whole day removed', whole.ms, 'ms', atMost(100)),
      ...this.#waits('removing it', whole.waits),
    ];
  }

  #bytes(state: string, day: StoredDay, target: number): Figure {
    const name = `bytes on disk with all indexes, ${state} / OTLP`;
    return ratioFigure(GROUP, name, day.bytes, this.#protobufBytes, 'bytes', atMost(target));
  }

  #waits(what: string, { p99, most }: { p99: number; most: number }): Figure[] {
    const added = Math.max(0, p99 - this.#baseline.p99);
    return [
      plainFigure(GROUP, `an append beside ${what}: added at p99`, added, 'ms', atMost(10)),
      plainFigure(GROUP, `an append beside ${what}: longest`, most, 'ms'),
    ];
  }

  /** How long traces take to open: from a thread that never saw them, and again. */
  async #opens(state: string, ids: readonly string[]): Promise<Figure[]> {
    this.#tell(`${GROUP}: opening traces, ${state}`);
    const some = ids.filter((_, i) => i % Math.ceil(ids.length / OPENED) === 0);
    const open = (id: string) => time(() => this.#store.spanTable(this.#projectId, id));
    const cold: number[] = [];
    for (const id of some) cold.push(await open(id));
    const warm: number[] = [];
    for (const id of some.slice(0, 20)) await open(id);
    for (let round = 0; round < OPENED; round++) warm.push(await open(some[round % 20]!));
    return [
      plainFigure(
        GROUP,
        `open a trace, ${state}, first, p99`,
        percentile(cold, 0.99),
        'ms',
        atMost(20),
      ),
      plainFigure(
        GROUP,
        `open a trace, ${state}, again, p99`,
        percentile(warm, 0.99),
        'ms',
        atMost(5),
      ),
    ];
  }

  /** Does some work and times appends of one span beside it. */
  async #beside(
    name: string,
    work: () => Promise<unknown>,
  ): Promise<{ ms: number; waits: { p99: number; most: number } }> {
    this.#tell(`${GROUP}: ${name}`);
    const sample: number[] = [];
    const done = new AbortController();
    const probing = (async () => {
      while (!done.signal.aborted) {
        const segment = this.#probe();
        sample.push(await time(() => this.#store.append(this.#projectId, segment)));
        await new Promise((resolve) => void setTimeout(resolve, PROBE_EVERY_MS));
      }
    })();
    const ms = await time(work);
    done.abort();
    await probing;
    return { ms, waits: { p99: percentile(sample, 0.99), most: Math.max(...sample) } };
  }

  #probe(): PreparedSegment {
    const options = {
      limits: { maxDepth: 64, maxAttributes: 1000, maxRecordBytes: 1 << 24 },
      redact: (_kind: unknown, body: Uint8Array) => body,
    };
    const batch = decodeTraces(this.#probes.next(1), options);
    return buildSpanSegment([{ batch, request: 0 }]);
  }

  async #day(place?: DayPlace): Promise<StoredDay> {
    const days = await this.#store.days.list(this.#projectId);
    return days.find(({ day }) => place === undefined || day === place.day)!;
  }

  async #traceIds(): Promise<string[]> {
    const all = Buffer.from(await this.#store.matchingTraces(this.#projectId, {}));
    return Array.from({ length: all.length / 16 }, (_, i) =>
      all.toString('hex', i * 16, i * 16 + 16),
    );
  }
}
