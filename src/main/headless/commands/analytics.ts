import { Option, type Command } from 'commander';
import {
  COUNTED_UNITS,
  type AgentMap,
  type AnalyticsSeries,
  type CountedUnit,
  type ErrorGroups,
  type Measures,
  type ServiceMap,
} from '../../../shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../../shared/contract/group-fields.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatTable } from '../output.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';
import { readFilter } from './traces.ts';
import { readViewAs, viewAsOption } from './visibility.ts';

interface AnalyticsOptions {
  readonly project: string;
  readonly filter?: string;
  readonly since?: string;
  readonly viewAs?: string;
}

interface SeriesOptions extends AnalyticsOptions {
  readonly count: CountedUnit;
  readonly by?: string;
  readonly values?: readonly string[];
  readonly before?: boolean;
}

/** `spanward analytics series|services|agents|errors` */
export function addAnalyticsCommands(program: Command): void {
  const analytics = program
    .command('analytics')
    .description('What the traces of a project add up to');
  const add = (name: string, description: string): Command =>
    analytics
      .command(name)
      .description(description)
      .requiredOption(...PROJECT_OPTION)
      .option('--filter <filter>', 'such as: service = api and status = error')
      .option('--since <duration>', 'started in the last 1h, 7d, ...', '24h')
      .addOption(viewAsOption());

  add('series', 'Volume, errors, durations, tokens and cost')
    .addOption(
      new Option('--count <what>', 'what is counted').choices(COUNTED_UNITS).default('traces'),
    )
    .option(
      '--by <key>',
      `split by ${GROUP_FIELDS.join(', ')}; or, of spans and calls, by an attribute`,
    )
    .addOption(
      new Option('--values <value...>', 'with --by: only these values, to be compared').argParser(
        (value: string, before: readonly string[] = []) => [...before, value],
      ),
    )
    .option('--before', 'beside it the time of the same length before')
    .action((options: SeriesOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { by, values, before = false } = options;
        if (values !== undefined && by === undefined) {
          throw new AppError('invalid', '--values goes with --by, the field they are values of.');
        }
        const scope = await scopeOf(client, options);
        const series = await client.analytics.series({
          ...scope,
          // What it is compared with needs a length, so the time ends now.
          filter: before ? { ...scope.filter, toUs: Date.now() * 1000 } : scope.filter,
          counted: options.count,
          groups: 50,
          before,
          ...(by === undefined ? {} : { groupBy: by }),
          ...(values === undefined ? {} : { values: [...values] }),
        });
        output.result(series, describeSeries(series, by ?? options.count));
      }),
    );

  add('services', 'Which service calls which').action(
    (options: AnalyticsOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const map = await client.analytics.serviceMap(await scopeOf(client, options));
        output.result(map, describeMap(map));
      }),
  );

  add('agents', 'Which agents, tools and models call which').action(
    (options: AnalyticsOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const map = await client.analytics.agentMap(await scopeOf(client, options));
        output.result(map, describeAgents(map));
      }),
  );

  add('errors', 'Failed spans, alike ones together').action(
    (options: AnalyticsOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const errors = await client.analytics.errors(await scopeOf(client, options));
        output.result(errors, describeErrors(errors));
      }),
  );
}

async function scopeOf(client: Parameters<typeof findProject>[0], options: AnalyticsOptions) {
  const { id } = await findProject(client, options.project);
  return { projectId: id, filter: readFilter(options), ...readViewAs(options.viewAs) };
}

const ms = (us: number): number => Math.round(us / 1000);

function describeSeries(series: AnalyticsSeries, heading: string): string {
  const table = formatTable(
    [heading.toUpperCase(), 'COUNT', 'ERRORS', 'P50 MS', 'P95 MS', 'P99 MS', 'TOKENS', 'COST USD'],
    [
      ...series.groups.map(({ value, total }) => rowOf(value || '(not named)', total)),
      rowOf('all', series.all.total),
      ...(series.before?.groups ?? []).map(({ value, total }) =>
        rowOf(`${value || '(not named)'}, before`, total),
      ),
      ...(series.before ? [rowOf('all, before', series.before.all.total)] : []),
    ],
  );
  const left = series.truncated ? '\nValues that are too long or too many are left out' : '';
  return `${table}${left}`;
}

function rowOf(name: string, total: Measures): (string | number)[] {
  return [
    name,
    total.count,
    total.errors,
    ms(total.p50DurationUs),
    ms(total.p95DurationUs),
    ms(total.p99DurationUs),
    total.inputTokens + total.outputTokens,
    total.costUsd === null ? '–' : total.costUsd.toFixed(4),
  ];
}

function describeMap(map: ServiceMap): string {
  return formatTable(
    ['CALLER', 'CALLED', 'CALLS', 'ERRORS', 'P50 MS', 'P95 MS'],
    map.calls.map((call) => [
      call.from || '(not named)',
      call.to || '(not named)',
      call.calls,
      call.errors,
      ms(call.p50DurationUs),
      ms(call.p95DurationUs),
    ]),
  );
}

function describeAgents({ nodes, calls }: AgentMap): string {
  const called = (place: number): string => `${nodes[place]!.kind} ${nodes[place]!.name}`;
  return formatTable(
    ['CALLER', 'CALLED', 'CALLS', 'ERRORS', 'P95 MS', 'TOKENS'],
    calls.map((call) => [
      called(call.from),
      called(call.to),
      call.calls,
      call.errors,
      ms(call.p95DurationUs),
      call.tokens,
    ]),
  );
}

function describeErrors({ groups }: ErrorGroups): string {
  return formatTable(
    ['COUNT', 'TRACES', 'SERVICE', 'SPAN', 'ERROR', 'NEWEST TRACE'],
    groups.map(({ count, traces, service, name, type, message, traceId }) => [
      count,
      traces,
      service || '(not named)',
      name || '(not named)',
      shortened([type, message].filter(Boolean).join(': ')),
      traceId,
    ]),
  );
}

/** Messages are as long as a program makes them; `--json` has them whole. */
const shortened = (text: string): string => {
  const characters = [...text];
  return characters.length <= 100 ? text : `${characters.slice(0, 99).join('')}…`;
};
