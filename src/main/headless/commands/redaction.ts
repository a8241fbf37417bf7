import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  parseMode,
  parsePiiTypes,
  parseReplacementKind,
  PII_TYPES,
  REDACTION_MODES,
  REPLACEMENT_KINDS,
  type PiiType,
  type RedactionMode,
  type ReplacementKind,
} from '../../../shared/redaction.ts';
import { formatTable } from '../output.ts';
import { readStdin } from '../read-stdin.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';
import { describeRules } from './describe-redaction.ts';
import { addPastRedactionCommands } from './redaction-past.ts';
import { addRedactionReports, readRules } from './redaction-reports.ts';

const KINDS = `kinds parted by commas, "all" or "none": ${PII_TYPES.join(', ').toLowerCase()}`;

interface SetOptions {
  readonly project: string;
  readonly mode?: RedactionRules['mode'];
  readonly types?: string;
  readonly type?: readonly string[];
  readonly replace?: RedactionRules['replacement']['kind'];
  readonly template?: string;
  readonly rules?: string;
}

interface TestOptions {
  readonly project: string;
  readonly key: string;
}

/** `spanward redaction show|set|test|audit|coverage|require|default` */
export function addRedactionCommands(program: Command): void {
  const redaction = program
    .command('redaction')
    .description('Take personal data and secrets out of telemetry before it is stored');

  redaction
    .command('show')
    .description('Show what is redacted of a project')
    .requiredOption(...PROJECT_OPTION)
    .action((options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const state = await client.redaction.get({ projectId: id });
        output.result(state, describeRules(state));
      }),
    );

  redaction
    .command('set')
    .description('Change what is redacted; what is left out stays')
    .requiredOption(...PROJECT_OPTION)
    .addOption(new Option('--mode <mode>', 'off, detect (count only) or on').argParser(readMode))
    .option('--types <list>', KINDS)
    .option('--type <type...>', 'one kind, or several; the same as --types')
    .addOption(
      new Option(
        '--replace <kind>',
        `what is put in place: ${REPLACEMENT_KINDS.join(', ')}`,
      ).argParser(readReplacement),
    )
    .option('--template <text>', 'for --replace text, with {type}')
    .option(
      '--rules <file>',
      'JSON with any of the fields of the REST call: custom rules, key lists',
    )
    .action((options: SetOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const changes = changesOf(options);
        if (Object.keys(changes).length === 0) {
          const options = '--mode, --types, --replace, --template or --rules';
          throw new AppError('invalid', `Say what to change: ${options}.`);
        }
        const { rules } = await client.redaction.set({ ...changes, projectId: id });
        const state = await client.redaction.get({ projectId: id });
        output.result({ rules }, describeRules(state));
      }),
    );

  redaction
    .command('test')
    .argument(
      '[text]',
      'what to try the rules of the project on, of which nothing is stored; - or nothing: standard input, which no list of processes shows',
    )
    .description('Try the rules on a text')
    .requiredOption(...PROJECT_OPTION)
    .option('--key <key>', 'the attribute key the text would have', '')
    .action((given: string | undefined, options: TestOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const isPiped = given === undefined || given === '-';
        // What ends the line of "echo" is not meant.
        const text = isPiped ? (await readStdin(output)).replace(/\r?\n$/, '') : given;
        const tried = await client.redaction.test({ projectId: id, text, key: options.key });
        const rows = tried.hits.map(({ type, rule, start, end }) => [
          type,
          rule,
          `${start}-${end}`,
        ]);
        output.result(tried, `${tried.text}\n\n${formatTable(['KIND', 'RULE', 'AT'], rows)}`);
      }),
    );

  addRedactionReports(redaction);

  addPastRedactionCommands(redaction);

  redaction
    .command('require')
    .argument('<types>', KINDS)
    .description('Redact these kinds in every project, whatever it says')
    .action((types: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const requiredTypes = readTypes(types.split(','));
        const instance = await client.redaction.setInstance({ requiredTypes });
        output.result(
          instance,
          `Required everywhere: ${instance.requiredTypes.join(', ') || 'nothing'}`,
        );
      }),
    );

  redaction
    .command('default')
    .addArgument(new Argument('<mode>', 'off, detect (count only) or on').argParser(readMode))
    .description('Set the mode of projects without rules of their own')
    .action((defaultMode: RedactionMode, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const instance = await client.redaction.setInstance({ defaultMode });
        output.result(instance, `Mode of projects without rules: ${instance.defaultMode}`);
      }),
    );
}

function changesOf(options: SetOptions): Partial<RedactionRules> {
  const { mode, replace, template, rules } = options;
  const types = [...(options.types?.split(',') ?? []), ...(options.type ?? [])];
  if (template !== undefined && replace !== undefined && replace !== 'text') {
    throw new AppError('invalid', '--template goes with --replace text only.');
  }
  const kind = replace ?? (template === undefined ? undefined : 'text');
  return {
    ...readRules(rules),
    ...(mode === undefined ? {} : { mode }),
    ...(types.length === 0 ? {} : { types: readTypes(types) }),
    ...(kind === undefined
      ? {}
      : { replacement: { kind, ...(template === undefined ? {} : { template }) } }),
  };
}

/** Kinds in any spelling that other products use; `all`, or `none` alone. */
function readTypes(names: readonly string[]): PiiType[] {
  if (names.length === 1 && names[0]!.trim().toLowerCase() === 'none') return [];
  const types = names.flatMap((name) => {
    const found = parsePiiTypes(name);
    if (found !== undefined) return found;
    throw new AppError(
      'invalid',
      `There is no kind "${name.trim()}". There are: ${PII_TYPES.join(', ')}, or "all".`,
    );
  });
  return [...new Set(types)];
}

/** A mode in any spelling that other products use. */
function readMode(name: string): RedactionMode {
  const mode = parseMode(name);
  if (mode !== undefined) return mode;
  throw new InvalidArgumentError(`Allowed are ${REDACTION_MODES.join(', ')}.`);
}

function readReplacement(name: string): ReplacementKind {
  const kind = parseReplacementKind(name);
  if (kind !== undefined) return kind;
  throw new InvalidArgumentError(`Allowed are ${REPLACEMENT_KINDS.join(', ')}.`);
}
