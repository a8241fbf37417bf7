import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileProblem, FileReport } from '../../shared/contract/file-report.ts';
import { AppError } from '../../shared/errors.ts';
import { sendFile } from '../../shared/send-file.ts';
import type { Client } from './connect.ts';

/** Reads a file of any known format into a project. */
export async function importFile(
  client: Client,
  projectId: string,
  file: string,
  passphrase?: string,
): Promise<FileReport> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('not_found', `${file} cannot be opened: ${error.code ?? error.message}.`);
  });
  try {
    const { report } = await sendFile(
      {
        begin: () => client.transfer.begin({ projectId, name: basename(file), passphrase }),
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
      },
    );
    return report;
  } finally {
    await handle.close();
  }
}

/** Files as they are given, and those inside folders that are, by name; hidden ones are left out. */
export async function filesIn(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) {
      files.push(path);
      continue;
    }
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted();
    files.push(...(await filesIn(names.map((name) => join(path, name)))));
  }
  return files;
}

/** First line of a file that holds a passphrase. */
export async function readPassphrase(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1);
  if (line === '') throw new AppError('invalid', `The first line of ${file} is empty.`);
  return line;
}

const count = (value: number): string => value.toLocaleString('en-US');

/** What became of a file, for people. */
export function describeReport(file: string, report: FileReport): string {
  const { accepted, duplicates, rejected, problems, problemCount, formats } = report;
  const more = problemCount - problems.length;
  return [
    `${file} (${formats.join(', ') || 'no known format'}): ${count(accepted)} stored, ${count(duplicates)} already there, ${count(rejected)} refused.`,
    ...problems.map((problem) => `  ${placeOf(problem)}: ${problem.reason}`),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ].join('\n');
}

function placeOf({ entry, line, byte }: FileProblem): string {
  const at = line === undefined ? (byte === undefined ? '' : `byte ${byte}`) : `line ${line}`;
  return [entry, at].filter((part) => part !== undefined && part !== '').join(', ') || 'file';
}
