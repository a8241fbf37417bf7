import type { Command } from 'commander';
import { formatTable } from '../output.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';

/** `spanward owner reset` and `spanward person list` */
export function addPeopleCommands(program: Command): void {
  program
    .command('owner')
    .description('Let the owner of this instance back in')
    .command('reset')
    .description('Make a one-time code with which the owner sets a new password')
    .option('--email <address>', 'address to sign in with, where none is set yet')
    .action((options: { email?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { email } = options;
        const reset = await client.people.resetOwner(email === undefined ? {} : { email });
        const { console: page } = await client.collector.status();
        const where =
          page === null
            ? 'Start "spanward serve" and open its console with this behind the address:'
            : 'Open this in a browser:';
        output.result(
          reset,
          `${where}\n\n  ${`${page === null ? '' : `${page.url}/`}#reset=${reset.code}`}\n\n` +
            `It sets a new password for ${reset.email}, once, until ${reset.expiresAt}.`,
        );
      }),
    );

  program
    .command('person')
    .description('See who may sign in')
    .command('list')
    .description('List the people of every organization')
    .action((_options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { organizations } = await client.organizations.list();
        const all = await Promise.all(
          organizations.map(async ({ id, name }) => {
            const { people } = await client.people.list({ organizationId: id });
            return people.map((person) => ({ organization: name, ...person }));
          }),
        );
        const people = all.flat();
        const rows = people.map((person) => [
          person.organization,
          person.name,
          person.email ?? '',
          person.roleName,
          person.lastSeenAt ?? 'never',
        ]);
        output.result(
          { people },
          formatTable(['ORGANIZATION', 'NAME', 'E-MAIL', 'ROLE', 'LAST SEEN'], rows),
        );
      }),
    );
}
