import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../shared/errors.ts';
import { ArchiveFile } from './collector/backup/archive-file.ts';

/**
 * A file that somebody named, written piece by piece: it has its name once it is whole and on the disk. Whatever goes
 * wrong before, an older file of that name stays as it was and nothing is left beside it.
 */
export class WholeFile {
  readonly file: string;
  readonly #partial: ArchiveFile;

  private constructor(file: string, partial: ArchiveFile) {
    this.file = file;
    this.#partial = partial;
  }

  /** @throws AppError where no file can be made there, as in a folder that does not exist */
  static async create(file: string): Promise<WholeFile> {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && !found.isFile()) {
      throw new AppError('invalid', `${file} is no ordinary file. Choose another name.`);
    }
    try {
      return new WholeFile(file, await ArchiveFile.create(file));
    } catch (error) {
      throw failureOf(file, error);
    }
  }

  /** @throws AppError where the disk is full or gone; the file is discarded then */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#orDiscard(() => this.#partial.write(bytes));
  }

  /** Gives it its name, in place of an older file. @throws AppError as `write` */
  async finish(): Promise<void> {
    await this.#orDiscard(() => this.#partial.finish({ replace: true }));
  }

  /** Leaves nothing of it. */
  discard(): Promise<void> {
    return this.#partial.discard();
  }

  async #orDiscard(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      await this.discard().catch(() => undefined);
      throw failureOf(this.file, error);
    }
  }
}

const NOT_ALLOWED = 'it may not be written by this user';
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user has no room left on the disk',
  EFBIG: 'the file is larger than this disk or user may have',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: 'the disk cannot be written to',
  ENAMETOOLONG: 'its name is too long',
};

function failureOf(file: string, error: unknown): AppError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const isGone = code === 'ENOENT' || code === 'ENOTDIR';
  const reason = isGone ? `there is no folder ${dirname(file)}` : (REASONS[code] ?? message);
  return new AppError('invalid', `${file} was not written: ${reason}. Nothing is left of it.`);
}
