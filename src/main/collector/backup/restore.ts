import { join, resolve } from 'node:path';
import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { AppError } from '../../../shared/errors.ts';
import { replaceFile } from '../replace-file.ts';
import { whyNotWritten } from '../why-not-written.ts';
import { ENTRY } from './manifest.ts';
import { readArchive } from './read-archive.ts';
import { restoreAudit, type RestoredAudit } from './restore-audit.ts';
import { restorePlace } from './restore-place.ts';
import { unsealSecrets, type Secrets } from './sealed-secrets.ts';

/** What a restore did. */
export interface RestoreReport {
  readonly dataDir: string;
  readonly summary: BackupSummary;
  readonly audit: RestoredAudit;
}

interface ArchiveToRead {
  readonly file: string;
  readonly passphrase?: string | undefined;
  /** Called with the bytes of the archive read so far; what it throws ends it. */
  readonly progress?: (bytes: number) => void;
}

/**
 * Makes a data folder of a backup. The archive is unpacked on the disk of the target and checked, and is there whole or
 * not at all.
 *
 * @param dataDir missing or empty
 * @throws AppError `conflict` when the target is not empty or the archive newer, `invalid` when it is damaged, the
 *   passphrase wrong or the target cannot be written
 */
export async function restoreBackup(
  options: ArchiveToRead & {
    readonly dataDir: string;
    readonly nativeBinding?: string | undefined;
  },
): Promise<RestoreReport> {
  const { nativeBinding } = options;
  const dataDir = resolve(options.dataDir);
  try {
    const place = await restorePlace(dataDir, nativeBinding);
    try {
      const { folder } = place;
      const { manifest, documents, secrets } = await readWithSecrets(options, folder);
      const { summary } = manifest;
      const head = documents.get(ENTRY.head)!.toString('utf8');
      const audit = await restoreAudit({ folder, head, secrets, nativeBinding });
      await replaceFile(join(folder, 'restored-from.json'), `${JSON.stringify(summary)}\n`);
      await place.settle();
      return { dataDir, summary, audit };
    } catch (error) {
      place.discard();
      throw error;
    }
  } catch (error) {
    if (error instanceof AppError || !isOfSystem(error)) throw error;
    const reason = whyNotWritten(dataDir, error);
    throw new AppError(
      'unavailable',
      `${dataDir} was not made: ${reason}. Nothing is left of it; see to that, or name another folder with --data-dir.`,
      { cause: error },
    );
  }
}

/**
 * Reads and checks every byte of an archive and restores nothing.
 *
 * @throws AppError as {@link restoreBackup}, the passphrase included where one is given
 */
export async function checkBackup(options: ArchiveToRead): Promise<BackupSummary> {
  return (await readWithSecrets(options, null)).manifest.summary;
}

/** A passphrase is tried as soon as it can be: hours of unpacking may follow. */
async function readWithSecrets(
  { file, passphrase, progress }: ArchiveToRead,
  folder: string | null,
) {
  let secrets: Secrets | undefined;
  const onEntry = (name: string, document: Buffer | undefined): void => {
    if (passphrase === undefined) return;
    if (name === ENTRY.secrets) secrets = unsealSecrets(document!, passphrase);
    // They come before all of the telemetry.
    else if (secrets === undefined && (name.startsWith('projects/') || name === ENTRY.manifest)) {
      throw new AppError(
        'invalid',
        `${file} was made without a passphrase: leave out --passphrase-file.`,
      );
    }
  };
  return { ...(await readArchive(file, folder, { progress, onEntry })), secrets };
}

const isOfSystem = (error: unknown): boolean =>
  typeof (error as { code?: unknown } | null)?.code === 'string';
