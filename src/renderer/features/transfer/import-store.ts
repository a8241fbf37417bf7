import { create } from 'zustand';
import type { ImportReport } from '../../../shared/contract/transfer.ts';
import { importPieces } from '../../../shared/import-pieces.ts';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { ConnectionLost } from '../../client/connection.ts';
import { queryClient } from '../../client/queries.ts';

export interface ImportJob {
  id: number;
  projectId: string;
  fileName: string;
  /** Bytes. */
  size: number;
  bytesDone: number;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** What became of the file so far; null before its first piece is stored. */
  report: ImportReport | null;
  error: string | null;
}

interface Imports {
  jobs: readonly ImportJob[];
  /** The job whose report is open. */
  shown: number | null;
}

/** Files being read and what became of them; lives in the window, so that leaving a screen stops nothing. */
export const useImports = create<Imports>()(() => ({ jobs: [], shown: null }));

const aborts = new Map<number, AbortController>();
let nextId = 1;

function change(id: number, part: Partial<ImportJob>): void {
  useImports.setState(({ jobs }) => ({
    jobs: jobs.map((job) => (job.id === id ? { ...job, ...part } : job)),
  }));
}

interface FileReading {
  read: (length: number) => Promise<Uint8Array>;
  /** Bytes of the file, packed or not, that were read so far. */
  position: () => number;
}

/** Reads a file from start to end; a `.gz` one is unpacked on the way. */
function openFile(file: File): FileReading {
  let at = 0;
  if (!file.name.endsWith('.gz')) {
    const read = async (length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(await file.slice(at, at + length).arrayBuffer());
      at += bytes.length;
      return bytes;
    };
    return { read, position: () => at };
  }
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      at += piece.length;
      controller.enqueue(piece);
    },
  });
  const unpacked = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip'));
  const reader = unpacked.getReader();
  const read = async (): Promise<Uint8Array> => {
    const { value, done } = await reader.read();
    return done ? new Uint8Array() : value;
  };
  return { read, position: () => at };
}

const PAUSE_MS = 1_000;
const TRIES = 60;

/**
 * Sends a piece again while the collector restarts or is busy: a piece that had arrived after all
 * is recognized there, so nothing is stored twice.
 */
async function persistently<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      const passing =
        error instanceof ConnectionLost || hasCode(error, 'busy') || hasCode(error, 'unavailable');
      if (!passing || signal.aborted || tries === TRIES) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE_MS);
      });
    }
  }
}

async function run(job: ImportJob, file: File): Promise<void> {
  const abort = new AbortController();
  aborts.set(job.id, abort);
  const { read, position } = openFile(file);
  try {
    const report = await importPieces(
      async (_start, length) => read(length),
      async (lines, firstLine) =>
        persistently(abort.signal, async () =>
          client.transfer.importLines(
            { projectId: job.projectId, lines, firstLine },
            { signal: abort.signal },
          ),
        ),
      (_bytes, soFar) => {
        change(job.id, { bytesDone: position(), report: soFar });
        return !abort.signal.aborted;
      },
    );
    change(job.id, { state: abort.signal.aborted ? 'cancelled' : 'done', report });
  } catch (error) {
    if (abort.signal.aborted) change(job.id, { state: 'cancelled' });
    else change(job.id, { state: 'failed', error: messageOf(error) });
  } finally {
    aborts.delete(job.id);
    useImports.setState({ shown: job.id });
    void queryClient.invalidateQueries();
  }
}

/** Starts reading files of OTLP JSON into a project, one after the other. */
export async function importFiles(projectId: string, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const id = nextId;
    nextId += 1;
    const job: ImportJob = {
      id,
      projectId,
      fileName: file.name,
      size: file.size,
      bytesDone: 0,
      state: 'running',
      report: null,
      error: null,
    };
    useImports.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
    await run(job, file);
  }
}

/** Stops after the piece under way; what was stored stays. */
export function cancelImport(id: number): void {
  aborts.get(id)?.abort();
}

/** Takes a finished job off the list. */
export function dismissImport(id: number): void {
  useImports.setState(({ jobs, shown }) => ({
    jobs: jobs.filter((job) => job.id !== id),
    shown: shown === id ? null : shown,
  }));
}
