import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { SeriesInput } from '../../../shared/contract/analytics.ts';
import type { Log } from '../log.ts';
import { openCollector } from '../open-collector.ts';
import type { ClientProcess } from './client-process.ts';
import { fill, time } from './query-runs.ts';
import { atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';

/** With fewer the 99th percentile would be the slowest of all. */
const ROUNDS = 300;
const RAW_ROUNDS = 30;
const DAY_US = 86_400e6;
const HOUR_US = 3600e6;
const MINUTE_US = 60e6;
/** What one million spans may take, ms. */
const ROLLED_MS = 5;
const RAW_MS = 150;

type Question = Omit<z.input<typeof SeriesInput>, 'projectId'>;

/**
 * Stores `spans` spans of a day and asks for their charts: from roll-ups, and the same charts span by span, as they are counted
 * where a filter or a field is not in roll-ups.
 */
export async function runAnalytics(
  client: ClientProcess,
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
  const collector = await openCollector({ dataDir: folder, log, listen });
  try {
    const { project, key } = await collector.client.projects.create({ name: 'analytics' });
    await fill(collector, client, key.secret, spans, tell, DAY_US - 2 * HOUR_US);
    const projectId = project.id;
    // The last traces go on for a while.
    const toUs = Math.ceil((Date.now() * 1000) / MINUTE_US) * MINUTE_US + HOUR_US;
    const filter = { fromUs: toUs - DAY_US, toUs };
    const ask = (question: Question) => () =>
      collector.client.analytics.series({ projectId, filter, steps: 74, ...question });
    tell('first look');
    const start = performance.now();
    const { all } = await ask({ counted: 'spans' })();
    const firstMs = performance.now() - start;
    const millions = all.total.count / 1e6;
    const group = `analytics of ${millions.toFixed(2)} M spans`;
    const figures: Figure[] = [
      plainFigure(group, 'first look at the project, roll-ups made', firstMs, 'ms'),
    ];
    const measure = async (
      name: string,
      question: Question,
      most: number,
      rounds: number,
    ): Promise<number> => {
      tell(name);
      const first = await time(ask(question));
      const sample: number[] = [];
      const before = process.cpuUsage();
      for (let round = 0; round < rounds; round++) sample.push(await time(ask(question)));
      const { user, system } = process.cpuUsage(before);
      const p50 = percentile(sample, 0.5);
      const target = atMost(most * millions);
      figures.push(
        plainFigure(group, `${name}, first time`, first, 'ms', atMost(RAW_MS * millions)),
        plainFigure(group, `${name}, p50`, p50, 'ms', target),
        plainFigure(group, `${name}, p99`, percentile(sample, 0.99), 'ms', target),
        plainFigure(group, `${name}, CPU`, (user + system) / 1000 / rounds, 'ms'),
      );
      return p50;
    };
    const rolledUp = (name: string, question: Question) =>
      measure(name, question, ROLLED_MS, ROUNDS);
    const raw = (name: string, question: Question) => measure(name, question, RAW_MS, RAW_ROUNDS);
    const charts: readonly [string, Question][] = [
      ['spans', { counted: 'spans' }],
      ['spans by service', { counted: 'spans', groupBy: 'service' }],
      ['spans by name', { counted: 'spans', groupBy: 'name' }],
      ['calls by model', { counted: 'calls', groupBy: 'model' }],
    ];
    for (const [name, question] of charts) {
      const rolled = await rolledUp(`${name}, from roll-ups`, question);
      // Steps that are no whole minutes are not in roll-ups.
      const single = await raw(`${name}, span by span`, { ...question, steps: 7 });
      figures.push(ratioFigure(group, `${name}, roll-ups / span by span`, rolled, single, 'ms'));
    }
    await raw('spans by session, span by span', { counted: 'spans', groupBy: 'session' });
    await rolledUp('traces, from the index', { counted: 'traces' });
    await rolledUp('traces by service, from the index', { counted: 'traces', groupBy: 'service' });
    return figures;
  } finally {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
