import { AppError } from '../../../shared/errors.ts';
import { isDiskFull } from '../full-disk.ts';

/** What a disk that takes nothing means for a change, as `AppError` `unavailable`; any other error as it is. */
export function changeError(error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (isDiskFull(error)) {
    return new AppError(
      'unavailable',
      'The disk of the data folder is full: nothing was changed. Free some space there, then try again.',
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_READONLY')) {
    return new AppError(
      'unavailable',
      `The data folder cannot be written (${code}): nothing was changed. Look at its disk and its rights, then try again.`,
      { cause: error },
    );
  }
  return error;
}

/** What keeps the file of the catalog from being read or written, and what to do; undefined for any other error. */
export function whyNoCatalog(error: unknown): AppError | undefined {
  const changed = changeError(error);
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) {
    return new AppError(
      'unavailable',
      `catalog.db in the data folder cannot be read (${code}): its disk fails, or its rights changed. Look at both, then try again; what arrives may be stored all the same.`,
      { cause: error },
    );
  }
  return changed instanceof AppError ? changed : undefined;
}
