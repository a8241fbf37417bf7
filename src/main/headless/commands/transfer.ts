import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import { Option, type Command } from 'commander';
import type { ImportReport } from '../../../shared/contract/transfer.ts';
import { importPieces } from '../../../shared/import-pieces.ts';
import type { Client } from '../connect.ts';
import { findProject, withClient, type GlobalOptions } from '../with-client.ts';
import { readFilter } from './traces.ts';
import { readViewAs, viewAsOption } from './visibility.ts';

type SignalName = 'traces' | 'logs' | 'metrics';

interface ExportOptions {
  readonly project: string;
  readonly filter?: string;
  readonly since?: string;
  readonly format: 'otlp-jsonl';
  readonly signal?: SignalName[];
  readonly output: string;
  readonly viewAs?: string;
}

/** `spanward import` and `spanward export` */
export function addTransferCommands(program: Command): void {
  program
    .command('import')
    .argument('<files...>', 'OTLP JSON or JSON lines')
    .description('Store the telemetry in files')
    .requiredOption('--project <project>', 'id or name, see "spanward project list"')
    .action((files: string[], options: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        for (const file of files) {
          const report = await importFile(client, project.id, file);
          output.result({ file, ...report }, describe(file, report));
          if (report.rejected > 0) process.exitCode = 1;
        }
      }),
    );

  program
    .command('export')
    .description('Write stored telemetry to a file')
    .requiredOption('--project <project>', 'id or name, see "spanward project list"')
    .requiredOption('-o, --output <file>', 'file to write, or - for stdout')
    .option('--filter <filter>', 'only traces that match')
    .option('--since <duration>', 'started in the last 1h, 7d, ...')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(['otlp-jsonl'])
        .default('otlp-jsonl'),
    )
    .addOption(
      new Option('--signal <signal...>', 'what to write (default: traces)').choices([
        'traces',
        'logs',
        'metrics',
      ]),
    )
    .addOption(viewAsOption())
    .action((options: ExportOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const project = await findProject(client, options.project);
        const pieces = await client.transfer.exportLines({
          projectId: project.id,
          filter: readFilter(options),
          signals: options.signal ?? ['traces'],
          format: options.format,
          ...readViewAs(options.viewAs),
        });
        const toStdout = options.output === '-';
        const stream = toStdout
          ? process.stdout
          : createWriteStream(options.output, { mode: 0o600 });
        let records = 0;
        for await (const piece of pieces) {
          records += piece.records;
          if (!stream.write(piece.text)) await once(stream, 'drain');
        }
        if (toStdout) return;
        stream.end();
        await once(stream, 'finish');
        output.result(
          { file: options.output, records },
          `Wrote ${records.toLocaleString('en-US')} records to ${options.output}.`,
        );
      }),
    );
}

async function importFile(client: Client, projectId: string, file: string): Promise<ImportReport> {
  const handle = await open(file, 'r');
  try {
    const read = async (start: number, length: number) => {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, start);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
    };
    return await importPieces(read, (lines, firstLine) =>
      client.transfer.importLines({ projectId, lines, firstLine }),
    );
  } finally {
    await handle.close();
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

function describe(file: string, report: ImportReport): string {
  const reasons = report.reasons.map(({ line, reason }) => `  line ${line}: ${reason}`);
  return [
    `${file}: ${count(report.accepted)} stored, ${count(report.duplicates)} already there, ${count(report.rejected)} refused.`,
    ...reasons,
  ].join('\n');
}
