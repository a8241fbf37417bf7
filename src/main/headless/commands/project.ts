import type { Command } from 'commander';
import { formatTable } from '../output.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';

/** `spanward project create|list` */
export function addProjectCommands(program: Command): void {
  const project = program.command('project').description('Create and list projects');

  project
    .command('create')
    .argument('<name>')
    .description('Create a project with its first key; its secret is shown only now')
    .option('--description <text>', 'what it is for', '')
    .action((name: string, options: { description: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const created = await client.projects.create({ name, description: options.description });
        output.result(
          created,
          `Created project "${created.project.name}" (${created.project.id}).\n` +
            `Its key, shown only now:\n\n  ${created.key.secret}\n`,
        );
      }),
    );

  project
    .command('list')
    .description('List projects')
    .action((_options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { projects } = await client.projects.list();
        const rows = projects.map((entry) => [
          entry.id,
          entry.name,
          entry.keyCount,
          entry.spanCount,
          entry.bytes,
          entry.lastSpanAt ?? 'never',
        ]);
        output.result(
          { projects },
          formatTable(['ID', 'NAME', 'KEYS', 'SPANS', 'BYTES', 'LAST SPAN'], rows),
        );
      }),
    );
}
