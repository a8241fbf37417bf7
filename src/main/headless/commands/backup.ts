import { resolve } from 'node:path';
import type { Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import {
  MAX_PASSPHRASE,
  MIN_PASSPHRASE,
  type BackupSummary,
} from '../../../shared/contract/backup.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import type { checkBackup, RestoreReport } from '../../collector/backup/restore.ts';
import { resolveDataDir } from '../../data-dir.ts';
import { WholeFile } from '../../whole-file.ts';
import type { Client } from '../connect.ts';
import { createOutput, formatCount, type Output } from '../output.ts';
import { readPassphrase } from '../read-text.ts';
import { stoppable } from '../stop-by-signal.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';

interface PassphraseOption {
  readonly passphraseFile?: string;
}

interface RestoreOptions extends PassphraseOption {
  readonly check?: true;
}

/** `spanward backup` and `spanward restore` */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'archive to write; must not exist')
    .description('Save everything of an instance, running or not, to one file')
    .option('--passphrase-file <file>', 'seal the audit key and second factors with what it holds')
    .action((file: string, options: PassphraseOption, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const passphrase = readSeal(options);
        const made = await stoppable(output, (signal) =>
          writeBackup(client, resolve(file), passphrase, signal),
        );
        if (made === undefined) {
          output.note(`Stopped: nothing is left of ${file}.`);
          return;
        }
        const { bytes, summary } = made;
        output.result({ file, bytes, ...summary }, describeBackup(file, bytes, summary));
        for (const { reason } of summary.leftOut) output.note(`Left out: ${reason}`);
        if (summary.leftOut.length > 0) process.exitCode = 1;
      }),
    );

  program
    .command('restore')
    .argument('<file>', 'archive that "spanward backup" wrote')
    .description('Make a data folder (--data-dir, missing or empty) of a backup')
    .option('--passphrase-file <file>', 'passphrase the backup was made with')
    .option('--check', 'read and check every byte of the archive, and restore nothing')
    .action(async (file: string, options: RestoreOptions, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>();
      const output = createOutput(globals.json === true);
      const passphrase = readSeal(options);
      const done = await stoppable(output, async (signal) => {
        const archive = { file, passphrase, progress: () => signal.throwIfAborted() };
        if (options.check === true) await check(archive, output);
        else await restore(archive, resolveDataDir(globals.dataDir), output);
        return true;
      });
      if (done === undefined)
        output.note('Stopped: nothing was restored, and nothing is left of it.');
    });
}

type Archive = Parameters<typeof checkBackup>[0];

async function check(archive: Archive, output: Output): Promise<void> {
  const { checkBackup } = await import('../../collector/backup/restore.ts');
  const { file, passphrase } = archive;
  const summary = await checkBackup(archive);
  const secrets =
    passphrase === undefined ? '' : ' The passphrase opens the secrets that are inside.';
  output.result({ file, ...summary }, `${file} is whole: ${describeContents(summary)}.${secrets}`);
  tellLeftOut(summary, output);
}

async function restore(archive: Archive, dataDir: string, output: Output): Promise<void> {
  const { restoreBackup } = await import('../../collector/backup/restore.ts');
  const nativeBinding = process.env['SPANWARD_SQLITE_BINDING'];
  const report = await restoreBackup({ ...archive, dataDir, nativeBinding });
  output.result(report, describeRestore(report));
  tellLeftOut(report.summary, output);
  if (!report.audit.ok) process.exitCode = 1;
}

/** What was damaged when the backup was made is not in it, however whole the file is. */
function tellLeftOut({ leftOut }: BackupSummary, output: Output): void {
  for (const { file, reason } of leftOut) {
    output.note(`Not in the backup, when it was made: ${file}. ${reason}`);
  }
}

/** Writes the archive beside its place and puts it there once it is whole and on the disk. */
async function writeBackup(
  client: Client,
  path: string,
  passphrase: string | undefined,
  signal: AbortSignal,
) {
  const file = await WholeFile.create(path, { replace: false });
  let done: { bytes: number; summary: BackupSummary } | undefined;
  try {
    const input = passphrase === undefined ? {} : { passphrase };
    for await (const piece of await client.backup.create(input, { signal })) {
      signal.throwIfAborted();
      if (piece.type === 'done') done = piece;
      else await file.write(Buffer.from(piece.base64, 'base64'));
    }
    if (done === undefined || done.bytes !== file.bytes) {
      throw new AppError('unavailable', 'The backup ended too early. Try again.');
    }
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.finish();
  return done;
}

function readSeal({ passphraseFile }: PassphraseOption): string | undefined {
  const passphrase = readPassphrase(passphraseFile);
  if (passphrase === undefined) return undefined;
  const { length } = passphrase;
  if (length >= MIN_PASSPHRASE && length <= MAX_PASSPHRASE) return passphrase;
  throw new AppError(
    'invalid',
    `The passphrase in ${passphraseFile} has ${length} characters; it takes ${MIN_PASSPHRASE} to ${MAX_PASSPHRASE}.`,
  );
}

function describeContents({ projects, keys, spans, logs, metrics }: BackupSummary): string {
  return (
    `${countOf(projects, 'project')}, ${countOf(keys, 'key')}, ${countOf(spans, 'span')}, ` +
    `${countOf(logs, 'log record')} and ${countOf(metrics, 'metric point')}`
  );
}

function describeBackup(file: string, bytes: number, summary: BackupSummary): string {
  const secrets = summary.secrets
    ? 'The audit key and second factors are inside, sealed with the passphrase.'
    : 'It holds no secrets: a restored instance gets a new audit key, and people with a second factor need a reset.';
  return `Saved ${describeContents(summary)} to ${file} (${formatBytes(bytes)}).\n${secrets}`;
}

function describeRestore({ dataDir, summary, audit }: RestoreReport): string {
  const key =
    audit.keyBefore === audit.keyNow
      ? 'The audit log goes on with its key.'
      : `The audit log goes on with a new key, ${audit.keyNow}.`;
  const checked = audit.ok
    ? `${formatCount(audit.entries)} audit entries are as they were written.`
    : `WRONG in the audit log: ${audit.problem!.message}`;
  return `Restored ${describeContents(summary)} of ${summary.at} to ${dataDir}.\n${key}\n${checked}`;
}
