import { Option, type Command } from 'commander';
import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import { KEY_SCOPES, type KeyScope } from '../../../shared/permissions.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';

interface CreateOptions {
  readonly project: string;
  readonly name: string;
  readonly pair?: boolean;
  readonly scope?: KeyScope[];
  readonly expires?: string;
}

const addScope = (value: string, before: string[] = []): string[] => [...before, value];

/** `spanward key create|list|rotate|revoke` */
export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('Create, list, rotate and revoke API keys');

  key
    .command('create')
    .description('Create a key; its secret is shown only now')
    .requiredOption('--project <project>', 'id or name, see "spanward project list"')
    .option('--name <name>', 'what it is for', '')
    .option('--pair', 'a public and a secret key instead of a single one')
    .addOption(
      new Option(
        '--scope <scope>',
        `what it may do, repeatable: ${KEY_SCOPES.join(', ')} (default: ingest)`,
      ).argParser(addScope),
    )
    .option('--expires <duration>', 'such as 30d (default: never)')
    .action((options: CreateOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const created = await client.keys.create({
          projectId: project.id,
          name: options.name,
          kind: options.pair === true ? 'pair' : 'single',
          scopes: options.scope ?? ['ingest'],
          ...(options.expires === undefined
            ? {}
            : { expiresInSeconds: parseDuration(options.expires, '--expires') }),
        });
        output.result({ key: created }, describeNewKey(created));
      }),
    );

  key
    .command('list')
    .description('List keys, of one project or of all')
    .option('--project <project>', 'id or name, see "spanward project list"')
    .action((options: { project?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const projects =
          options.project === undefined
            ? (await client.projects.list()).projects
            : [await findProject(client, options.project)];
        const lists = await Promise.all(
          projects.map(({ id }) => client.keys.list({ projectId: id })),
        );
        const keys = lists.flatMap((list) => list.keys);
        const rows = keys.map((entry) => [
          entry.id,
          `${entry.prefix}…${entry.lastFour}`,
          entry.name,
          entry.scopes.join(','),
          stateOf(entry),
          entry.lastUsedAt ?? 'never',
        ]);
        output.result(
          { keys },
          formatTable(['ID', 'KEY', 'NAME', 'SCOPES', 'STATE', 'LAST USED'], rows),
        );
      }),
    );

  key
    .command('rotate')
    .argument('<id>')
    .description('Make a new key; the old one stays valid for the overlap')
    .option('--overlap <duration>', 'how long both are valid', '24h')
    .action((id: string, options: { overlap: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const overlapSeconds = parseDuration(options.overlap, '--overlap');
        const rotated = await client.keys.rotate({ keyId: id, overlapSeconds });
        output.result(
          rotated,
          `${describeNewKey(rotated.key)}\nThe old key ${id} is valid until ${rotated.old.expiresAt}.`,
        );
      }),
    );

  key
    .command('revoke')
    .argument('<id>')
    .description('Stop a key at once')
    .action((id: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const revoked = await client.keys.revoke({ keyId: id });
        output.result({ key: revoked }, `Revoked ${id} (${revoked.prefix}…${revoked.lastFour}).`);
      }),
    );
}

function describeNewKey(key: NewKey): string {
  const halves = key.publicKey === null ? '' : `\n  public  ${key.publicKey}\n  secret`;
  return `Created key ${key.id} (${key.scopes.join(', ')}). The secret, shown only now:\n${halves}  ${key.secret}\n`;
}

function stateOf(key: ApiKey): string {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt === null) return 'active';
  return Date.parse(key.expiresAt) <= Date.now() ? 'expired' : `until ${key.expiresAt}`;
}
