import type { Command } from 'commander';
import type { LimitsOfProject, QuotaState, UsageReport } from '../../../shared/contract/usage.ts';
import { AppError } from '../../../shared/errors.ts';
import { BYTES_EXPECTED, parseBytes } from '../byte-size.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

const DAY_SECONDS = 86_400;

interface SetOptions {
  readonly project: string;
  readonly key?: string;
  readonly spansPerDay?: string;
  readonly bytes?: string;
  readonly requestsPerSecond?: string;
}

/** `spanward usage` and `spanward limits show|set` */
export function addUsageCommands(program: Command): void {
  program
    .command('usage')
    .description('What a project stored, by day (UTC) and by key')
    .requiredOption(...PROJECT_OPTION)
    .option('--since <duration>', 'how far back, in whole days that end today', '30d')
    .action((options: { project: string; since: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const seconds = parseDuration(options.since, '--since');
        const days = Math.max(1, Math.ceil(seconds / DAY_SECONDS));
        const { to } = await client.usage.report({ projectId: id });
        const first = Date.parse(`${to}T00:00:00Z`) - (days - 1) * DAY_SECONDS * 1000;
        const from = new Date(first).toISOString().slice(0, 10);
        const report = await client.usage.report({ projectId: id, from, to });
        output.result(report, describeUsage(report));
      }),
    );

  const limits = program.command('limits').description('Show and set limits of projects and keys');

  limits
    .command('show')
    .description('Limits of a project and its keys, and how far they are used up')
    .requiredOption(...PROJECT_OPTION)
    .action((options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const found = await client.usage.limits({ projectId: id });
        output.result(found, describeLimits(found));
      }),
    );

  limits
    .command('set')
    .description('Change limits; those that are not named stay')
    .requiredOption(...PROJECT_OPTION)
    .option('--key <key>', 'id of a key, to limit it alone')
    .option('--spans-per-day <number>', 'spans stored on one UTC day, or "none"')
    .option('--bytes <number>', 'bytes kept on disk, as 2GB, or "none"; of projects only')
    .option('--requests-per-second <number>', 'export requests of any signal, or "none"')
    .action((options: SetOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const spansPerDay = readLimit(options.spansPerDay, '--spans-per-day');
        const bytes = readLimit(options.bytes, '--bytes', parseBytes, BYTES_EXPECTED);
        const requestsPerSecond = readLimit(options.requestsPerSecond, '--requests-per-second');
        if ([spansPerDay, bytes, requestsPerSecond].every((limit) => limit === undefined)) {
          throw new AppError(
            'invalid',
            'Name a limit: --spans-per-day, --bytes or --requests-per-second.',
          );
        }
        const wanted = { spansPerDay, requestsPerSecond };
        if (options.key === undefined) {
          const changed = await client.usage.setLimits({ projectId, bytes, ...wanted });
          output.result(changed, describeLimits(changed));
          return;
        }
        if (bytes !== undefined) {
          throw new AppError('invalid', 'Bytes are limited for projects, not for keys.');
        }
        const { keys } = await client.keys.list({ projectId, search: options.key });
        if (!keys.some(({ id }) => id === options.key)) {
          throw new AppError('not_found', `There is no key ${options.key} in this project.`);
        }
        const changed = await client.usage.setKeyLimits({ keyId: options.key, ...wanted });
        output.result(changed, describeLimits(changed));
      }),
    );
}

/** A limit as written: undefined for absent, null for "none". */
function readLimit(
  text: string | undefined,
  option: string,
  read: (text: string) => number | undefined = wholeNumber,
  expected = 'a whole number',
): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  const limit = read(text);
  if (limit !== undefined && limit > 0) return limit;
  throw new AppError('invalid', `${option} "${text}" is no limit. Write ${expected}, or "none".`);
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const DAY_HEADINGS = ['SPANS', 'LOGS', 'POINTS', 'REQUESTS', 'REFUSED', 'BYTES', 'TOKENS', 'USD'];

function numbersOf(usage: UsageReport['total']): (string | number)[] {
  return [
    usage.spans,
    usage.logs,
    usage.metricPoints,
    usage.requests,
    usage.requestsRefused,
    usage.bytesReceived,
    usage.inputTokens + usage.outputTokens,
    usage.costUsd.toFixed(4),
  ];
}

function describeUsage({ days, sources, total }: UsageReport): string {
  const used = days.filter((day) => day.requests + day.requestsRefused > 0);
  const byDay = [
    ...used.map((day) => [day.date, ...numbersOf(day)]),
    ['total', ...numbersOf(total)],
  ];
  const bySender = sources.map((source) => [
    source.keyId ?? source.kind,
    source.name,
    ...numbersOf(source),
  ]);
  return [
    formatTable(['DAY (UTC)', ...DAY_HEADINGS], byDay),
    formatTable(['SENDER', 'NAME', ...DAY_HEADINGS], bySender),
  ].join('\n\n');
}

function describeLimits({ quotas }: LimitsOfProject): string {
  if (quotas.length === 0) return 'There are no limits.';
  const rows = quotas.map((state) => [
    state.keyId ?? 'project',
    state.keyName,
    NAMES[state.quota],
    state.limit,
    state.used === null ? '' : state.used.toLocaleString('en-US'),
    state.level,
  ]);
  return formatTable(['OWNER', 'NAME', 'LIMIT', 'AT MOST', 'USED', 'STATE'], rows);
}

const NAMES: Readonly<Record<QuotaState['quota'], string>> = {
  spansPerDay: 'spans a day',
  bytes: 'bytes kept',
  requestsPerSecond: 'requests a second',
};
