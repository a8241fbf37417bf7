import { Argument, Option, type Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import type { Client } from '../connect.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';

interface TransferOptions {
  readonly to: string;
  readonly from?: string;
  readonly keep: 'admin' | 'nothing';
  readonly confirm?: string;
}

/** `spanward project transfer` and `spanward project external` */
export function addProjectPeopleCommands(project: Command): void {
  project
    .command('transfer')
    .argument('<project>', 'id or name')
    .description('Hand the ownership of a project to another person of its organization')
    .requiredOption('--to <person>', 'e-mail address or id of the new owner')
    .option('--from <person>', 'whose ownership it is, where there are several owners')
    .addOption(
      new Option('--keep <what>', 'what the owner of before keeps')
        .choices(['admin', 'nothing'])
        .default('admin'),
    )
    .option('--confirm <name>', 'name of the project; without it nothing is transferred')
    .action((named: string, options: TransferOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId, name } = await findProject(client, named);
        const to = await findPerson(client, projectId, options.to);
        const from =
          options.from === undefined
            ? undefined
            : await findPerson(client, projectId, options.from);
        if (options.confirm === undefined) {
          throw new AppError(
            'invalid',
            `This makes ${to.name} the owner of "${name}". Add --confirm ${JSON.stringify(name)} to do it.`,
          );
        }
        const transferred = await client.projects.transfer({
          projectId,
          personId: to.personId,
          ...(from === undefined ? {} : { fromPersonId: from.personId }),
          keep: options.keep,
          confirm: options.confirm,
        });
        output.result({ project: transferred, owner: to }, `Transferred "${name}" to ${to.name}.`);
      }),
    );

  project
    .command('external')
    .argument('<project>', 'id or name')
    .addArgument(
      new Argument(
        '<state>',
        'whether people from outside the organization may be members',
      ).choices(['on', 'off']),
    )
    .description('Allow external collaborators, or shut them out at once')
    .option('--yes', 'switch off even where somebody loses access')
    .action((named: string, state: string, options: { yes?: boolean }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId, name } = await findProject(client, named);
        const { members } = await client.members.list({ projectId });
        const outside = members.filter(({ external }) => external);
        if (state === 'off' && outside.length > 0 && options.yes !== true) {
          const names = outside.map((member) => member.name).join(', ');
          throw new AppError(
            'invalid',
            `${names} would lose access to "${name}". Add --yes to do it.`,
          );
        }
        const changed = await client.projects.setExternal({
          projectId,
          allowed: state === 'on',
          removing: outside.map(({ personId }) => personId),
        });
        const gone = changed.removed.map((person) => person.name).join(', ');
        output.result(
          changed,
          state === 'on'
            ? `"${name}" may have members from outside its organization.`
            : `"${name}" is for its organization only.${gone === '' ? '' : ` Removed: ${gone}.`}`,
        );
      }),
    );
}

/** Somebody of the project's organization, by e-mail address (letter case ignored) or id. */
async function findPerson(client: Client, projectId: string, named: string) {
  const { candidates } = await client.members.candidates({
    projectId,
    as: 'owner',
    search: named.startsWith('per_') ? '' : named,
    limit: 200,
  });
  const wanted = named.toLowerCase();
  const found = candidates.find(
    ({ personId, email }) => personId === named || email?.toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  if (named.startsWith('per_'))
    return { personId: named, name: named, email: null, roleName: null };
  throw new AppError(
    'not_found',
    `There is nobody with the address ${named} in the organization who can sign in. Run "spanward person list".`,
  );
}
