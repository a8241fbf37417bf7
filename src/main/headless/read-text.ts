import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { explainError } from './explain-error.ts';

/** A text file that somebody named, without the mark that editors put before it. @throws AppError `invalid` where it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    // Of a folder the system does not say which.
    const named = error instanceof Error ? Object.assign(error, { path: file }) : error;
    throw new AppError('invalid', explainError(named), { cause: error });
  }
}

/**
 * First line of a file that holds a passphrase, as somebody would type it; undefined without a file.
 *
 * @throws AppError `invalid` for one that cannot be read, is empty, or whose text nobody could type
 */
export function readPassphrase(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const [line = ''] = readText(file).split(/\r?\n/, 1);
  if (line === '') throw new AppError('invalid', `The first line of ${file} is empty.`);
  // UTF-16, as some shells write it, and files of anything but text.
  if (line.includes('\0') || line.includes('\uFFFD')) {
    throw new AppError('invalid', `The passphrase file ${file} is not in UTF-8: save it anew.`);
  }
  return line;
}
