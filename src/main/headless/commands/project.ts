import type { Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import type { Project, ProjectContents } from '../../../shared/contract/projects.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import type { Client } from '../connect.ts';
import { formatTable } from '../output.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';
import { addProjectPeopleCommands } from './project-people.ts';

/** `spanward project create|list|rename|archive|restore|transfer|external|delete` */
export function addProjectCommands(program: Command): void {
  const project = program
    .command('project')
    .description('Create, list, rename, archive and delete projects');

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
        const names = await organizationNames(client, projects);
        const rows = projects.map((entry) => [
          entry.id,
          entry.archivedAt === null ? entry.name : `${entry.name} (archived)`,
          ...(names === undefined ? [] : [names.get(entry.organizationId) ?? '']),
          entry.keyCount,
          entry.spanCount,
          entry.bytes,
          entry.lastSpanAt ?? 'never',
        ]);
        output.result(
          { projects },
          formatTable(
            [
              'ID',
              'NAME',
              ...(names === undefined ? [] : ['ORGANIZATION']),
              'KEYS',
              'SPANS',
              'BYTES',
              'LAST SPAN',
            ],
            rows,
          ),
        );
      }),
    );

  project
    .command('rename')
    .argument('<project>', 'id or name')
    .argument('<name>')
    .description('Give a project another name')
    .option('--description <text>', 'describe it anew, too')
    .action((named: string, name: string, options: { description?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id, name: before } = await findProject(client, named);
        const { description } = options;
        const renamed = await client.projects.update({
          projectId: id,
          name,
          ...(description === undefined ? {} : { description }),
        });
        output.result({ project: renamed }, `Renamed "${before}" to "${renamed.name}".`);
      }),
    );

  project
    .command('archive')
    .argument('<project>', 'id or name')
    .description('Take no more data for a project; it can still be read')
    .action((named: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, named);
        const archived = await client.projects.archive({ projectId: id });
        output.result({ project: archived }, `Archived "${archived.name}".`);
      }),
    );

  project
    .command('restore')
    .argument('<project>', 'id or name')
    .description('Take data for an archived project again')
    .action((named: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, named);
        const restored = await client.projects.restore({ projectId: id });
        output.result({ project: restored }, `Restored "${restored.name}".`);
      }),
    );

  addProjectPeopleCommands(project);

  project
    .command('delete')
    .argument('<project>', 'id or name')
    .description('Delete a project with its telemetry and keys, for good')
    .option('--confirm <name>', 'name of the project; without it nothing is deleted')
    .action((named: string, options: { confirm?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id, name } = await findProject(client, named);
        if (options.confirm === undefined) {
          const contents = describeContents(await client.projects.contents({ projectId: id }));
          throw new AppError(
            'invalid',
            `This deletes ${contents} of "${name}". Add --confirm ${JSON.stringify(name)} to do it.`,
          );
        }
        const { deleted } = await client.projects.delete({
          projectId: id,
          confirm: options.confirm,
        });
        output.result(
          { project: { id, name }, deleted },
          `Deleted "${name}" with ${describeContents(deleted)}.`,
        );
      }),
    );
}

/** By id; undefined where all projects are of one organization. */
async function organizationNames(
  client: Client,
  projects: readonly Project[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const ids = new Set(projects.map(({ organizationId }) => organizationId));
  if (ids.size < 2) return undefined;
  const { organizations } = await client.organizations.list();
  return new Map(organizations.map(({ id, name }) => [id, name]));
}

function describeContents({ spans, logs, metrics, keys, bytes }: ProjectContents): string {
  return (
    `${countOf(spans, 'span')}, ${countOf(logs, 'log record')}, ${countOf(metrics, 'metric point')} ` +
    `and ${countOf(keys, 'key')} (${formatBytes(bytes)})`
  );
}
