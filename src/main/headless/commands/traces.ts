import type { Command } from 'commander';
import type { TraceFilter, TraceSummary } from '../../../shared/contract/traces.ts';
import { AppError } from '../../../shared/errors.ts';
import { planQuery } from '../../../shared/query/resolve.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { readViewAs, viewAsOption } from './visibility.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';

interface TracesOptions {
  readonly project: string;
  readonly filter?: string;
  readonly since?: string;
  readonly limit: string;
  readonly viewAs?: string;
}

const PAGE = 500;

/** `spanward traces` and `spanward trace` */
export function addTraceCommands(program: Command): void {
  program
    .command('traces')
    .description('List the newest traces of a project')
    .requiredOption('--project <project>', 'id or name, see "spanward project list"')
    .option('--filter <filter>', 'such as: service = api and status = error and duration > 1.5s')
    .option('--since <duration>', 'started in the last 1h, 7d, ...')
    .option('--limit <count>', 'how many at most', '100')
    .addOption(viewAsOption())
    .action((options: TracesOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const filter = readFilter(options);
        let remaining = readCount(options.limit);
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
    .requiredOption('--project <project>', 'id or name, see "spanward project list"')
    .addOption(viewAsOption())
    .action((id: string, options: { project: string; viewAs?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client) => {
        const project = await findProject(client, options.project);
        const trace = await client.traces.otlp({
          projectId: project.id,
          traceId: id,
          ...readViewAs(options.viewAs),
        });
        process.stdout.write(`${await trace.text()}\n`);
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

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new AppError('invalid', `--limit "${text}" is not a whole number above 0.`);
  }
  return count;
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
