import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import type { PastRedaction, PastRedactionState } from '../../../shared/contract/past-redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Client } from '../connect.ts';
import { formatCount, formatTable, type Output } from '../output.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

const NO_WAIT = ['--no-wait', 'return at once; a running collector goes on'] as const;
/** How often the state is asked for while a command waits, ms. */
const ASK_EVERY_MS = 300;
/** Progress is told again after so many parts of a hundred. */
const TELL_EVERY_PERCENT = 10;

type Kind = PastRedaction['kind'];

interface StartOptions {
  readonly project: string;
  readonly wait: boolean;
}

/** `spanward redaction scan|rewrite|status|cancel`: what is stored already. */
export function addPastRedactionCommands(redaction: Command): void {
  redaction
    .command('scan')
    .requiredOption(...PROJECT_OPTION)
    .option(...NO_WAIT)
    .option(
      '--dry-run',
      'may be said; a scan is one by itself: "redaction rewrite" changes what is stored',
    )
    .description('Look for what the present rules would find in stored data; changes nothing')
    .action((options: StartOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const state = await client.pastRedaction.scan({ projectId });
        await follow(client, output, projectId, 'scan', state, options.wait);
      }),
    );

  redaction
    .command('rewrite')
    .requiredOption(...PROJECT_OPTION)
    .option('--confirm <name>', 'the name of the project, as there is no undo')
    .option(...NO_WAIT)
    .description('Redact stored data by the present rules, in place; there is no undo')
    .action((options: StartOptions & { confirm?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId, name } = await findProject(client, options.project);
        const { confirm } = options;
        if (confirm === undefined) {
          throw new AppError(
            'invalid',
            `There is no undo. Say --confirm "${name}" to rewrite; "redaction scan" tells what would be replaced.`,
          );
        }
        const state = await client.pastRedaction.rewrite({ projectId, confirm });
        if (state.mode !== 'on') {
          output.note(`Redaction is "${state.mode}": what arrives from now on is stored as it is.`);
        }
        output.note(
          'Backups and exports made before, and data that a restore put aside, still hold what is replaced.',
        );
        await follow(client, output, projectId, 'rewrite', state, options.wait);
      }),
    );

  redaction
    .command('status')
    .requiredOption(...PROJECT_OPTION)
    .description('How far the scan or rewrite of stored data is, and what was found')
    .action(({ project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, project);
        const state = await client.pastRedaction.get({ projectId });
        const jobs = [state.scan, state.rewrite].filter((job) => job !== null);
        const text = jobs.map(describe).join('\n\n');
        output.result(state, text || 'Stored data was neither scanned nor rewritten.');
      }),
    );

  redaction
    .command('cancel')
    .requiredOption(...PROJECT_OPTION)
    .description('End the scan or rewrite that is under way; days that were rewritten stay so')
    .action(({ project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, project);
        const { rewrite } = await client.pastRedaction.get({ projectId });
        const state = await client.pastRedaction.cancel({ projectId });
        const ended = rewrite?.state === 'running' ? state.rewrite : state.scan;
        if (ended?.state !== 'cancelled') {
          throw new AppError('conflict', 'It was done before it could be cancelled.');
        }
        output.result(state, 'Cancelled.');
      }),
    );
}

/** Says how it goes until it has ended, unless nobody waits. */
async function follow(
  client: Client,
  output: Output,
  projectId: string,
  kind: Kind,
  first: PastRedactionState,
  wait: boolean,
): Promise<void> {
  const state = wait ? await untilEnded(client, output, projectId, kind, first) : first;
  const job = state[kind];
  output.result(state, job ? describe(job) : 'It was removed.');
  if (job?.state === 'failed' || (wait && job?.state === 'cancelled')) process.exitCode = 1;
}

async function untilEnded(
  client: Client,
  output: Output,
  projectId: string,
  kind: Kind,
  first: PastRedactionState,
): Promise<PastRedactionState> {
  let state = first;
  for (let told = 0; state[kind]?.state === 'running';) {
    const percent = percentOf(state[kind]);
    if (percent >= told + TELL_EVERY_PERCENT) {
      told = percent;
      output.note(`${percent} %`);
    }
    await sleep(ASK_EVERY_MS);
    state = await client.pastRedaction.get({ projectId });
  }
  return state;
}

const percentOf = ({ records: { done, total } }: PastRedaction): number =>
  total === 0 ? 100 : Math.floor((100 * done) / total);

function describe(job: PastRedaction): string {
  const { kind, state, found, records, rows, failures } = job;
  const name = kind === 'scan' ? 'Scan' : 'Rewrite';
  const verb = kind === 'scan' ? 'would be replaced' : 'replaced';
  const lines = [
    `${name}: ${state}, ${formatCount(records.done)} of ${countOf(records.total, 'record')}, ${countOf(found, 'value')} ${verb}.`,
    ...(job.isByPresentRules ? [] : ['The rules were changed since.']),
    ...(job.leavesOutHidden ? ['Attributes that are hidden from you are left out.'] : []),
    ...failures.map(({ signal, day, message }) => `${signal} of ${day} are not done: ${message}`),
  ];
  if (rows.length === 0) return lines.join('\n');
  const table = formatTable(
    ['DAY', 'SIGNAL', 'KIND', 'RULE', 'KEY', 'SERVICE', 'COUNT'],
    rows.map((row) => [
      row.day,
      row.signal,
      row.type,
      row.rule,
      row.key,
      row.service || '–',
      row.count,
    ]),
  );
  return [...lines, '', table, ...(job.isShortened ? ['… and more'] : [])].join('\n');
}
