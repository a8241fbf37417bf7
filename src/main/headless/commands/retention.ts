import { InvalidArgumentError, type Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import {
  RETAINED_SIGNALS,
  type PinnedRest,
  type Removal,
  type RetainedSignal,
  type RetentionRules,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import { BYTES_EXPECTED, parseBytes } from '../byte-size.ts';
import { addDeleteCommand } from './retention-delete.ts';
import { addInstanceRetentionCommand } from './retention-instance.ts';
import {
  describePinned,
  describeRun,
  describeStored,
  heldNote,
  type Named,
} from './retention-report.ts';
import { addSweepCommands } from './retention-sweep.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

/** Commander takes null for an option without a value, so no limit has a word here. */
type Limit = number | 'all';

interface Preview {
  readonly removals: readonly Removal[];
  readonly pinned: readonly PinnedRest[];
  readonly failures: readonly string[];
}

interface SetOptions {
  readonly project: string;
  readonly signal?: RetainedSignal[];
  readonly days?: Limit;
  readonly bytes?: Limit;
  readonly records?: Limit;
  readonly pinnedDays?: Limit;
  readonly errorDays?: Limit;
  readonly environment?: ReadonlyMap<string, number | null>;
  readonly hold?: boolean;
  readonly dryRun?: boolean;
}

/** `spanward retention set|show|sweep|sweeps|cancel-sweep|delete|deletions|cancel|instance` */
export function addRetentionCommands(program: Command): void {
  const retention = program
    .command('retention')
    .description('How long data is kept, and removing what is older');

  retention
    .command('set')
    .requiredOption(...PROJECT_OPTION)
    .option('--signal <signal>', 'traces, logs or metrics; repeat it; default: all', signals)
    .option('--days <n>', 'keep so many days, or "all"', limit)
    .option(
      '--bytes <n>',
      'keep so many bytes on the disk of each signal, as 2GB, or "all"',
      byteLimit,
    )
    .option('--records <n>', 'keep so many spans, log records or metrics, or "all"', limit)
    .option('--pinned-days <n>', 'keep pinned traces so many days, or "all" while pinned', limit)
    .option(
      '--error-days <n>',
      'keep traces and logs with errors so many days, or "all": as others',
      limit,
    )
    .option(
      '--environment <name=days>',
      'other days for an environment, or "all" to take its rule away; repeat it',
      environmentDays,
    )
    .option('--hold', 'legal hold: delete nothing, by no rule and by nobody')
    .option('--no-hold', 'take the legal hold off')
    .option('--dry-run', 'only list what the next sweep would remove by these rules')
    .description('Set what is kept of a project; what is not named stays')
    .action((options: SetOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { days, bytes, records, hold: legalHold } = options;
        const pinnedDays = orNull(options.pinnedDays);
        const errorDays = orNull(options.errorDays);
        const rule = Object.fromEntries(
          Object.entries({ days, bytes, records })
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, orNull(value)]),
        );
        const others = [pinnedDays, errorDays, options.environment, legalHold];
        if (Object.keys(rule).length === 0 && others.every((other) => other === undefined)) {
          throw new AppError(
            'invalid',
            'Say what to keep: --days, --bytes, --records, --pinned-days, --error-days, --environment or --hold.',
          );
        }
        const { id, name, kept } = await findProject(client, options.project);
        const named = options.signal ?? RETAINED_SIGNALS;
        const changed = options.environment;
        const known =
          changed === undefined
            ? []
            : (await client.retention.get({ projectId: id })).rules.environments;
        for (const environment of withoutRule(known, changed)) {
          output.note(`"${name}" has no rule for the environment "${environment}" to take away.`);
        }
        const change = {
          projectId: id,
          ...(Object.keys(rule).length > 0 &&
            Object.fromEntries(named.map((signal) => [signal, rule]))),
          ...(pinnedDays !== undefined && { pinnedDays }),
          ...(errorDays !== undefined && { errorDays }),
          ...(changed !== undefined && { environments: withEnvironments(known, changed) }),
          ...(legalHold !== undefined && { legalHold }),
        };
        if (options.dryRun === true) {
          const preview = await client.retention.previewRules(change);
          output.result({ dryRun: true, ...preview }, describePreview({ id, name }, preview));
          preview.failures.forEach((failure) => output.note(failure));
          if (legalHold ?? kept.legalHold) output.note(heldNote(name));
          return;
        }
        const { rules } = await client.retention.set(change);
        output.result({ project: { id, name }, rules }, describeRules(name, rules));
      }),
    );

  retention
    .command('show')
    .requiredOption(...PROJECT_OPTION)
    .description('Show what is kept of a project, what is stored, the sweeps and a forecast')
    .action(({ project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id, name } = await findProject(client, project);
        const state = await client.retention.get({ projectId: id });
        output.result(
          { project: { id, name }, ...state },
          `${describeRules(name, state.rules, state.rulesUnreadable)}\n\n${describeStored(state)}`,
        );
      }),
    );

  addSweepCommands(retention);
  addDeleteCommand(retention);
  addInstanceRetentionCommand(retention);
}

