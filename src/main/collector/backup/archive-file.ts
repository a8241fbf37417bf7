import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { syncFolder } from '../replace-file.ts';

/** What `link` answers where the file system has no hard links. */
const NO_LINKS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * An archive being written: it has its name once it is whole and on the disk, and until then one of its own beside it,
 * so that two writers to one name do not get into each other's way.
 */
export class ArchiveFile {
  readonly file: string;
  readonly #partial: string;
  readonly #handle: FileHandle;
  #bytes = 0;

  private constructor(file: string, partial: string, handle: FileHandle) {
    this.file = file;
    this.#partial = partial;
    this.#handle = handle;
  }

  /** Begins `FILE.<random>.partial`, mode 0600. */
  static async create(file: string): Promise<ArchiveFile> {
    const partial = `${file}.${randomBytes(4).toString('hex')}.partial`;
    return new ArchiveFile(file, partial, await open(partial, 'wx', 0o600));
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
    this.#bytes += bytes.length;
  }

  /**
   * Gives it its name.
   *
   * @param options.replace an older file of that name goes, because somebody was asked and said so
   * @throws AppError `conflict` when there is such a file and nobody was asked; the archive is discarded
   */
  async finish(options: { readonly replace: boolean }): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      if (options.replace) await rename(this.#partial, this.file);
      else await this.#placeAsNew();
      await syncFolder(dirname(this.file));
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** Removes what was written; after `finish` there is nothing left to remove. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#partial, { force: true });
  }

  async #placeAsNew(): Promise<void> {
    try {
      // Unlike a rename this fails where another writer was faster.
      await link(this.#partial, this.file);
      await rm(this.#partial);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || existsSync(this.file)) throw existsAlready(this.file);
      if (!NO_LINKS.has(code)) throw error;
      await rename(this.#partial, this.file);
    }
  }
}

export function existsAlready(file: string): AppError {
  return new AppError('conflict', `${file} exists already; a backup never overwrites.`);
}
