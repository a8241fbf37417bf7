import { PII_TYPES } from '../../../shared/redaction.ts';
import type { Collector } from '../open-collector.ts';
import type { BodyPlan, WireCoding, WireFormat } from './bodies.ts';
import { ClientProcess } from './client-process.ts';
import { Collections } from './collections.ts';
import type { CpuLimits } from './cpu-limits.ts';
import { atLeast, atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';

/** How long a benchmark takes and how much it holds. */
export interface Scale {
  /** Spans sent in each ingest run of batches. */
  readonly spansPerRun: number;
  /** Requests of one span in each ingest run of them. */
  readonly singleRequests: number;
}

interface Outcome {
  readonly spansPerSecond: number;
  readonly requestsPerSecond: number;
  /** CPU of the collector, all threads, us a span. */
  readonly cpuUsPerSpan: number;
  readonly project: string;
  readonly protobufBytes: number;
  /** Most resident memory of the collector's process during the run, bytes. */
  readonly residentBytes: number;
  /** How often the heap of the main thread was collected as a whole. */
  readonly collections: number;
}

const FORMATS: readonly WireFormat[] = ['protobuf', 'json', 'grpc'];
const CODINGS: readonly WireCoding[] = ['identity', 'gzip'];
const BATCHES = [512, 64, 1];
const CONNECTIONS = [8, 1];
/** The run that the targets are about is this much longer, so that it is not over before it is steady. */
const MAIN_RUN = 4;
const MAIN_BATCH = 512;
/** What the machine can do, and runs with and without redaction, in turns: single ones differ by a quarter. Their medians are told. */
const ROUNDS = 5;
/**
 * Runs of both kinds before these. The engine compiles for so long what a new process runs, in each of its threads: the
 * first pair is told by itself.
 */
const WARM_ROUNDS = 2;
/**
 * Requests of one span wait for the disk together: only many senders at once show what the collector can take. With
 * 128 its threads were found idle half of the time, waiting for the disk.
 */
export const MANY_CONNECTIONS = 512;
/** After this long without a request the writer has moved its log into the database, ms. */
const CHECKPOINTED_MS = 4000;
/** What a commit of one batch holds, bytes, and how many are written to see how long the disk takes. */
const COMMIT_BYTES = 180_000;
const PACED_WRITES = 500;
/** Beside figures of zstd that are measured while a second process does the same. */
const OTHER_BUSY = 'the other core as busy';
/** How often memory is looked at, ms. */
const MEMORY_MS = 50;

/** What the machine could do at best, for {@link runMatrix}. */
export interface Limits {
  /** Of an empty server, see `http-limit.ts`. */
  readonly httpRequestsPerSecond: number;
  /** See {@link CpuLimits}. */
  readonly bareUsPerSpan: number;
}

/** The run that the targets are about: batches as the SDKs send them, long enough to be steady. */
export async function runMain(
  collector: Collector,
  client: ClientProcess,
  scale: Scale,
): Promise<{ figures: Figure[]; bareUsPerSpan: number }> {
  const requests = Math.ceil((scale.spansPerRun * MAIN_RUN) / MAIN_BATCH);
  const plan: BodyPlan = {
    format: 'protobuf',
    coding: 'identity',
    spansPerRequest: MAIN_BATCH,
    requests,
    seed: 2,
  };
  const { protobufBytes } = await client.ask({ kind: 'prepare', plan });
  const runs: Record<'plain' | 'redacted', Outcome[]> = { plain: [], redacted: [] };
  const bare: CpuLimits[] = [];
  const busy: number[] = [];
  const other = new ClientProcess();
  try {
    for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
      if (round >= WARM_ROUNDS) {
        bare.push((await client.ask({ kind: 'limits' })).limits);
        busy.push(await zstdBeside(client, other));
      }
      for (const kind of ['plain', 'redacted'] as const) {
        runs[kind].push(await runOnce(collector, client, plan, 8, protobufBytes, kind));
      }
    }
  } finally {
    other.close();
  }
  const [plain, redacted] = [runs.plain.slice(WARM_ROUNDS), runs.redacted.slice(WARM_ROUNDS)];
  const zstd = median(bare, ({ zstdUsPerSpan }) => zstdUsPerSpan);
  const busyZstd = percentile(busy, 0.5);
  const bareUs = median(bare, ({ bareUsPerSpan }) => bareUsPerSpan);
  const speed = median(plain, ({ spansPerSecond }) => spansPerSecond);
  const cpu = ({ cpuUsPerSpan }: Outcome): number => cpuUsPerSpan;
  const figures = [
    plainFigure('limits', 'zstd-1 of the same bytes, CPU', zstd, 'us/span'),
    plainFigure('limits', `the same, ${OTHER_BUSY}`, busyZstd, 'us/span'),
    plainFigure('limits', 'bare scan + encode + insert, CPU', bareUs, 'us/span'),
    ratioFigure(
      'main',
      'spans stored, 8 conn. / bare',
      speed,
      twoCores(bareUs),
      'spans/s',
      atLeast(0.85),
    ),
    ratioFigure('main', 'collector CPU / zstd-1', median(plain, cpu), zstd, 'us/span', atMost(3.5)),
    ratioFigure(
      'main',
      'the same with redaction of every kind',
      median(redacted, cpu),
      zstd,
      'us/span',
      atMost(5),
    ),
    ratioFigure('main', `CPU / zstd-1, ${OTHER_BUSY}`, median(plain, cpu), busyZstd, 'us/span'),
    ratioFigure(
      'main',
      `with redaction / zstd-1, ${OTHER_BUSY}`,
      median(redacted, cpu),
      busyZstd,
      'us/span',
    ),
    plainFigure('main', 'collector CPU, first run of the process', cpu(runs.plain[0]!), 'us/span'),
    plainFigure('main', 'the same with redaction', cpu(runs.redacted[0]!), 'us/span'),
    plainFigure(
      'memory',
      `main thread's whole heap collected, ${scale.spansPerRun * MAIN_RUN} spans`,
      median(plain, (round) => round.collections),
      'times',
    ),
    plainFigure(
      'memory',
      'resident at full load, most',
      // Of one project; each more that is written to at a time adds its caches.
      runs.plain[0]!.residentBytes / 2 ** 20,
      'MiB',
      atMost(350),
    ),
    // Waits until what was written is where it stays: the next run is not to pay for these.
    await diskFigure(collector, plain.at(-1)!),
    ...(await runPaced(collector, client, speed / MAIN_BATCH / 2)),
  ];
  return { figures, bareUsPerSpan: bareUs };
}

