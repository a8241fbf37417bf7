import type { Command } from 'commander';
import type { PinnedRest, RetentionRun, Sweep } from '../../../shared/contract/retention.ts';
import { describeSweepEnd } from '../../../shared/sweep-words.ts';
import type { Client } from '../connect.ts';
import { formatTable, type Output } from '../output.ts';
import { tellProgress } from '../tell-progress.ts';
import { ANY_PROJECT_OPTION, findProject, withClient, type GlobalOptions } from '../with-client.ts';
import { describePinned, describeRun, heldNote, type Named } from './retention-report.ts';

interface SweepOptions {
  readonly project?: string;
  readonly dryRun?: boolean;
}

/** `spanward retention sweep|sweeps|cancel-sweep` */
export function addSweepCommands(retention: Command): void {
  retention
    .command('sweep')
    .option(...ANY_PROJECT_OPTION)
    .option('--dry-run', 'only list what would go')
    .description('Remove now what the rules say; there is no undo')
    .action((options: SweepOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), (client, output) =>
        sweep(client, output, options),
      ),
    );

  retention
    .command('sweeps')
    .option(...ANY_PROJECT_OPTION)
    .description('Sweeps that wait or go on, and how far they are')
    .action((options: SweepOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        if (options.project === undefined) {
          const state = await client.retention.allSweeps();
          const { projects } = await client.projects.list();
          const nameOf = (id: string | null) => projects.find((each) => each.id === id)?.name ?? id;
          const rows = state.sweeps.map(({ projectId, projects: { done, total }, ...each }) => [
            ...cellsOf(each),
            total === 0 ? '–' : `${done}/${total}`,
            nameOf(projectId) ?? '–',
          ]);
          output.result(state, describeSweeps(rows, ['PROJECTS', 'NOW']));
          return;
        }
        const { id: projectId } = await findProject(client, options.project);
        const state = await client.retention.sweeps({ projectId });
        output.result(state, describeSweeps(state.sweeps.map(cellsOf), []));
      }),
    );

  retention
    .command('cancel-sweep')
    .option(...ANY_PROJECT_OPTION)
    .description('End sweeps before their next day; what they removed stays removed')
    .action((options: SweepOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        if (options.project === undefined) {
          const ended = await client.retention.cancelAllSweeps();
          output.result(ended, `Cancelled. ${describeSweepEnd(ended.removed)}`);
          return;
        }
        const { id: projectId } = await findProject(client, options.project);
        const ended = await client.retention.cancelSweep({ projectId });
        output.result(ended, `Cancelled. ${describeSweepEnd(ended.removed)}`);
      }),
    );
}

async function sweep(client: Client, output: Output, options: SweepOptions): Promise<void> {
  const dryRun = options.dryRun === true;
  let run: RetentionRun;
  let stay: readonly PinnedRest[] = [];
  if (options.project === undefined) {
    const sweeping = client.retention.sweepAll({ dryRun });
    ({ run } = await tellProgress(output, sweeping, async () => {
      const { sweeps } = await client.retention.allSweeps();
      const own = sweeps.find(isOwn);
      if (own === undefined) return undefined;
      // As fine as the project that it is at.
      const { done, total } = own.projects;
      const part = own.days.total === 0 ? 0 : own.days.done / own.days.total;
      return { what: 'Sweeping: ', done: done + (own.state === 'removing' ? part : 0), total };
    }));
  } else {
    const { id: projectId } = await findProject(client, options.project);
    if (dryRun) {
      const { pinned, ...preview } = await client.retention.preview({ projectId });
      stay = pinned;
      const startedAt = new Date().toISOString();
      const results = [{ projectId, ...preview }];
      run = { startedAt, tookMs: 0, cause: 'request', results };
    } else {
      const sweeping = client.retention.sweep({ projectId });
      ({ run } = await tellProgress(output, sweeping, async () => {
        const { sweeps } = await client.retention.sweeps({ projectId });
        const own = sweeps.find(isOwn);
        return own && { what: STEPS[own.state], ...own.days };
      }));
    }
  }
  const { projects } = await client.projects.list();
  const text = [describeRun(run, dryRun, projects), ...describePinned(stay)].join('\n');
  output.result({ dryRun, ...run, ...(stay.length > 0 && { pinned: stay }) }, text);
  for (const failure of run.results.flatMap(({ failures }) => failures)) output.note(failure);
  // Without a word, nothing that goes would look like nothing that is old.
  const isMeant = ({ id }: Named): boolean =>
    options.project === undefined || run.results.some(({ projectId }) => projectId === id);
  for (const project of projects.filter(({ kept }) => kept.legalHold).filter(isMeant)) {
    output.note(heldNote(project.name));
  }
  for (const { projectId } of run.results.filter(({ cancelled }) => cancelled)) {
    const name = projects.find(({ id }) => id === projectId)?.name ?? projectId;
    output.note(`The sweep of "${name}" was cancelled: the rest goes with the next one.`);
    process.exitCode = 1;
  }
  if (run.results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

const STEPS = { waiting: '', looking: 'Looking for what goes: ', removing: 'Removing: ' } as const;

const isOwn = ({ cause, state }: Pick<Sweep, 'cause' | 'state'>): boolean =>
  cause === 'request' && state !== 'waiting';

function cellsOf({ cause, startedAt, state, isCancelling, days, at, removed }: Sweep) {
  return [
    cause,
    startedAt,
    isCancelling ? 'ending' : state,
    `${days.done}/${days.total}`,
    at === null ? '–' : `${at.signal} of ${at.day}`,
    removed.records,
    removed.bytes,
  ];
}

function describeSweeps(
  rows: readonly (readonly (string | number)[])[],
  more: readonly string[],
): string {
  if (rows.length === 0) return 'No sweep waits or goes on.';
  return formatTable(
    ['CAUSE', 'BEGUN', 'STATE', 'FILES', 'AT', 'RECORDS', 'BYTES BACK', ...more],
    rows,
  );
}
