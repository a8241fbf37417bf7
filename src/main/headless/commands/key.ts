import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { KEY_SCOPES, type KeyScope } from '../../../shared/permissions.ts';
import type { Client } from '../connect.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { describeNewKey } from './describe-key.ts';
import { addKeyChanges } from './key-changes.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

interface CreateOptions {
  readonly project: string;
  readonly name: string;
  readonly pair?: boolean;
  readonly scope?: KeyScope[];
  readonly expires?: string;
  readonly environment?: string;
  readonly allow?: string[];
}

const addAddress = (value: string, before: string[] = []): string[] => [...before, value];

function addScope(value: string, before: KeyScope[] = []): KeyScope[] {
  const scope = KEY_SCOPES.find((each) => each === value);
  if (scope !== undefined) return [...before, scope];
  throw new InvalidArgumentError(`Allowed are ${KEY_SCOPES.join(', ')}.`);
}

/** Keys asked for at a time. */
const PAGE_SIZE = 1000;

/** `spanward key create|list|rotate|revoke`; see `key-changes.ts` for the others. */
export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('Create, list, rotate and revoke API keys');

  key
    .command('create')
    .description('Create a key; its secret is shown only now')
    .requiredOption(...PROJECT_OPTION)
    .option('--name <name>', 'what it is for', '')
    .option('--pair', 'a public and a secret key instead of a single one')
    .addOption(
      new Option(
        '--scope <scope>',
        `what it may do, repeatable: ${KEY_SCOPES.join(', ')} (default: ingest)`,
      ).argParser(addScope),
    )
    .option('--expires <duration>', 'such as 30d (default: never)')
    .option('--environment <label>', 'label of where it is used, such as production')
    .option('--allow <address>', 'IP address or range it may be used from, repeatable', addAddress)
    .action((options: CreateOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const created = await client.keys.create({
          projectId: project.id,
          name: options.name,
          kind: options.pair === true ? 'pair' : 'single',
          scopes: options.scope ?? ['ingest'],
          environment: options.environment ?? '',
          allowedAddresses: options.allow ?? [],
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
    .option(...PROJECT_OPTION)
    .action((options: { project?: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const projects =
          options.project === undefined
            ? (await client.projects.list()).projects
            : [await findProject(client, options.project)];
        const lists = await Promise.all(projects.map(({ id }) => listAll(client, id)));
        const keys = lists.flat();
        const rows = keys.map((entry) => [
          entry.id,
          `${entry.prefix}…${entry.lastFour}`,
          entry.name,
          entry.environment,
          entry.scopes.join(','),
          stateOf(entry),
          entry.lastUsedAt ?? 'never',
          entry.spanCount,
        ]);
        output.result(
          { keys },
          formatTable(
            ['ID', 'KEY', 'NAME', 'ENVIRONMENT', 'SCOPES', 'STATE', 'LAST USED', 'SPANS'],
            rows,
          ),
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

  addKeyChanges(key);
}

/** Every key of a project, page by page. */
async function listAll(client: Client, projectId: string): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  for (;;) {
    const page = await client.keys.list({ projectId, offset: keys.length, limit: PAGE_SIZE });
    keys.push(...page.keys);
    if (page.keys.length < PAGE_SIZE) return keys;
  }
}

function stateOf(key: ApiKey): string {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt === null) return 'active';
  return Date.parse(key.expiresAt) <= Date.now() ? 'expired' : `until ${key.expiresAt}`;
}
