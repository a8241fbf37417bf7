import { Option, type Command } from 'commander';
import type { DeletionCounts, DeletionTarget } from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { describeMentions } from '../../../shared/mentions.ts';
import { countOf } from '../output.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';
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

/** `spanward retention delete` */
export function addDeleteCommand(retention: Command): void {
  retention
    .command('delete')
    .description(
      'Delete a trace, what a filter shows, or everything that has an attribute; for good',
    )
    .requiredOption('--project <project>', 'id or name')
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
        const { deleted } = await client.retention.delete({ projectId, target: wanted, confirm });
        output.result(deleted, `Deleted: ${describeCounts(deleted)}.`);
        if (deleted.mentions) output.note(describeMentions(deleted.mentions));
      }),
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

function describeCounts({ traces, spans, logs, metrics }: DeletionCounts): string {
  const named = `${countOf(traces, 'trace')} with ${countOf(spans, 'span')}`;
  return `${named}, ${countOf(logs, 'log record')}, ${countOf(metrics, 'metric')}`;
}
