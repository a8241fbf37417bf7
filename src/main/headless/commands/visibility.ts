import { Option, type Command } from 'commander';
import { ViewerId, type VisibilityRule } from '../../../shared/contract/visibility.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  ATTRIBUTE_SCOPES,
  HIDE_KINDS,
  MATCH_KINDS,
  type AttributeScope,
  type HideKind,
  type MatchKind,
} from '../../../shared/visibility.ts';
import type { Client } from '../connect.ts';
import { formatTable } from '../output.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

interface AddOptions {
  readonly project: string;
  readonly match: MatchKind;
  readonly in?: AttributeScope[];
  readonly hide: HideKind;
  readonly visibleTo?: string[];
  readonly note: string;
}

/** `spanward visibility list|add|remove` */
export function addVisibilityCommands(program: Command): void {
  const visibility = program
    .command('visibility')
    .description('Hide attributes from roles and API keys');

  visibility
    .command('list')
    .description('List the rules of a project')
    .requiredOption(...PROJECT_OPTION)
    .action((options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const { rules } = await client.visibility.list({ projectId: id });
        output.result({ rules }, describe(rules));
      }),
    );

  visibility
    .command('add')
    .argument('<pattern>', 'attribute key, its beginning, or a glob')
    .description('Hide attributes from all but those named')
    .requiredOption(...PROJECT_OPTION)
    .addOption(
      new Option('--match <kind>', 'how the pattern is compared')
        .choices(MATCH_KINDS)
        .default('exact'),
    )
    .addOption(
      new Option('--in <places...>', 'where the attribute sits (default: everywhere)').choices(
        ATTRIBUTE_SCOPES,
      ),
    )
    .addOption(
      new Option('--hide <what>', 'the value, or the key too').choices(HIDE_KINDS).default('value'),
    )
    .option(
      '--visible-to <roles...>',
      'role ids or names, or key:read, key:admin (default: nobody)',
    )
    .option('--note <text>', 'why', '')
    .action((pattern: string, options: AddOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const rule = await client.visibility.create({
          projectId: id,
          pattern,
          match: options.match,
          scopes: options.in ?? [...ATTRIBUTE_SCOPES],
          hide: options.hide,
          visibleTo: await viewersNamed(client, id, options.visibleTo ?? []),
          note: options.note,
        });
        output.result({ rule }, describe([rule]));
      }),
    );

  visibility
    .command('remove')
    .argument('<id>', 'id of the rule, see "spanward visibility list"')
    .description('Delete a rule: what it hid is seen again')
    .requiredOption(...PROJECT_OPTION)
    .action((ruleId: string, options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        await client.visibility.remove({ projectId: id, ruleId });
        output.result({ removed: ruleId }, `Removed ${ruleId}.`);
      }),
    );
}

/** An option of commands that read telemetry. */
export function viewAsOption(): Option {
  return new Option('--view-as <role>', 'as this role id, key:read or key:admin would see it');
}

/** What `--view-as` says, as calls take it. */
export function readViewAs(viewAs: string | undefined): { viewAs?: ViewerId } {
  if (viewAs === undefined) return {};
  const parsed = ViewerId.safeParse(viewAs);
  if (!parsed.success) {
    throw new AppError('invalid', `--view-as "${viewAs}" is no role id, key:read or key:admin.`);
  }
  return { viewAs: parsed.data };
}

async function viewersNamed(client: Client, projectId: string, names: readonly string[]) {
  if (names.length === 0) return [];
  const { viewers } = await client.visibility.viewers({ projectId });
  return names.map((name) => {
    const found = viewers.filter(
      (viewer) => viewer.id === name || viewer.name.toLowerCase() === name.toLowerCase(),
    );
    if (found.length === 1) return found[0]!.id;
    const known = viewers.map(({ id }) => id).join(', ');
    const problem = found.length === 0 ? 'There is no role' : 'There are several roles named';
    throw new AppError('invalid', `${problem} "${name}". Name one of: ${known}.`);
  });
}

function describe(rules: readonly VisibilityRule[]): string {
  return formatTable(
    ['RULE', 'PATTERN', 'MATCH', 'IN', 'HIDES', 'VISIBLE TO'],
    rules.map(({ id, pattern, match, scopes, hide, visibleTo }) => [
      id,
      pattern,
      match,
      scopes.join(' '),
      hide,
      visibleTo.length === 0 ? 'nobody' : visibleTo.join(' '),
    ]),
  );
}
