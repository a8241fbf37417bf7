import { Option, type Command } from 'commander';
import {
  TRACE_GROUP_ORDERS,
  type TraceGroupOrder,
  type TraceGroups,
} from '../../../shared/contract/trace-groups.ts';
import type { TraceFilter, TraceSummary } from '../../../shared/contract/traces.ts';
import { planQuery } from '../../../shared/query/resolve.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { readLimit } from '../read-limit.ts';
import { printLinking, printMarks } from '../print-trace.ts';
import { visible } from '../visible.ts';
import { readViewAs, viewAsOption } from './visibility.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

interface TracesOptions {
  readonly project: string;
  readonly filter?: string;
  readonly since?: string;
  readonly limit: string;
  readonly groupBy?: string;
  readonly follow?: boolean;
  readonly order: TraceGroupOrder;
  readonly viewAs?: string;
}

interface TraceOptions {
  readonly project: string;
  readonly marks?: boolean;
  readonly linkedFrom?: string;
  readonly viewAs?: string;
}

const PAGE = 500;
/** Of traces that are printed one by one; wide enough for most values. */
const NO_HEADINGS = Array.from({ length: 8 }, () => '');

/** `spanward traces` and `spanward trace` */
export function addTraceCommands(program: Command): void {
  program
    .command('traces')
    .description('List the newest traces of a project')
    .requiredOption(...PROJECT_OPTION)
    .option('--filter <filter>', 'such as: service = api and status = error and duration > 1.5s')
    .option('--since <duration>', 'started in the last 1h, 7d, ...')
    .option('--limit <count>', 'how many at most', '100')
    .option('--group-by <key>', 'numbers by service, model, http.route, ...: a field or attribute')
    .addOption(
      new Option('--order <order>', 'which groups come first')
        .choices(TRACE_GROUP_ORDERS)
        .default('count'),
    )
    .option('--follow', 'print traces as they come, until it is ended')
    .addOption(viewAsOption())
    .action((options: TracesOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const filter = readFilter(options);
        const project = await findProject(client, options.project);
        if (options.groupBy !== undefined) {
          const found = await client.analytics.traceGroups({
            projectId: project.id,
            filter,
            by: options.groupBy,
            orderBy: options.order,
            limit: Math.min(1000, readLimit(options.limit)),
            ...readViewAs(options.viewAs),
          });
          output.result(found, describeGroups(found, options.groupBy));
          return;
        }
        if (options.follow === true) {
          const query = { projectId: project.id, filter, ...readViewAs(options.viewAs) };
          for await (const { traces, missed } of await client.traces.follow(query)) {
            for (const trace of traces)
              output.result(trace, formatTable(NO_HEADINGS, [toRow(trace)]));
            if (missed > 0) output.note(`${missed} more came too fast to be shown.`);
          }
          return;
        }
        let remaining = readLimit(options.limit);
        const rows: (string | number)[][] = [];
        let after: { value: number; traceId: string } | undefined;
        while (remaining > 0) {
          const page = await client.traces.list({
            projectId: project.id,
            filter,
            limit: Math.min(PAGE, remaining),
            ...readViewAs(options.viewAs),
            ...(after === undefined ? {} : { after }),
          });
          for (const trace of page.traces) {
            if (output.json) output.result(trace, '');
            else rows.push(toRow(trace));
          }
          remaining -= page.traces.length;
          if (page.next === null) break;
          after = page.next;
        }
        if (!output.json) {
          output.result(
            null,
            formatTable(
              ['TRACE', 'STARTED', 'NAME', 'SERVICE', 'STATUS', 'MS', 'SPANS', 'TOKENS'],
              rows,
            ),
          );
        }
      }),
    );

  program
    .command('trace')
    .argument('<id>', '32 hexadecimal digits')
    .description('Print a whole trace as OTLP/JSON')
    .requiredOption(...PROJECT_OPTION)
    .option('--marks', 'its events, exceptions and log records instead, in the order of time')
    .option('--linked-from <span>', 'the spans instead that link to this one of its spans')
    .addOption(viewAsOption())
    .action((id: string, options: TraceOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const one = { projectId, traceId: id, ...readViewAs(options.viewAs) };
        if (options.marks === true) await printMarks(client, output, one);
        else if (options.linkedFrom !== undefined) {
          await printLinking(client, output, { ...one, spanId: options.linkedFrom });
        } else {
          const trace = await client.traces.otlp(one);
          process.stdout.write(`${visible(await trace.text())}\n`);
        }
      }),
    );
}

/** `--filter` and `--since` as one filter. */
export function readFilter(options: { filter?: string; since?: string }): TraceFilter {
  const filter: TraceFilter = {};
  if (options.filter !== undefined) {
    // Read here too, so that what is wrong is said before anything is connected to.
    planQuery(options.filter);
    filter.query = options.filter;
  }
  if (options.since === undefined) return filter;
  return {
    ...filter,
    fromUs: (Date.now() - parseDuration(options.since, '--since') * 1000) * 1000,
  };
}

const ms = (us: number): number => Math.round(us / 100) / 10;

function describeGroups({ groups, moreGroups, truncated }: TraceGroups, by: string): string {
  const table = formatTable(
    [by.toUpperCase(), 'TRACES', 'ERRORS', 'P50 MS', 'P95 MS', 'TOKENS', 'USD', 'LAST'],
    groups.map((group) => [
      group.value ?? '(none)',
      group.count,
      group.errors,
      ms(group.p50DurationUs),
      ms(group.p95DurationUs),
      group.tokens,
      group.costUsd === null ? '–' : group.costUsd.toFixed(4),
      new Date(group.lastUs / 1000).toISOString(),
    ]),
  );
  const more = moreGroups === 0 ? '' : `\n${moreGroups} more`;
  return table + more + (truncated ? '\nValues that are too long or too many were left out.' : '');
}

function toRow(trace: TraceSummary): (string | number)[] {
  return [
    trace.traceId,
    new Date(trace.startUs / 1000).toISOString(),
    trace.name,
    trace.service,
    trace.status,
    Math.round(trace.durationUs / 1000),
    trace.spanCount,
    trace.inputTokens + trace.outputTokens,
  ];
}
