import { create } from 'zustand';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import { sendFile } from '../../../shared/send-file.ts';
import { endsWithSession } from '../../client/belongings.ts';
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

/** A file of the page: chosen, or dropped; of a folder under its path in it. */
export function sourceOfFile(file: File, path = file.webkitRelativePath): FileSource {
  const read = async (start: number, length: number) => file.slice(start, start + length);
  return { name: (path || file.name).slice(-300), size: file.size, read };
}

/** What became of one file. */
export interface ReadOutcome {
  readonly name: string;
  readonly state: 'done' | 'cancelled' | 'failed';
  /** Null where nothing of it was stored. */
  readonly report: FileReport | null;
  readonly error: string | null;
  /** To read it again; null for what could not be opened at all. */
  readonly file: FileSource | null;
}

/** Files that are read together, one after the other, and told of together. */
export interface ImportJob {
  readonly id: number;
  readonly projectId: string;
  readonly files: readonly FileSource[];
  /** Of all files, bytes. */
  readonly size: number;
  readonly bytesDone: number;
  /** Name of the file being read. */
  readonly current: string;
  readonly isRunning: boolean;
  readonly outcomes: readonly ReadOutcome[];
  /** Of encrypted bundles among them. */
  readonly passphrase: string | undefined;
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

endsWithSession(() => {
  for (const abort of aborts.values()) abort.abort();
  useImports.setState({ jobs: [], shown: null });
});

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

/** Reads one file; `progress` is told its bytes that are done. */
async function readOne(
  { projectId, passphrase }: ImportJob,
  file: FileSource,
  signal: AbortSignal,
  progress: (bytesDone: number) => void,
): Promise<ReadOutcome> {
  const options = { signal };
  const keepTrying = <T>(send: () => Promise<T>) => persistently(signal, send);
  const { name } = file;
  try {
    const { report, isCancelled } = await sendFile(
      {
        begin: () =>
          keepTrying(() => client.transfer.begin({ projectId, name, passphrase }, options)),
        feed: (readingId, offset, bytes) =>
          keepTrying(() => client.transfer.feed({ projectId, readingId, offset, bytes }, options)),
        finish: (readingId) => keepTrying(() => client.transfer.finish({ projectId, readingId })),
        cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
      },
      {
        read: (start, length) => file.read(start, length),
        progress: (bytesDone) => {
          progress(bytesDone);
          return !signal.aborted;
        },
        isStopped: () => signal.aborted,
        // The collector was restarted meanwhile: what it stored it knows.
        isForgotten: (error) => hasCode(error, 'not_found'),
      },
    );
    return { name, state: isCancelled ? 'cancelled' : 'done', report, error: null, file };
  } catch (error) {
    if (signal.aborted) return { name, state: 'cancelled', report: null, error: null, file };
    return { name, state: 'failed', report: null, error: messageOf(error), file };
  }
}

async function run(job: ImportJob): Promise<void> {
  const abort = new AbortController();
  aborts.set(job.id, abort);
  const outcomes = [...job.outcomes];
  let before = 0;
  for (const file of job.files) {
    change(job.id, { current: file.name });
    outcomes.push(
      await readOne(job, file, abort.signal, (bytes) =>
        change(job.id, { bytesDone: before + bytes }),
      ),
    );
    before += file.size;
    change(job.id, { outcomes: [...outcomes], bytesDone: before });
    if (abort.signal.aborted) break;
  }
  aborts.delete(job.id);
  change(job.id, { isRunning: false });
  // One report at a time: the next opens when this one is closed.
  useImports.setState(({ shown }) => ({ shown: shown ?? job.id }));
  void queryClient.invalidateQueries();
}

/** A file that could not be opened at all, and why. */
export interface NoFile {
  readonly name: string;
  readonly reason: string;
}

/** Reads files of any known format into a project, one after the other; their report opens when all are done. */
export async function importFiles(
  projectId: string,
  files: readonly FileSource[],
  more: { readonly passphrase?: string; readonly problems?: readonly NoFile[] } = {},
): Promise<void> {
  const id = nextId;
  nextId += 1;
  const job: ImportJob = {
    id,
    projectId,
    files,
    size: files.reduce((sum, { size }) => sum + size, 0),
    bytesDone: 0,
    current: files[0]?.name ?? '',
    isRunning: true,
    outcomes: (more.problems ?? []).map(({ name, reason }) => ({
      name,
      state: 'failed',
      report: null,
      error: `It could not be opened: ${reason}.`,
      file: null,
    })),
    passphrase: more.passphrase,
  };
  useImports.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  await run(job);
}

/** Stops after the piece under way; what was stored stays. */
export function cancelImport(id: number): void {
  aborts.get(id)?.abort();
}

/** Takes a finished job off the list. */
export function dismissImport(id: number): void {
  useImports.setState(({ jobs, shown }) => {
    const others = jobs.filter((job) => job.id !== id);
    const next = others.find(({ isRunning }) => !isRunning)?.id ?? null;
    return { jobs: others, shown: shown === id ? next : shown };
  });
}
