import { Command, CommanderError, Help, type Argument, type Option } from 'commander';
import { VERSION } from '../version.ts';
import { addAnnotateCommands } from './commands/annotate.ts';
import { addAnalyticsCommands } from './commands/analytics.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addBenchCommand } from './commands/bench.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addKeyCommands } from './commands/key.ts';
import { addPeopleCommands } from './commands/people.ts';
import { addProjectCommands } from './commands/project.ts';
import { addRetentionCommands } from './commands/retention.ts';
import { addServeCommand } from './commands/serve.ts';
import { addTraceCommands } from './commands/traces.ts';
import { addTransferCommands } from './commands/transfer.ts';
import { addRedactionCommands } from './commands/redaction.ts';
import { addVisibilityCommands } from './commands/visibility.ts';
import { addUsageCommands } from './commands/usage.ts';
import { requireDataFolder } from './data-folder-there.ts';
import { explainError } from './explain-error.ts';
import { requireOptions } from './required-options.ts';
import { visible } from './visible.ts';

/** Exit codes of every command: 0 done, 1 failed, 2 wrong use. */
const FAILED = 1;
const WRONG_USE = 2;

const program = new Command('spanward')
  .description('Collects OpenTelemetry traces on this machine, shows them and administers them')
  .version(VERSION)
  .option('--data-dir <dir>', "data folder (default: the app's; environment SPANWARD_DATA_DIR)")
  .option('--json', 'print JSON on stdout')
  .option('--reason <text>', 'why, for the audit log: one line')
  .configureHelp({ showGlobalOptions: true, optionDescription, argumentDescription })
  .configureOutput({
    outputError: (text, write) => write(visible(text.replace(/^error: /, 'spanward: '), '\n')),
  })
  .exitOverride();

/** What an option does, with choices and default as one would type them. */
function optionDescription(option: Option): string {
  return asTyped(new Help().optionDescription(option));
}

function argumentDescription(argument: Argument): string {
  return asTyped(new Help().argumentDescription(argument));
}

const asTyped = (description: string): string =>
  description.replace(/ \((?:choices|default): [^()]*\)$/, (added) =>
    added === ' (default: "")' ? '' : added.replaceAll('"', ''),
  );

program.hook('preAction', requireNodeApi);
program.hook('preAction', (_, command) => {
  // A collector goes on when nobody reads what it says; whatever else has nobody to talk to is done.
  const stop = command.name() === 'serve' ? () => {} : endWithoutReader;
  process.stdout.on('error', stop);
  process.stderr.on('error', stop);
});
addServeCommand(program);
addProjectCommands(program);
addKeyCommands(program);
addPeopleCommands(program);
addTraceCommands(program);
addAnalyticsCommands(program);
addAnnotateCommands(program);
addTransferCommands(program);
addRedactionCommands(program);
addVisibilityCommands(program);
addUsageCommands(program);
addRetentionCommands(program);
addAuditCommands(program);
addBackupCommands(program);
addDoctorCommand(program);
addBenchCommand(program);

const checkOptions = requireOptions(program);
program.hook('preAction', (_, command) => {
  checkOptions(command);
  requireDataFolder(command);
});

const [, , first, ...words] = process.argv;
if (first === 'help' && words.length > 0) process.argv.splice(2, Infinity, ...helpOf(words));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/**
 * What asks for the help of a command. Commander's own "help" looks at the first word alone, and says nothing of one
 * that it does not know.
 */
function helpOf(words: readonly string[]): string[] {
  const path: string[] = [];
  let command: Command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    // An unknown command is told as one, with what is meant perhaps.
    if (next === undefined)
      return command.commands.length > 0 ? [...path, word] : [...path, '--help'];
    path.push(word);
    command = next;
  }
  return [...path, '--help'];
}

/**
 * The SQLite binary needs Node-API 10; an older Node loads it and crashes without a word.
 * Plain Node only: Electron counts its versions otherwise.
 */
function requireNodeApi(): void {
  if (process.versions['electron'] !== undefined || Number(process.versions['napi']) >= 10) return;
  throw new Error(
    `Node ${process.versions.node} is too old: spanward runs on Node 22.14 or later. ` +
      'Inside a checkout, "npm run spanward -- COMMAND" uses the right one.',
  );
}

/** A reader that went away, as `head` does, has had what it wanted; a disk that is full has not. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`spanward: ${explainError(error)}\n`);
  process.exit(FAILED);
}

function report(error: unknown): number {
  // Commander has written its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  process.stderr.write(`spanward: ${visible(explainError(error), '\n\t')}\n`);
  return isWrongUse(error) ? WRONG_USE : FAILED;
}

/** Bad arguments, or a port the user named that is taken. */
function isWrongUse(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  const cause =
    error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
  return code === 'invalid' || cause === 'EADDRINUSE';
}
