import { Option, type Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import type { Deletion, DeletionTarget } from '../../../shared/contract/deletion.ts';
import { newDeletionId } from '../../../shared/deletion-id.ts';
import { describeEnd } from '../../../shared/deletion-words.ts';
import { AppError } from '../../../shared/errors.ts';
import { describeMentions } from '../../../shared/mentions.ts';
import type { Client } from '../connect.ts';
import { formatTable } from '../output.ts';
import { tellProgress } from '../tell-progress.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';
import { readFilter } from './traces.ts';

interface DeleteOptions {
  readonly project: string;
  readonly trace?: string;
  readonly filter?: string;
  readonly attribute?: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
}

/** One way to say what goes; the others cannot be said beside it. */
function target(flags: string, description: string, others: string[]): Option {
  return new Option(flags, description).conflicts(others);
}

/** `spanward retention delete|deletions|cancel` */
export function addDeleteCommand(retention: Command): void {
  retention
    .command('delete')
    .description(
      'Delete a trace, what a filter shows, or everything that has an attribute; for good',
    )
    .requiredOption(...PROJECT_OPTION)
    .addOption(target('--trace <id>', 'one trace', ['filter', 'attribute']))
    .addOption(target('--filter <filter>', 'all traces that pass it', ['trace', 'attribute']))
    .addOption(target('--attribute <key=value>', 'as user.id=u1', ['trace', 'filter']))
    .option('--dry-run', 'only count what would go')
    .option('--confirm <name>', 'the name of the project, as there is no undo')
    .action((options: DeleteOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const wanted = readTarget(options);
        const { id: projectId, name } = await findProject(client, options.project);
        if (options.dryRun === true) {
          const counts = await client.retention.countDeletion({ projectId, target: wanted });
          output.result(counts, `Would go: ${describeCounts(counts)}.`);
          if (counts.mentions) output.note(describeMentions(counts.mentions));
          const { refusal, failures = [] } = counts;
          for (const problem of [...failures, ...(refusal === undefined ? [] : [refusal])]) {
            output.note(problem);
            process.exitCode = 1;
          }
          return;
        }
        if (options.confirm === undefined) {
          throw new AppError('invalid', `There is no undo. Say --confirm "${name}" to delete.`);
        }
        const { confirm } = options;
        const deletionId = newDeletionId();
        const deleting = client.retention.delete({
          projectId,
          target: wanted,
          confirm,
          deletionId,
        });
        const { deleted } = await tellProgress(output, deleting, async () => {
          const { deletions } = await client.retention.deletions({ projectId });
          return deletions.find((each) => each.deletionId === deletionId)?.days;
        });
        output.result(deleted, `Deleted: ${describeCounts(deleted)}.`);
        if (deleted.mentions) output.note(describeMentions(deleted.mentions));
      }),
    );

  retention
    .command('deletions')
    .description('Deletions that wait or go on, and how far they are')
    .requiredOption(...PROJECT_OPTION)
    .action(({ project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, project);
        const state = await client.retention.deletions({ projectId });
        output.result(state, describeDeletions(state.deletions));
      }),
    );

  retention
    .command('cancel')
    .description('End a deletion before its next day; what it deleted stays deleted')
    .requiredOption(...PROJECT_OPTION)
    .option('--deletion <id>', 'which, see "spanward retention deletions"; default: the only one')
    .action((options: { project: string; deletion?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const deletionId = options.deletion ?? (await onlyDeletion(client, projectId));
        const ended = await client.retention.cancelDeletion({ projectId, deletionId });
        output.result(ended, `Cancelled. ${describeEnd(ended)}`);
      }),
    );
}

async function onlyDeletion(client: Client, projectId: string): Promise<string> {
  const { deletions } = await client.retention.deletions({ projectId });
  const [only, ...others] = deletions;
  if (only === undefined) {
    throw new AppError('conflict', 'There is no deletion under way to cancel: it may have ended.');
  }
  if (others.length === 0) return only.deletionId;
  const ids = deletions.map(({ deletionId }) => deletionId).join(', ');
  throw new AppError('invalid', `There are several. Say which with --deletion: ${ids}.`);
}

function describeDeletions(deletions: readonly Deletion[]): string {
  if (deletions.length === 0) return 'No deletion waits or goes on.';
  return formatTable(
    ['DELETION', 'OF', 'BEGUN', 'STATE', 'FILES', 'TRACES', 'SPANS', 'LOGS', 'METRICS'],
    deletions.map(({ deletionId, target, startedAt, state, isCancelling, days, removed }) => [
      deletionId,
      target ?? '–',
      startedAt,
      isCancelling ? 'ending' : state,
      `${days.done}/${days.total}`,
      removed.traces,
      removed.spans,
      removed.logs,
      removed.metrics,
    ]),
  );
}

function readTarget({ trace, filter, attribute }: DeleteOptions): DeletionTarget {
  if (trace !== undefined) return { kind: 'trace', traceId: trace };
  // An empty one, of a variable in a script that was never set, would be every trace.
  if (filter !== undefined && filter.trim() !== '') {
    return { kind: 'filter', filter: readFilter({ filter }) };
  }
  const end = attribute?.indexOf('=') ?? -1;
  if (attribute !== undefined && end < 1) {
    throw new AppError('invalid', '--attribute takes a key and a value, such as user.id=u1.');
  }
  if (attribute === undefined) {
    throw new AppError(
      'invalid',
      'Say what to delete: --trace ID, --filter FILTER or --attribute KEY=VALUE.',
    );
  }
  return { kind: 'attribute', key: attribute.slice(0, end), value: attribute.slice(end + 1) };
}

function describeCounts({ traces, spans, logs, metrics }: Deletion['removed']): string {
  const named = `${countOf(traces, 'trace')} with ${countOf(spans, 'span')}`;
  return `${named}, ${countOf(logs, 'log record')}, ${countOf(metrics, 'metric')}`;
}
