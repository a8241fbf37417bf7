import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  parsePiiType,
  PII_TYPES,
  REDACTION_MODES,
  REPLACEMENT_KINDS,
  type PiiType,
} from '../../../shared/redaction.ts';
import { formatTable } from '../output.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';
import { addPastRedactionCommands } from './redaction-past.ts';

const PROJECT = ['--project <project>', 'id or name, see "spanward project list"'] as const;

interface SetOptions {
  readonly project: string;
  readonly mode?: RedactionRules['mode'];
  readonly types?: string;
  readonly replace?: RedactionRules['replacement']['kind'];
  readonly template?: string;
  readonly rules?: string;
}

/** `spanward redaction show|set|test|audit|require` */
export function addRedactionCommands(program: Command): void {
  const redaction = program
    .command('redaction')
    .description('Take personal data and secrets out of telemetry before it is stored');

  redaction
    .command('show')
    .description('Show what is redacted of a project')
    .requiredOption(...PROJECT)
    .action((options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const state = await client.redaction.get({ projectId: id });
        output.result(state, describe(state.rules, state.requiredTypes));
      }),
    );

  redaction
    .command('set')
    .description('Change what is redacted; what is left out stays')
    .requiredOption(...PROJECT)
    .addOption(
      new Option('--mode <mode>', 'off, detect (count only) or on').choices(REDACTION_MODES),
    )
    .option('--types <list>', `kinds parted by commas: ${PII_TYPES.join(', ').toLowerCase()}`)
    .addOption(new Option('--replace <kind>', 'what is put in place').choices(REPLACEMENT_KINDS))
    .option('--template <text>', 'for --replace text, with {type}')
    .option(
      '--rules <file>',
      'JSON with any of the fields of the REST call: custom rules, key lists',
    )
    .action((options: SetOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const { rules } = await client.redaction.set({ ...changesOf(options), projectId: id });
        output.result({ rules }, describe(rules, []));
      }),
    );

  redaction
    .command('test')
    .argument('<text>', 'what to try the rules of the project on; nothing of it is stored')
    .description('Try the rules on a text')
    .requiredOption(...PROJECT)
    .option('--key <key>', 'the attribute key the text would have', '')
    .action((text: string, options: { project: string; key: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const tried = await client.redaction.test({ projectId: id, text, key: options.key });
        const rows = tried.hits.map(({ type, rule, start, end }) => [
          type,
          rule,
          `${start}-${end}`,
        ]);
        output.result(tried, `${tried.text}\n\n${formatTable(['KIND', 'RULE', 'AT'], rows)}`);
      }),
    );

  redaction
    .command('audit')
    .description('How often what was found where')
    .requiredOption(...PROJECT)
    .action((options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const { rows } = await client.redaction.audit({ projectId: id });
        output.result(
          { rows },
          formatTable(
            ['HOUR', 'KIND', 'RULE', 'KEY', 'SERVICE', 'ENVIRONMENT', 'MODE', 'COUNT'],
            rows.map((row) => [
              row.hour,
              row.type,
              row.rule,
              row.key,
              row.service,
              row.environment,
              row.mode,
              String(row.count),
            ]),
          ),
        );
      }),
    );

  addPastRedactionCommands(redaction);

  redaction
    .command('require')
    .argument('<types>', 'kinds parted by commas, or "none"')
    .description('Redact these kinds in every project, whatever it says')
    .action((types: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const requiredTypes = types === 'none' ? [] : readTypes(types);
        const instance = await client.redaction.setInstance({ requiredTypes });
        output.result(
          instance,
          `Required everywhere: ${instance.requiredTypes.join(', ') || 'nothing'}`,
        );
      }),
    );
}

function changesOf(options: SetOptions): Partial<RedactionRules> {
  const { mode, types, replace, template, rules } = options;
  if (template !== undefined && replace !== undefined && replace !== 'text') {
    throw new AppError('invalid', '--template goes with --replace text only.');
  }
  const kind = replace ?? (template === undefined ? undefined : 'text');
  return {
    ...(rules === undefined ? {} : readRules(rules)),
    ...(mode === undefined ? {} : { mode }),
    ...(types === undefined ? {} : { types: readTypes(types) }),
    ...(kind === undefined
      ? {}
      : { replacement: { kind, ...(template === undefined ? {} : { template }) } }),
  };
}

function readRules(file: string): Partial<RedactionRules> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<RedactionRules>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid', `${file} cannot be read as JSON: ${reason}`, { cause: error });
  }
}

/** Kinds in any spelling that other products use. */
function readTypes(list: string): PiiType[] {
  return list.split(',').map((name) => {
    const type = parsePiiType(name);
    if (type !== undefined) return type;
    throw new AppError(
      'invalid',
      `There is no kind "${name.trim()}". There are: ${PII_TYPES.join(', ')}.`,
    );
  });
}

function describe(rules: RedactionRules, required: readonly PiiType[]): string {
  return formatTable(
    ['', ''],
    [
      ['mode', rules.mode],
      ['kinds', rules.types.join(', ')],
      ['required everywhere', required.join(', ')],
      ['replacement', rules.replacement.template ?? rules.replacement.kind],
      ['custom rules', rules.rules.map(({ id }) => id).join(', ')],
      ['dropped keys', rules.dropKeys.join(', ')],
      ['kept keys', rules.keepOnlyKeys.join(', ')],
      [
        'never looked at',
        [...rules.allowKeys, ...rules.allowDomains, ...rules.allowAddresses].join(', '),
      ],
    ],
  );
}
