import { once } from 'node:events';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import { AppError } from '../../../shared/errors.ts';
import { filesAt } from '../../files-at.ts';
import type { Client } from '../connect.ts';
import { type Output } from '../output.ts';
import { describeReport, importFile } from '../import-file.ts';
import { readPassphrase } from '../read-text.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../shared/contract/transfer.ts';
import { PII_TYPES, type PiiType } from '../../../shared/redaction.ts';
import { visible } from '../visible.ts';
import { writeExport, type ExportPiece } from '../write-export.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';
import { readFilter } from './traces.ts';
import { readViewAs, viewAsOption } from './visibility.ts';

interface ImportOptions {
  readonly project: string;
  readonly passphraseFile?: string;
}

/** Where files are read into. */
interface Destination {
  readonly projectId: string;
  /** Told with each file, for programs. */
  readonly about?: { readonly workspaceId: string };
}

type SignalName = 'traces' | 'logs' | 'metrics';

interface ExportOptions {
  readonly project: string;
  readonly filter?: string;
  readonly since?: string;
  readonly format: ExportFormat;
  readonly trace?: string[];
  readonly redact?: PiiType[];
  readonly passphraseFile?: string;
  readonly signal?: SignalName[];
  readonly output: string;
  readonly viewAs?: string;
}

/** Reads files one after the other and tells of each; what cannot be read takes nothing from the others. */
async function readAll(
  client: Client,
  output: Output,
  options: {
    /** Where to; not asked where there is no file to read. */
    readonly into: () => Promise<Destination>;
    readonly paths: readonly string[];
    readonly passphraseFile?: string;
  },
): Promise<void> {
  const passphrase = readPassphrase(options.passphraseFile);
  const { files, problems } = await filesAt(options.paths);
  const { projectId, about }: Destination =
    files.length > 0 ? await options.into() : { projectId: '' };
  // What is stopped is told of too, and the collector waits for nothing more of it; a second time ends the command.
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });
  const failed = (file: string, error: string): void => {
    output.result({ file, ...about, error }, `${file} was not read: ${error}`);
    process.exitCode = 1;
  };
  const importing = { projectId, passphrase, isStopped: () => isStopped };
  for (const file of files) {
    if (isStopped) break;
    try {
      const { report, isCancelled } = await importFile(client, file, importing);
      const text = describeReport(file.path, report);
      const stopped = isCancelled ? ' Stopped before its end.' : '';
      output.result(
        { file: file.path, ...about, isWhole: !isCancelled, ...report },
        text + stopped,
      );
      if (report.rejected > 0 || report.problemCount > 0) process.exitCode = 1;
    } catch (error) {
      failed(file.path, error instanceof Error ? error.message : String(error));
    }
  }
  for (const { path, reason } of problems) failed(path, `${reason}.`);
  if (isStopped) process.exitCode = 130;
}

/** `spanward import` and `spanward export` */
export function addTransferCommands(program: Command): void {
  program
    .command('import')
    .argument('<files...>', 'files of any format of docs/files.md, and folders of them')
    .description('Store the telemetry in files')
    .requiredOption(...PROJECT_OPTION)
    .option('--passphrase-file <file>', 'file whose first line opens encrypted bundles')
    .action((files: string[], options: ImportOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const into = () => Promise.resolve({ projectId: project.id });
        await readAll(client, output, { into, paths: files, ...options });
      }),
    );

  program
    .command('open')
    .argument('<files...>', 'files of any format of docs/files.md, and folders of them')
    .description('Open files in a workspace of their own, beside the projects')
    .option('--passphrase-file <file>', 'file whose first line opens encrypted bundles')
    .action((paths: string[], options: Omit<ImportOptions, 'project'>, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const name = basename(resolve(paths[0]!)).slice(0, 150);
        const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
        let workspaceId: string | undefined;
        const into = async () => {
          const { project } = await client.files.open({ name: `${name}${more}` });
          workspaceId = project.id;
          return { projectId: project.id, about: { workspaceId } };
        };
        await readAll(client, output, { into, paths, ...options });
        if (workspaceId !== undefined) output.note(`In the workspace ${workspaceId}.`);
      }),
    );

  program
    .command('export')
    .description('Write stored telemetry to a file')
    .requiredOption(...PROJECT_OPTION)
    .requiredOption('-o, --output <file>', 'file to write, or - for stdout')
    .option('--filter <filter>', 'only traces that match')
    .option('--since <duration>', 'started in the last 1h, 7d, ...')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(EXPORT_FORMATS)
        .default('otlp-jsonl'),
    )
    .option('--trace <id...>', 'only these traces')
    .addOption(
      new Option('--redact <type...>', 'take these kinds of personal data out').choices(PII_TYPES),
    )
    .option('--passphrase-file <file>', 'encrypt a bundle with the first line of this file')
    .addOption(
      new Option(
        '--signal <signal...>',
        'what to write (default: traces; of a bundle all)',
      ).choices(['traces', 'logs', 'metrics']),
    )
    .addOption(viewAsOption())
    .action((options: ExportOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const isPrinted = options.output === '-';
        if (isPrinted) requireReadable(options.format);
        const isBundle = options.format === 'bundle';
        const exported = await client.transfer.exportFile({
          projectId: project.id,
          filter: readFilter(options),
          signals: options.signal ?? (isBundle ? ['traces', 'logs', 'metrics'] : ['traces']),
          format: options.format,
          traceIds: options.trace,
          redact: options.redact ?? [],
          passphrase: readPassphrase(options.passphraseFile),
          ...readViewAs(options.viewAs),
        });
        const pieces = decoded(exported);
        if (isPrinted) {
          await print(pieces);
          return;
        }
        const records = await writeExport(options.output, pieces);
        output.result(
          { file: options.output, records },
          `Wrote ${countOf(records, 'record')} to ${options.output}.`,
        );
      }),
    );
}

/** @throws AppError `invalid` for bytes that would be written to a terminal */
function requireReadable(format: ExportFormat): void {
  if (!process.stdout.isTTY || (format !== 'otlp-protobuf' && format !== 'bundle')) return;
  throw new AppError(
    'invalid',
    `A terminal cannot show the format ${format}. Name a file with -o, or hand it to another program.`,
  );
}

/** Writes an export to stdout: to a file or another program as it is, to a terminal so that it obeys nothing in it. */
async function print(pieces: AsyncIterable<ExportPiece>): Promise<void> {
  const decoder = new TextDecoder();
  const isTerminal = process.stdout.isTTY;
  for await (const { bytes } of pieces) {
    const shown = isTerminal ? visible(decoder.decode(bytes, { stream: true }), '\r\n\t') : bytes;
    if (!process.stdout.write(shown)) await once(process.stdout, 'drain');
  }
}

async function* decoded(
  pieces: AsyncIterable<{ readonly base64: string; readonly records: number }>,
): AsyncGenerator<ExportPiece> {
  for await (const { base64, records } of pieces) {
    yield { bytes: Buffer.from(base64, 'base64'), records };
  }
}
