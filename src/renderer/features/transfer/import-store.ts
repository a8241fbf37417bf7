import { create } from 'zustand';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import { sendFile } from '../../../shared/send-file.ts';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { ConnectionLost } from '../../client/connection.ts';
import { queryClient } from '../../client/queries.ts';

/** A file to be read, wherever its bytes come from. */
export interface FileSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Up to `length` bytes from `start`; nothing at its end. */
  readonly read: (start: number, length: number) => Promise<Blob>;
}

/** A file of the page: chosen, or dropped. */
export function sourceOfFile(file: File): FileSource {
  const read = async (start: number, length: number) => file.slice(start, start + length);
  return { name: file.name, size: file.size, read };
}

export interface ImportJob {
  id: number;
  projectId: string;
  fileName: string;
  /** Bytes. */
  size: number;
  bytesDone: number;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** What became of the file so far; null before its first piece is stored. */
  report: FileReport | null;
  error: string | null;
  /** To read it again. */
  file: FileSource;
  /** Of an encrypted bundle. */
  passphrase?: string | undefined;
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

async function run(job: ImportJob, file: FileSource): Promise<void> {
  const abort = new AbortController();
  aborts.set(job.id, abort);
  const { projectId } = job;
  const options = { signal: abort.signal };
  const keepTrying = <T>(send: () => Promise<T>) => persistently(abort.signal, send);
  try {
    const { report, isCancelled } = await sendFile(
      {
        begin: () =>
          keepTrying(() =>
            client.transfer.begin(
              { projectId, name: file.name, passphrase: job.passphrase },
              options,
            ),
          ),
        feed: (readingId, offset, bytes) =>
          keepTrying(() => client.transfer.feed({ projectId, readingId, offset, bytes }, options)),
        finish: (readingId) => keepTrying(() => client.transfer.finish({ projectId, readingId })),
        cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
      },
      {
        read: (start, length) => file.read(start, length),
        progress: (bytesDone, soFar) => {
          change(job.id, { bytesDone, report: soFar });
          return !abort.signal.aborted;
        },
        isStopped: () => abort.signal.aborted,
        // The collector was restarted meanwhile: what it stored it knows.
        isForgotten: (error) => hasCode(error, 'not_found'),
      },
    );
    change(job.id, { state: isCancelled ? 'cancelled' : 'done', report });
  } catch (error) {
    if (abort.signal.aborted) change(job.id, { state: 'cancelled' });
    else change(job.id, { state: 'failed', error: messageOf(error) });
  } finally {
    aborts.delete(job.id);
    useImports.setState({ shown: job.id });
    void queryClient.invalidateQueries();
  }
}

/** Starts reading files of any known format into a project, one after the other. */
export async function importFiles(
  projectId: string,
  files: readonly FileSource[],
  passphrase?: string,
): Promise<void> {
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
      file,
      passphrase,
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
