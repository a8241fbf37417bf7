import type { FileReport } from './contract/file-report.ts';
import { MAX_PIECE_BYTES } from './contract/transfer.ts';

/** The calls that take a file, piece by piece. */
export interface FileCalls {
  begin(): Promise<{ readingId: string }>;
  feed(readingId: string, offset: number, bytes: Blob): Promise<{ report: FileReport }>;
  finish(readingId: string): Promise<FileReport>;
  cancel(readingId: string): Promise<FileReport>;
}

export interface SendFileOptions {
  /** Up to `length` bytes from offset `start`; an empty answer ends the file. */
  readonly read: (start: number, length: number) => Promise<Blob>;
  /** Told the bytes done so far and what became of them; a false answer stops. */
  readonly progress?: (bytesDone: number, soFar: FileReport) => boolean;
  /** Whether somebody stopped it, where a call fails for that. */
  readonly isStopped?: () => boolean;
  /** Whether the collector may have forgotten the file, as after a restart: it is then sent again from its start. */
  readonly isForgotten?: (error: unknown) => boolean;
}

/** Bytes of one piece; small enough that progress moves. */
const PIECE_BYTES = Math.min(MAX_PIECE_BYTES, 2 * 1024 * 1024);
const MAX_STARTS = 3;

/**
 * Sends a file to be read. What was stored before a fresh start is known there and counts as stored already.
 *
 * @returns what became of it, and whether it was stopped before its end
 */
export async function sendFile(
  calls: FileCalls,
  options: SendFileOptions,
): Promise<{ readonly report: FileReport; readonly isCancelled: boolean }> {
  const { isForgotten = () => false } = options;
  for (let starts = 1; ; starts += 1) {
    try {
      return await sendOnce(calls, options);
    } catch (error) {
      if (starts === MAX_STARTS || !isForgotten(error)) throw error;
    }
  }
}

async function sendOnce(
  calls: FileCalls,
  { read, progress = () => true, isStopped = () => false }: SendFileOptions,
): Promise<{ readonly report: FileReport; readonly isCancelled: boolean }> {
  const { readingId } = await calls.begin();
  try {
    return await sendPieces(calls, readingId, read, progress);
  } catch (error) {
    const report = await calls.cancel(readingId).catch(() => undefined);
    if (report !== undefined && isStopped()) return { report, isCancelled: true };
    throw error;
  }
}

async function sendPieces(
  calls: FileCalls,
  readingId: string,
  read: SendFileOptions['read'],
  progress: NonNullable<SendFileOptions['progress']>,
): Promise<{ readonly report: FileReport; readonly isCancelled: boolean }> {
  let offset = 0;
  for (;;) {
    const bytes = await read(offset, PIECE_BYTES);
    if (bytes.size === 0) break;
    const { report } = await calls.feed(readingId, offset, bytes);
    offset += bytes.size;
    if (!progress(offset, report)) {
      return { report: await calls.cancel(readingId), isCancelled: true };
    }
  }
  return { report: await calls.finish(readingId), isCancelled: false };
}