/** Every combination of batch, format, coding and connections, each into a project of its own. */
export async function runMatrix(
  collector: Collector,
  client: ClientProcess,
  limits: Limits,
  scale: Scale,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { spansPerRequest, format, coding } of combinations()) {
    const single = spansPerRequest === 1;
    const requests = single ? scale.singleRequests : Math.ceil(scale.spansPerRun / spansPerRequest);
    const plan: BodyPlan = {
      format,
      coding,
      spansPerRequest,
      requests,
      seed: 100 + spansPerRequest,
    };
    const { protobufBytes } = await client.ask({ kind: 'prepare', plan });
    for (const connections of single ? [MANY_CONNECTIONS, ...CONNECTIONS] : CONNECTIONS) {
      const name = `${spansPerRequest} spans, ${format}, ${coding}, ${connections} conn.`;
      tell(name);
      const outcome = await runOnce(collector, client, plan, connections, protobufBytes);
      const plain = format === 'protobuf' && coding === 'identity';
      const target = single && plain && connections === MANY_CONNECTIONS ? atLeast(0.8) : null;
      figures.push(
        single
          ? ratioFigure(
              'ingest',
              name,
              outcome.requestsPerSecond,
              limits.httpRequestsPerSecond,
              'requests/s',
              target,
            )
          : ratioFigure(
              'ingest',
              name,
              outcome.spansPerSecond,
              twoCores(limits.bareUsPerSpan),
              'spans/s',
            ),
      );
    }
  }
  return figures;
}

/**
 * The limit of zstd while another process does the same: the collector and its sender never leave a core idle. In us a
 * span.
 */
