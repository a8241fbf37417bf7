import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { Log } from '../log.ts';
import { openCollector, type Collector } from '../open-collector.ts';
import { listDayFiles } from '../store/day-files.ts';
import { DayReader } from '../store/reader/day-reader.ts';
import { unpackSection } from '../store/segment/section.ts';
import type { ClientProcess } from './client-process.ts';
import { fill, time } from './query-runs.ts';
import { atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';

/** Answers from memory are asked this often, those that read spans less often. */
const WARM_ROUNDS = 1000;
const COLD_ROUNDS = 5;
/** Traces with a tag. */
const TAGGED = 500;

/** What is asked; `{n}` is another number each time, so that nothing is known from before. */
interface Question {
  readonly name: string;
  readonly query: string;
  /** Whether all spans are read. */
  readonly isCold?: boolean;
  /** Milliseconds at the 99th percentile; null for none. */
  readonly target: number | null;
}

const QUESTIONS: readonly Question[] = [
  { name: 'columns', query: 'duration > 5ms and status = ok', target: 5 },
  { name: 'columns, no match', query: 'duration > 9000h', target: 5 },
  { name: 'pattern on a column', query: 'name ~ "(?i)get|chat"', target: null },
  { name: 'tag', query: 'tag = bench', target: null },
  { name: 'pinned and columns', query: 'pinned and duration > 5ms', target: null },
  { name: 'asked again: has(...)', query: 'has(status = error and duration > 1ms)', target: null },
  { name: 'attribute = value', query: 'http.route = "none {n}"', isCold: true, target: 100 },
  {
    name: 'span fields',
    query: 'has(status = error and duration > {n}us)',
    isCold: true,
    target: null,
  },
  {
    name: 'tag of a span',
    query: 'has(tag = bench and duration > {n}us)',
    isCold: true,
    target: null,
  },
  { name: 'pattern on an attribute', query: 'http.route ~ "none{n}$"', isCold: true, target: null },
  { name: 'text in everything', query: '"none of this {n}"', isCold: true, target: null },
  { name: 'text with accents', query: '"für München {n}"', isCold: true, target: null },
  { name: 'text in Cyrillic', query: '"заказ номер {n}"', isCold: true, target: null },
  { name: 'digits in everything', query: '9900{n}77{n}', isCold: true, target: null },
];

/** How long filters take on a project of so many spans, those that read spans beside expanding all of them. */
export async function runFilters(
  client: ClientProcess,
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
  const collector = await openCollector({ dataDir: folder, log, listen });
  try {
    const { project, key } = await collector.client.projects.create({ name: 'filters' });
    const projectId = project.id;
    await fill(collector, client, key.secret, spans, tell);
    await annotate(collector, projectId);
    const group = `filters at ${(spans / 1e6).toLocaleString('en-US')} M spans`;
    tell(`${group}: bare read`);
    const bareMs = bareRead(folder, projectId);
    const figures: Figure[] = [plainFigure(group, 'limit: all frames expanded', bareMs, 'ms')];
    for (const question of QUESTIONS) {
      tell(`${group}: ${question.name}`);
      figures.push(...(await ask(collector, projectId, group, question, bareMs)));
    }
    for (const by of ['service', 'session', 'http.route']) {
      const groups = () => collector.client.analytics.traceGroups({ projectId, by });
      await groups();
      figures.push(plainFigure(group, `groups by ${by}`, await time(groups), 'ms'));
    }
    return figures;
  } finally {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask(
  collector: Collector,
  projectId: string,
  group: string,
  { name, query, isCold = false, target }: Question,
  bareMs: number,
): Promise<Figure[]> {
  const sample: number[] = [];
  const list = (filter: TraceFilter) => collector.client.traces.list({ projectId, filter });
  await list({ query: query.replaceAll('{n}', '0') });
  for (let round = 1; round <= (isCold ? COLD_ROUNDS : WARM_ROUNDS); round++) {
    sample.push(await time(() => list({ query: query.replaceAll('{n}', String(round)) })));
  }
  const p50 = percentile(sample, 0.5);
  return [
    plainFigure(group, `${name}, p50`, p50, 'ms'),
    plainFigure(
      group,
      `${name}, p99`,
      percentile(sample, 0.99),
      'ms',
      target === null ? null : atMost(target),
    ),
    ...(isCold
      ? [ratioFigure(group, `${name}, beside all frames expanded`, p50, bareMs, 'ms')]
      : []),
  ];
}

async function annotate({ client }: Collector, projectId: string): Promise<void> {
  const { traces } = await client.traces.list({ projectId, limit: TAGGED });
  const traceIds = traces.map(({ traceId }) => traceId);
  await client.annotations.tag({ projectId, traceIds, add: ['bench'] });
  await client.annotations.pin({ projectId, traceIds, pinned: true });
}

/** Takes every frame from SQLite and expands it: what no search through all spans can do without; ms. */
function bareRead(dataDir: string, projectId: string): number {
  const start = performance.now();
  for (const { path } of listDayFiles(dataDir, projectId, 'traces')) {
    const reader = DayReader.open(path, {});
    if (reader === undefined) continue;
    try {
      for (let id = reader.lastSegment(); id > 0; id = reader.previousSegment(id)) {
        const row = reader.segment(id);
        if (row === undefined) continue;
        for (const frame of reader.frames(id, 0, row.records)) unpackSection(frame.data);
      }
    } finally {
      reader.close();
    }
  }
  return performance.now() - start;
}
