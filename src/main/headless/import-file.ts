import { open } from 'node:fs/promises';
import type { FileProblem, FileReport } from '../../shared/contract/file-report.ts';
import { AppError } from '../../shared/errors.ts';
import { sendFile } from '../../shared/send-file.ts';
import { whyNotOpened, type FileAt } from '../files-at.ts';
import type { Client } from './connect.ts';
import { formatCount } from './output.ts';

export interface ImportFileOptions {
  readonly projectId: string;
  /** Of an encrypted bundle. */
  readonly passphrase: string | undefined;
  /** Whether somebody stopped it. */
  readonly isStopped: () => boolean;
}

/** Reads a file of any known format into a project; what was stored when it is stopped stays. */
export async function importFile(
  client: Client,
  { path, name }: FileAt,
  { projectId, passphrase, isStopped }: ImportFileOptions,
): Promise<{ readonly report: FileReport; readonly isCancelled: boolean }> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new AppError('not_found', `${whyNotOpened(error)}.`);
  });
  try {
    return await sendFile(
      {
        begin: () => client.transfer.begin({ projectId, name: name.slice(-300), passphrase }),
        feed: (readingId, offset, bytes) =>
          client.transfer.feed({ projectId, readingId, offset, bytes }),
        finish: (readingId) => client.transfer.finish({ projectId, readingId }),
        cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
      },
      {
        read: async (start, length) => {
          const bytes = new Uint8Array(length);
          const { bytesRead } = await handle.read(bytes, 0, length, start);
          return new Blob([bytes.subarray(0, bytesRead)]);
        },
        progress: () => !isStopped(),
        isStopped,
      },
    );
  } finally {
    await handle.close();
  }
}

/** What became of a file, for people. */
export function describeReport(file: string, report: FileReport): string {
  const { accepted, duplicates, rejected, problems, problemCount, formats } = report;
  const more = problemCount - problems.length;
  return [
    `${file} (${formats.join(', ') || 'no known format'}): ${formatCount(accepted)} stored, ${formatCount(duplicates)} already there, ${formatCount(rejected)} refused.`,
    ...problems.map((problem) => `  ${placeOf(problem)}: ${problem.reason}`),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
  ].join('\n');
}

function placeOf({ entry, line, byte }: FileProblem): string {
  const at = line === undefined ? (byte === undefined ? '' : `byte ${byte}`) : `line ${line}`;
  return [entry, at].filter((part) => part !== undefined && part !== '').join(', ') || 'file';
}
