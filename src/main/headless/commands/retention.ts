import { InvalidArgumentError, type Command } from 'commander';
import {
  RETAINED_SIGNALS,
  type RetainedSignal,
  type RetentionRules,
  type RetentionRun,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatTable } from '../output.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';

interface SetOptions {
  readonly project: string;
  readonly signal?: RetainedSignal[];
  readonly days?: number | null;
  readonly bytes?: number | null;
  readonly records?: number | null;
  readonly pinnedDays?: number | null;
  readonly hold?: boolean;
}

/** `spanward retention set|show|sweep` */
export function addRetentionCommands(program: Command): void {
  const retention = program
    .command('retention')
    .description('How long data is kept, and removing what is older');

  retention
    .command('set')
    .requiredOption('--project <project>', 'id or name')
    .option('--signal <signal>', 'traces, logs or metrics; repeat it; default: all', signals)
    .option('--days <n>', 'keep so many days, or "all"', limit)
    .option('--bytes <n>', 'keep so many bytes on the disk of each signal, or "all"', limit)
    .option('--records <n>', 'keep so many spans, log records or metrics, or "all"', limit)
    .option('--pinned-days <n>', 'keep pinned traces so many days, or "all" while pinned', limit)
    .option('--hold', 'legal hold: delete nothing, by no rule and by nobody')
    .option('--no-hold', 'take the legal hold off')
    .description('Set what is kept of a project; what is not named stays')
    .action((options: SetOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { days, bytes, records, pinnedDays, hold: legalHold } = options;
        const rule = Object.fromEntries(
          Object.entries({ days, bytes, records }).filter(([, value]) => value !== undefined),
        );
        const others = [pinnedDays, legalHold];
        if (Object.keys(rule).length === 0 && others.every((other) => other === undefined)) {
          throw new AppError(
            'invalid',
            'Say what to keep: --days, --bytes, --records, --pinned-days or --hold.',
          );
        }
        const { id, name } = await findProject(client, options.project);
        const named = options.signal ?? RETAINED_SIGNALS;
        const { rules } = await client.retention.set({
          projectId: id,
          ...(Object.keys(rule).length > 0 &&
            Object.fromEntries(named.map((signal) => [signal, rule]))),
          ...(pinnedDays !== undefined && { pinnedDays }),
          ...(legalHold !== undefined && { legalHold }),
        });
        output.result({ project: { id, name }, rules }, describeRules(name, rules));
      }),
    );

  retention
    .command('show')
    .requiredOption('--project <project>', 'id or name')
    .description('Show what is kept of a project, and what is stored')
    .action(({ project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id, name } = await findProject(client, project);
        const state = await client.retention.get({ projectId: id });
        const rows = state.days.map(({ signal, day, records, bytes, goesOn }) => [
          day,
          signal,
          records,
          bytes,
          goesOn ?? 'never',
        ]);
        output.result(
          { project: { id, name }, ...state },
          `${describeRules(name, state.rules)}\n\n` +
            formatTable(['DAY', 'SIGNAL', 'RECORDS', 'BYTES', 'GOES ON'], rows),
        );
      }),
    );

  retention
    .command('sweep')
    .option('--project <project>', 'id or name; default: every project')
    .option('--dry-run', 'only list what would go')
    .description('Remove now what the rules say; there is no undo')
    .action((options: { project?: string; dryRun?: boolean }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const dryRun = options.dryRun === true;
        let run: RetentionRun;
        if (options.project === undefined) ({ run } = await client.retention.sweepAll({ dryRun }));
        else {
          const { id: projectId } = await findProject(client, options.project);
          if (dryRun) {
            const { removals } = await client.retention.preview({ projectId });
            const startedAt = new Date().toISOString();
            const results = [{ projectId, removals, failures: [] }];
            run = { startedAt, tookMs: 0, cause: 'request', results };
          } else ({ run } = await client.retention.sweep({ projectId }));
        }
        output.result({ dryRun, ...run }, describeRun(run, dryRun));
        for (const failure of run.results.flatMap(({ failures }) => failures)) output.note(failure);
        if (run.results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
      }),
    );
}

function limit(text: string): number | null {
  if (text === 'all') return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('A whole number of at least 1, or "all".');
}

function signals(text: string, before: readonly RetainedSignal[] = []): RetainedSignal[] {
  const signal = RETAINED_SIGNALS.find((each) => each === text);
  if (signal === undefined) throw new InvalidArgumentError('It is traces, logs or metrics.');
  return [...before, signal];
}

function describeRules(name: string, rules: RetentionRules): string {
  const lines = RETAINED_SIGNALS.map((signal) => {
    const { days, bytes, records } = rules[signal];
    const limits = [
      days !== null && `${days} days`,
      bytes !== null && `${bytes} bytes`,
      records !== null && `${records} ${signal === 'traces' ? 'spans' : 'records'}`,
    ].filter((text) => text !== false);
    return `  ${signal}: ${limits.length === 0 ? 'everything' : `at most ${limits.join(', ')}`}`;
  });
  const pinned = rules.pinnedDays === null ? '' : `\n  pinned: at least ${rules.pinnedDays} days`;
  const hold = rules.legalHold ? '\n  Legal hold: nothing is deleted.' : '';
  return `Kept of "${name}":\n${lines.join('\n')}${pinned}${hold}`;
}

function describeRun({ results, tookMs }: RetentionRun, dryRun: boolean): string {
  const rows = results.flatMap(({ projectId, removals }) =>
    removals.map(({ signal, day, whole, reason, records, bytes }) => [
      projectId,
      day,
      signal,
      whole ? 'all of it' : 'a part',
      reason,
      records,
      bytes,
    ]),
  );
  if (rows.length === 0) return dryRun ? 'Nothing would go.' : 'Nothing had to go.';
  const table = formatTable(
    ['PROJECT', 'DAY', 'SIGNAL', 'WHAT', 'REASON', 'RECORDS', 'BYTES'],
    rows,
  );
  return dryRun ? `Would go:\n${table}` : `Removed in ${Math.round(tookMs)} ms:\n${table}`;
}
