import { randomUUID } from 'node:crypto';
import { WholeFile } from '../whole-file.ts';

interface Saved {
  readonly file: WholeFile;
  /** The page that writes it. */
  readonly page: number;
}

/** Files that pages write piece by piece, each under its name only once it is whole. */
export class SavedFiles {
  readonly #writing = new Map<string, Saved>();

  /**
   * @param page id of the page that will send its bytes
   * @returns what the page calls it
   */
  async begin(page: number, path: string): Promise<string> {
    const file = await WholeFile.create(path);
    const id = randomUUID();
    this.#writing.set(id, { file, page });
    return id;
  }

  async write(id: string, bytes: Uint8Array): Promise<void> {
    const file = this.#known(id);
    try {
      await file.write(bytes);
    } catch (error) {
      this.#writing.delete(id);
      throw error;
    }
  }

  /** @returns its path */
  async finish(id: string): Promise<string> {
    const file = this.#known(id);
    this.#writing.delete(id);
    await file.finish();
    return file.file;
  }

  /** Leaves nothing of it; one that has ended stays as it is. */
  async discard(id: string): Promise<void> {
    const saved = this.#writing.get(id);
    this.#writing.delete(id);
    await saved?.file.discard();
  }

  /** Leaves nothing of what a page had begun: it is gone, or all of them with the app. */
  async discardAll(page?: number): Promise<void> {
    const left = [...this.#writing].filter(
      ([, saved]) => page === undefined || saved.page === page,
    );
    await Promise.all(left.map(([id]) => this.discard(id)));
  }

  #known(id: string): WholeFile {
    const saved = this.#writing.get(id);
    if (saved === undefined) throw new Error('The file is not being written any more.');
    return saved.file;
  }
}