/** One more `name=days`; null takes the rule of the environment away. */
function environmentDays(
  text: string,
  before: ReadonlyMap<string, number | null> = new Map(),
): ReadonlyMap<string, number | null> {
  const end = text.lastIndexOf('=');
  if (end < 1) throw new InvalidArgumentError('Write a name and days, as production=90.');
  return new Map([...before, [text.slice(0, end), orNull(limit(text.slice(end + 1)))]]);
}

function withEnvironments(
  known: RetentionRules['environments'],
  changed: ReadonlyMap<string, number | null>,
): RetentionRules['environments'] {
  const days = new Map<string, number | null>([
    ...known.map((rule) => [rule.environment, rule.days] as const),
    ...changed,
  ]);
  return [...days].flatMap(([environment, kept]) =>
    kept === null ? [] : [{ environment, days: kept }],
  );
}

/** Environments of which a rule is to be taken away that is not there. */
function withoutRule(
  known: RetentionRules['environments'],
  changed: ReadonlyMap<string, number | null> = new Map(),
): string[] {
  const names = new Set(known.map((rule) => rule.environment));
  return [...changed].flatMap(([name, days]) => (days === null && !names.has(name) ? [name] : []));
}

function orNull<V extends Limit | undefined>(value: V): Exclude<V, 'all'> | null {
  return value === 'all' ? null : (value as Exclude<V, 'all'>);
}

function limit(text: string): Limit {
  if (text === 'all') return text;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('A whole number of at least 1, or "all".');
}

function byteLimit(text: string): Limit {
  if (text === 'all') return text;
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new InvalidArgumentError(`Write ${BYTES_EXPECTED}, at least 1, or "all".`);
}

function signals(text: string, before: readonly RetainedSignal[] = []): RetainedSignal[] {
  const signal = RETAINED_SIGNALS.find((each) => each === text);
  if (signal === undefined) throw new InvalidArgumentError('It is traces, logs or metrics.');
  return [...before, signal];
}

const daysOf = (days: number): string => countOf(days, 'day');

function describeRules(name: string, rules: RetentionRules, isUnreadable = false): string {
  if (isUnreadable) {
    return `The rules of "${name}" cannot be read, and a legal hold may be among them: nothing is deleted. Set them anew, then take the hold off with --no-hold.`;
  }
  const lines = RETAINED_SIGNALS.map((signal) => {
    const { days, bytes, records } = rules[signal];
    const limits = [
      days !== null && daysOf(days),
      bytes !== null && formatBytes(bytes),
      records !== null && countOf(records, signal === 'traces' ? 'span' : 'record'),
    ].filter((text) => text !== false);
    return `  ${signal}: ${limits.length === 0 ? 'everything' : `at most ${limits.join(', ')}`}`;
  });
  const pinned =
    rules.pinnedDays === null ? '' : `\n  pinned: at least ${daysOf(rules.pinnedDays)}`;
  const errors = rules.errorDays === null ? '' : `\n  errors: at least ${daysOf(rules.errorDays)}`;
  const environments = rules.environments
    .map(({ environment, days }) => `\n  environment ${environment}: ${daysOf(days)}`)
    .join('');
  const hold = rules.legalHold ? '\n  Legal hold: nothing is deleted.' : '';
  return `Kept of "${name}":\n${lines.join('\n')}${environments}${errors}${pinned}${hold}`;
}

function describePreview(project: Named, { removals, failures, pinned }: Preview): string {
  const results = [{ projectId: project.id, removals: [...removals], failures: [...failures] }];
  const run = describeRun({ results, tookMs: 0 }, true, [project]);
  return [run, ...describePinned(pinned)].join('\n');
}
