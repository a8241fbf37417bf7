import { open } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OpenedSet } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import { filesAt } from '../files-at.ts';
import type { Ipc } from './ipc.ts';

/** Largest piece of a file handed to the page, bytes. */
const MAX_PIECE = 4 * 1024 * 1024;

/**
 * Files the person named outside the window: by a double click, on the command line. The page learns their names and an
 * id for each, and reads them piece by piece; it can name no path.
 */
export class OpenedFiles {
  readonly #paths = new Map<string, string>();
  readonly #tell: () => void;
  #waiting: OpenedSet[] = [];

  /** @param tell tells the page that files wait for it */
  constructor(ipc: Ipc, tell: () => void) {
    this.#tell = tell;
    ipc.handle(DESKTOP_CHANNELS.takeOpened, z.undefined(), async () => {
      const waiting = this.#waiting;
      this.#waiting = [];
      return waiting;
    });
    ipc.handle(
      DESKTOP_CHANNELS.readOpened,
      z.object({
        id: z.uuid(),
        start: z.number().int().min(0),
        length: z.number().int().min(0).max(MAX_PIECE),
      }),
      ({ id, start, length }) => this.#read(id, start, length),
    );
  }

  /** Opens the files at these paths, and those inside folders among them. */
  async open(paths: readonly string[], workingFolder?: string): Promise<void> {
    if (paths.length === 0) return;
    this.#waiting.push(await this.take(paths, workingFolder));
    this.#tell();
  }

  /** Lets the page read the files at these paths, without telling it. */
  async take(paths: readonly string[], workingFolder?: string): Promise<OpenedSet> {
    const { files, problems } = await filesAt(paths, workingFolder);
    const opened = files.map(({ path, name, size }) => {
      const id = randomUUID();
      this.#paths.set(id, path);
      return { id, name, size };
    });
    // The page knows files by their names, those that cannot be opened too.
    return { files: opened, problems: problems.map(({ name, reason }) => ({ name, reason })) };
  }

  async #read(id: string, start: number, length: number): Promise<Uint8Array> {
    const path = this.#paths.get(id);
    if (path === undefined) throw new Error('The file is not open any more.');
    const handle = await open(path, 'r');
    try {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, start);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
}
