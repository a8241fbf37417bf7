import { open, stat } from 'node:fs/promises';
import { WholeFile } from '../whole-file.ts';
import { ENDINGS } from './stop-by-signal.ts';

/** A piece of a file, and how many records are in it. */
export interface ExportPiece {
  readonly bytes: Uint8Array;
  readonly records: number;
}

type Target = Pick<WholeFile, 'write' | 'finish' | 'discard'>;

/**
 * Writes the pieces of an export to a file, which has its name once it is whole; nothing is left of it when it is
 * stopped or fails.
 *
 * @returns how many records went in
 */
export async function writeExport(
  path: string,
  pieces: AsyncIterable<ExportPiece>,
): Promise<number> {
  const file = await openTarget(path);
  const stop = (signal: keyof typeof ENDINGS): void => {
    void file.discard().finally(() => process.exit(ENDINGS[signal]));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    let records = 0;
    for await (const piece of pieces) {
      records += piece.records;
      await file.write(piece.bytes);
    }
    await file.finish();
    return records;
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** A device or a pipe takes what comes; anything else becomes a file that is whole or not there. */
async function openTarget(path: string): Promise<Target> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isDirectory()) return WholeFile.create(path);
  const handle = await open(path, 'w');
  return {
    write: (bytes) => handle.writeFile(bytes),
    finish: () => handle.close(),
    discard: () => handle.close(),
  };
}
