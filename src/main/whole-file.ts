import { stat } from 'node:fs/promises';
import { AppError } from '../shared/errors.ts';
import { ArchiveFile, existsAlready } from './collector/backup/archive-file.ts';
import { isOfItsPlace, whyNotWritten } from './collector/why-not-written.ts';

/**
 * A file that somebody named, written piece by piece: it has its name once it is whole and on the disk. Whatever goes
 * wrong before, an older file of that name stays as it was and nothing is left beside it.
 */
export class WholeFile {
  readonly file: string;
  readonly #partial: ArchiveFile;
  readonly #replace: boolean;

  private constructor(file: string, partial: ArchiveFile, replace: boolean) {
    this.file = file;
    this.#partial = partial;
    this.#replace = replace;
  }

  /**
   * @param options.replace whether it takes the place of an older file; it does unless told otherwise
   * @throws AppError where no file can be made there, as in a folder that does not exist; `conflict` where there is
   *   something that is not to be replaced
   */
  static async create(file: string, { replace = true } = {}): Promise<WholeFile> {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && !replace) throw existsAlready(file);
    if (found !== undefined && !found.isFile()) {
      throw new AppError('invalid', `${file} is no ordinary file. Choose another name.`);
    }
    try {
      return new WholeFile(file, await ArchiveFile.create(file), replace);
    } catch (error) {
      throw failureOf(file, error);
    }
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#partial.bytes;
  }

  /** @throws AppError where the disk is full or gone; the file is discarded then */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#orDiscard(() => this.#partial.write(bytes));
  }

  /** Gives it its name. @throws AppError as `write`; `conflict` where another writer was faster and is not replaced */
  async finish(): Promise<void> {
    await this.#orDiscard(() => this.#partial.finish({ replace: this.#replace }));
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

function failureOf(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = whyNotWritten(file, error);
  const code = isOfItsPlace(error) ? 'invalid' : 'unavailable';
  return new AppError(code, `${file} was not written: ${reason}. Nothing is left of it.`);
}
