import { hash, createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { VERSION } from '../../version.ts';
import { keyFile } from '../audit/instance-key.ts';
import { copyCatalog, type CatalogCopy } from '../catalog/copy-catalog.ts';
import { MIGRATIONS } from '../catalog/migrations.ts';
import { copyDayFile } from '../store/copy-day-file.ts';
import { UnreadableFileError } from '../store/day-file.ts';
import { DATA_VERSION } from '../store/day-file-schema.ts';
import { listDayFiles, SIGNALS } from '../store/day-files.ts';
import { lookAtDay } from '../store/rewrite/look-at-day.ts';
import {
  BACKUP_FORMAT,
  ENTRY,
  type FormatDocument,
  type HeadDocument,
  type Manifest,
} from './manifest.ts';
import { sealSecrets, type Secrets } from './sealed-secrets.ts';
import { SecondFactorKey } from '../people/second-factor-key.ts';
import { paddingAfter, TAR_END, tarHeader } from './tar.ts';

/** Bytes of an archive handed over at a time. */
const PIECE_BYTES = 64 * 1024;

/** What a backup is made of. */
export interface BackupJob {
  readonly dataDir: string;
  /** Empty folder on the same disk, for the copy of one file at a time. */
  readonly staging: string;
  readonly nativeBinding?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly head: HeadDocument;
  readonly passphrase?: string | undefined;
}

/**
 * Makes the archive of a data folder piece by piece: each file is copied as of one moment, handed over, and its copy
 * removed. Blocks the thread; other threads may go on writing.
 *
 * @throws AppError when the catalog or the disk fails; a damaged data file is left out and named
 */
export function* writeArchive(job: BackupJob): Generator<Uint8Array, BackupSummary> {
  const { dataDir, staging, nativeBinding } = job;
  const files: { name: string; bytes: number; sha256: string }[] = [];
  const format: FormatDocument = {
    format: BACKUP_FORMAT,
    version: VERSION,
    catalogSchema: MIGRATIONS.at(-1)!.version,
    dataSchema: DATA_VERSION,
  };
  yield* addText(files, ENTRY.format, JSON.stringify(format));

  const copyPath = join(staging, 'copy.db');
  const catalog = copyCatalog(join(dataDir, 'catalog.db'), copyPath, nativeBinding);
  yield* addCopy(files, ENTRY.catalog, copyPath);
  yield* addText(files, ENTRY.head, JSON.stringify(job.head));
  if (job.passphrase !== undefined) {
    const secrets = {
      auditKey: readFileSync(keyFile(dataDir), 'utf8'),
      people: openSecrets(dataDir, catalog),
    };
    yield* addBytes(files, ENTRY.secrets, sealSecrets(secrets, job.passphrase));
  }

  const counts = { traces: 0, logs: 0, metrics: 0 };
  const leftOut: { file: string; reason: string }[] = [];
  for (const projectId of catalog.projectIds) {
    for (const signal of SIGNALS) {
      for (const { day, path: known } of listDayFiles(dataDir, projectId, signal)) {
        const name = `projects/${projectId}/${signal}/${day}.db`;
        try {
          const copy = (path: string): number | undefined => {
            rmSync(copyPath, { force: true });
            return copyDayFile(path, copyPath, { nativeBinding });
          };
          const records = lookAtDay(dataDir, { projectId, signal, day }, copy, known);
          // It went a moment ago, or has nothing yet.
          if (records === undefined) continue;
          counts[signal] += records;
        } catch (error) {
          rmSync(copyPath, { force: true });
          if (!mayLeaveOut(error)) throw error;
          leftOut.push({ file: name, reason: error.message });
          continue;
        }
        yield* addCopy(files, name, copyPath);
      }
    }
  }

  const summary = summarize(job, catalog, counts, leftOut);
  const manifest: Manifest = { files: [...files], summary };
  const text = JSON.stringify(manifest);
  yield* addText(files, ENTRY.manifest, text);
  yield* addText(files, ENTRY.manifestHash, `${hash('sha256', text)}\n`);
  yield TAR_END;
  return summary;
}

/** Second factors that the key file opens; who has another one is left out, and comes back in with a reset code. */
function openSecrets(dataDir: string, catalog: CatalogCopy): Secrets['people'] {
  const key = SecondFactorKey.read(dataDir);
  return catalog.secrets.flatMap(({ totpSealed, ...person }) => {
    const secret = key?.unseal(person.id, totpSealed) ?? null;
    return secret === null ? [] : [{ ...person, totpSecret: secret.toString('base64') }];
  });
}

/** Makes the folder for copies anew, open to its owner only. */
export function makeStaging(staging: string): void {
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
}

/** A file that is damaged or that its disk does not give back must not keep the others from being saved; a full disk must. */
function mayLeaveOut(error: unknown): error is AppError {
  if (error instanceof UnreadableFileError) return true;
  return error instanceof AppError && error.code === 'internal';
}

function summarize(
  job: BackupJob,
  catalog: CatalogCopy,
  counts: { traces: number; logs: number; metrics: number },
  leftOut: { file: string; reason: string }[],
): BackupSummary {
  return {
    version: VERSION,
    at: new Date(job.atMs).toISOString(),
    projects: catalog.projectIds.length,
    keys: catalog.keys,
    people: catalog.people,
    auditEntries: catalog.auditEntries,
    spans: counts.traces,
    logs: counts.logs,
    metrics: counts.metrics,
    secrets: job.passphrase !== undefined,
    leftOut,
  };
}

type Files = Manifest['files'];

function* addText(files: Files, name: string, text: string): Generator<Uint8Array> {
  yield* addBytes(files, name, Buffer.from(text));
}

function* addBytes(files: Files, name: string, bytes: Buffer): Generator<Uint8Array> {
  files.push({ name, bytes: bytes.length, sha256: hash('sha256', bytes) });
  const padding = Buffer.alloc(paddingAfter(bytes.length));
  yield Buffer.concat([tarHeader(name, bytes.length), bytes, padding]);
}

/** Adds a copy and removes it. */
function* addCopy(files: Files, name: string, path: string): Generator<Uint8Array> {
  const { size } = statSync(path);
  const sha256 = createHash('sha256');
  yield tarHeader(name, size);
  const handle = openSync(path, 'r');
  try {
    for (let at = 0; at < size;) {
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, size - at));
      const read = readSync(handle, piece, 0, piece.length, at);
      if (read === 0) throw new AppError('internal', `The copy ${path} became shorter.`);
      const bytes = piece.subarray(0, read);
      sha256.update(bytes);
      at += read;
      yield bytes;
    }
  } finally {
    closeSync(handle);
    rmSync(path, { force: true });
  }
  yield new Uint8Array(paddingAfter(size));
  files.push({ name, bytes: size, sha256: sha256.digest('hex') });
}
