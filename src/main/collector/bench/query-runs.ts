import { randomBytes } from 'node:crypto';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { Collector } from '../open-collector.ts';
import type { ClientProcess } from './client-process.ts';
import { atMost, percentile, plainFigure, type Figure } from './report.ts';

const BATCH = 512;
/** With fewer the 99th percentile would be the slowest of all. */
const ROUNDS = 200;
/** Traces opened again and again. */
const WARM_TRACES = 20;
const COLD_OPEN = 'open a trace not opened before';

/** Fills one project with `spans` spans over HTTP and measures every query on it. */
export async function runQueries(
  collector: Collector,
  client: ClientProcess,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const { project, key } = await collector.client.projects.create({
    name: `queries ${process.hrtime.bigint()}`,
  });
  const projectId = project.id;
  const group = `queries at ${(spans / 1e6).toLocaleString('en-US')} M spans`;
  const firstCpu = await fill(collector, client, key.secret, spans, tell);
  const figures: Figure[] = [
    plainFigure(
      group,
      'insert CPU, last part / first part',
      firstCpu.last / firstCpu.first,
      '',
      atMost(1.1),
    ),
  ];
  const list = (filter: TraceFilter) => () => collector.client.traces.list({ projectId, filter });
  tell(`${group}: first look`);
  const first = await time(list({}));
  figures.push(plainFigure(group, 'first list after the load', first, 'ms'));
  const { traces } = await collector.client.traces.list({ projectId, limit: 1000 });
  const ids = traces.map((trace) => trace.traceId);
  const nowUs = Date.now() * 1000;
  const checks: [string, number | null, (round: number) => () => Promise<unknown>][] = [
    ['latest 100', 5, () => list({})],
    [
      'latest 100 of a service with errors',
      5,
      () => list({ services: [traces[0]!.service], status: 'error' }),
    ],
    ['latest 100, no match', 5, () => list({ minDurationUs: 1e12 })],
    ['latest 100 by name', 5, () => list({ name: traces[0]!.name.slice(1, 6) })],
    ['histogram of all', 150, () => () => collector.client.traces.histogram({ projectId })],
    ['facets of all', null, () => () => collector.client.traces.facets({ projectId })],
    [
      'open a trace, warm',
      5,
      (round) => () =>
        collector.client.traces.open({ projectId, traceId: ids[round % WARM_TRACES]! }),
    ],
    [
      COLD_OPEN,
      20,
      (round) => () => collector.client.traces.open({ projectId, traceId: ids[100 + round]! }),
    ],
    [
      'attribute = value, no match',
      100,
      () => list({ attributes: [{ key: 'http.route', value: randomBytes(6).toString('hex') }] }),
    ],
    ['last hour only', 5, () => list({ fromUs: nowUs - 3600e6 })],
  ];
  for (const [name, targetMs, query] of checks) {
    tell(`${group}: ${name}`);
    // What is measured as warm has been asked for before.
    const warmUps = name === COLD_OPEN ? 0 : WARM_TRACES;
    for (let round = 0; round < warmUps; round += 1) await query(round)();
    const sample: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) sample.push(await time(query(round)));
    figures.push(plainFigure(group, `${name}, p50`, percentile(sample, 0.5), 'ms'));
    figures.push(
      plainFigure(
        group,
        `${name}, p99`,
        percentile(sample, 0.99),
        'ms',
        targetMs === null ? null : atMost(targetMs),
      ),
    );
  }
  return figures;
}

/** Spans of a trace of the workload, on average. */
const TRACE_SPANS = 19;

/**
 * Loads the project in parts; answers with the CPU a span of the first and of the last part, us.
 *
 * @param spreadUs time before now that the traces are spread over, microseconds; in quick succession where absent
 */
export async function fill(
  collector: Collector,
  client: ClientProcess,
  key: string,
  spans: number,
  tell: (text: string) => void,
  spreadUs?: number,
): Promise<{ first: number; last: number }> {
  const requests = 200;
  const parts = Math.max(2, Math.ceil(spans / (requests * BATCH)));
  const cpu: number[] = [];
  const { port } = collector.listeners.otlpHttp!;
  const partUs = (spreadUs ?? 0) / parts;
  const fromUs = Math.floor(Date.now() * 1000 - partUs * parts);
  const spacingUs = (partUs * TRACE_SPANS) / (requests * BATCH);
  for (let part = 0; part < parts; part += 1) {
    tell(`loading ${Math.round((100 * part) / parts)} %`);
    const plan = {
      format: 'protobuf',
      coding: 'identity',
      spansPerRequest: BATCH,
      requests,
      seed: 1000 + part,
      times: partUs === 0 ? undefined : { startUs: Math.floor(fromUs + part * partUs), spacingUs },
    } as const;
    await client.ask({ kind: 'prepare', plan });
    const before = process.cpuUsage();
    await client.ask({ kind: 'run', port, key, connections: 8 });
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / (requests * BATCH));
  }
  // The first part also pays for compiling the code; the runs before this one have done that.
  return { first: cpu[0]!, last: cpu.at(-1)! };
}

/** Wall clock of a call, ms. */
export async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
