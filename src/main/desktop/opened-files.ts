import { open, readdir, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { OpenedFile } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import type { Ipc } from './ipc.ts';

/** Largest piece of a file handed to the page, bytes. */
const MAX_PIECE = 4 * 1024 * 1024;
/** Files of one folder that are opened at once. */
const MAX_FILES = 500;

/**
 * Files the person named outside the window: by a double click, on the command line. The page learns their names and an
 * id for each, and reads them piece by piece; it can name no path.
 */
export class OpenedFiles {
  readonly #paths = new Map<string, string>();
  #waiting: OpenedFile[][] = [];
  #tell: (() => void) | undefined;

  constructor(ipc: Ipc) {
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

  /** Says how the page is told that files wait for it. */
  onOpened(tell: () => void): void {
    this.#tell = tell;
  }

  /** Opens the files among these paths, and those directly inside folders among them. */
  async open(paths: readonly string[], workingFolder = process.cwd()): Promise<void> {
    const files: OpenedFile[] = [];
    for (const path of paths) {
      for (const file of await filesAt(resolve(workingFolder, path))) {
        const id = randomUUID();
        this.#paths.set(id, file.path);
        files.push({ id, name: basename(file.path), size: file.size });
      }
    }
    if (files.length === 0) return;
    this.#waiting.push(files);
    this.#tell?.();
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

async function filesAt(path: string): Promise<{ path: string; size: number }[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return [{ path, size: found.size }];
  if (found?.isDirectory() !== true) return [];
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted();
  const files: { path: string; size: number }[] = [];
  for (const name of names.slice(0, MAX_FILES)) {
    const inside = await stat(join(path, name)).catch(() => undefined);
    if (inside?.isFile() === true) files.push({ path: join(path, name), size: inside.size });
  }
  return files;
}
