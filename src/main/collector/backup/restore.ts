import { existsSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { AppError } from '../../../shared/errors.ts';
import { replaceFile, syncFolder } from '../replace-file.ts';
import { readArchive } from './read-archive.ts';
import { restoreAudit, type RestoredAudit } from './restore-audit.ts';
import { ENTRY } from './manifest.ts';
import { unsealSecrets } from './sealed-secrets.ts';

/** What a restore did. */
export interface RestoreReport {
  readonly dataDir: string;
  readonly summary: BackupSummary;
  readonly audit: RestoredAudit;
}

/**
 * Makes a data folder of a backup. The archive is checked and unpacked beside the target, which comes into being by
 * one rename at the end: it is there whole, or not at all.
 *
 * @param dataDir missing or empty
 * @throws AppError `conflict` when the target is not empty or the archive newer, `invalid` when it is damaged or the
 *   passphrase wrong
 */
export async function restoreBackup(options: {
  readonly file: string;
  readonly dataDir: string;
  readonly passphrase?: string | undefined;
  readonly nativeBinding?: string | undefined;
  /** Called with the bytes of the archive read so far. */
  readonly progress?: (bytes: number) => void;
}): Promise<RestoreReport> {
  const { file, passphrase, nativeBinding, progress } = options;
  const dataDir = resolve(options.dataDir);
  requireEmpty(dataDir);
  const parent = dirname(dataDir);
  await mkdir(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `.${basename(dataDir)}.restore-`));
  try {
    const { manifest, documents } = await readArchive(file, folder, progress);
    const sealed = documents.get(ENTRY.secrets);
    if (sealed === undefined && passphrase !== undefined) {
      throw new AppError(
        'invalid',
        `${file} was made without a passphrase: leave out --passphrase-file.`,
      );
    }
    const secrets =
      sealed === undefined || passphrase === undefined
        ? undefined
        : unsealSecrets(sealed, passphrase);
    const head = documents.get(ENTRY.head)!.toString('utf8');
    const audit = await restoreAudit({ folder, head, secrets, nativeBinding });
    await replaceFile(join(folder, 'restored-from.json'), `${JSON.stringify(manifest.summary)}\n`);
    requireEmpty(dataDir);
    // Windows does not rename over a folder.
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(folder, dataDir);
    await syncFolder(parent);
    return { dataDir, summary: manifest.summary, audit };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function requireEmpty(dataDir: string): void {
  let names: string[];
  try {
    names = readdirSync(dataDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new AppError('conflict', `${dataDir} cannot be restored to: it is not a folder.`, {
      cause: error,
    });
  }
  if (names.length === 0) return;
  throw new AppError(
    'conflict',
    `${dataDir} is not empty, and a restore never overwrites. Name a new folder with --data-dir.`,
  );
}
