import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { explainError } from './explain-error.ts';

/** A text file that somebody named. @throws AppError `invalid` where it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Of a folder the system does not say which.
    const named = error instanceof Error ? Object.assign(error, { path: file }) : error;
    throw new AppError('invalid', explainError(named), { cause: error });
  }
}

/** First line of a file that holds a passphrase; undefined without a file. @throws AppError `invalid` */
export function readPassphrase(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const [line = ''] = readText(file).split(/\r?\n/, 1);
  if (line === '') throw new AppError('invalid', `The first line of ${file} is empty.`);
  return line;
}