async function zstdBeside(client: ClientProcess, other: ClientProcess): Promise<number> {
  const [limit] = await Promise.all([client.ask({ kind: 'zstd' }), other.ask({ kind: 'zstd' })]);
  return limit.zstdUsPerSpan;
}

function combinations() {
  return BATCHES.flatMap((spansPerRequest) =>
    FORMATS.flatMap((format) => CODINGS.map((coding) => ({ spansPerRequest, format, coding }))),
  );
}

const median = <T>(rounds: readonly T[], of: (round: T) => number): number =>
  percentile(rounds.map(of), 0.5);

/** Spans a second of two cores that do nothing but scan, encode and insert. */
function twoCores(bareUsPerSpan: number): number {
  return 2e6 / bareUsPerSpan;
}

async function runOnce(
  collector: Collector,
  client: ClientProcess,
  plan: BodyPlan,
  connections: number,
  protobufBytes: number,
  kind: 'plain' | 'redacted' = 'plain',
): Promise<Outcome> {
  const { project, key } = await collector.client.projects.create({
    name: `run ${process.hrtime.bigint()}`,
  });
  if (kind === 'redacted') {
    await collector.client.redaction.set({
      projectId: project.id,
      mode: 'on',
      types: [...PII_TYPES],
    });
  }
  const { otlpHttp, otlpGrpc } = collector.listeners;
  const { port } = plan.format === 'grpc' ? otlpGrpc! : otlpHttp!;
  let residentBytes = 0;
  const watch = setInterval(() => {
    residentBytes = Math.max(residentBytes, process.memoryUsage.rss());
  }, MEMORY_MS);
  const collections = new Collections();
  const before = process.cpuUsage();
  const { seconds } = await client
    .ask({ kind: 'run', port, key: key.secret, connections })
    .finally(() => clearInterval(watch));
  const { user, system } = process.cpuUsage(before);
  collections.stop();
  const spans = plan.requests * plan.spansPerRequest;
  return {
    spansPerSecond: spans / seconds,
    requestsPerSecond: plan.requests / seconds,
    cpuUsPerSpan: (user + system) / spans,
    project: project.id,
    protobufBytes,
    residentBytes,
    collections: collections.count,
  };
}

/** Database and log of a project, once what the log holds was moved into the database. */
async function diskFigure(collector: Collector, outcome: Outcome): Promise<Figure> {
  await new Promise((resolve) => setTimeout(resolve, CHECKPOINTED_MS));
  const { bytes } = await collector.client.projects.get({ projectId: outcome.project });
  return ratioFigure(
    'disk',
    'bytes on disk once checkpointed / OTLP',
    bytes,
    outcome.protobufBytes,
    'bytes',
    atMost(0.26),
  );
}

/**
 * Acknowledgement of the prepared requests at this rate, half of what was reached: medians of several runs, each on a new
 * project, since of one run a single pause of the machine is all of the percentile.
 */
async function runPaced(
  collector: Collector,
  client: ClientProcess,
  requestsPerSecond: number,
): Promise<Figure[]> {
  const { port } = collector.listeners.otlpHttp!;
  const runs: { disk: readonly number[]; acknowledged: readonly number[] }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const plan = { writes: PACED_WRITES, bytes: COMMIT_BYTES, writesPerSecond: requestsPerSecond };
    const { latenciesMs: disk } = await client.ask({ kind: 'sync', plan });
    const { key } = await collector.client.projects.create({
      name: `paced ${process.hrtime.bigint()}`,
    });
    const load = { port, key: key.secret, connections: 8, requestsPerSecond };
    const { latenciesMs: acknowledged } = await client.ask({ kind: 'pace', ...load });
    runs.push({ disk, acknowledged });
  }
  const typical = (of: 'disk' | 'acknowledged', share: number): number =>
    median(runs, (run) => percentile(run[of], share));
  return [
    plainFigure(
      'limits',
      'bytes of a commit written and synced at half load, p99',
      typical('disk', 0.99),
      'ms',
    ),
    plainFigure('ingest', 'acknowledged at half load, p50', typical('acknowledged', 0.5), 'ms'),
    plainFigure(
      'ingest',
      'acknowledged at half load, p99',
      typical('acknowledged', 0.99),
      'ms',
      atMost(25),
    ),
  ];
}
