import type { LogFields } from './log.ts';

const FRAMES = 8;

/** Codes of systems and libraries are constants such as `ENOSPC` and `SQLITE_FULL`. */
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * What the log may hold of an unexpected error: its name, its code and where it was thrown.
 *
 * Never its message: those of parsers quote what they were given.
 */
export function describeBug(error: unknown): LogFields {
  if (!(error instanceof Error)) return { name: typeof error };
  // The message comes first in the stack and may hold line breaks of its own.
  const stack = (error.stack ?? '').replace(error.message, '');
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    name: error.name,
    ...codeOf(error),
    frames: frames
      .slice(0, FRAMES)
      .map((line) => line.trim())
      .join(' | '),
  };
}

function codeOf(error: Error): { readonly code?: string } {
  return 'code' in error && typeof error.code === 'string' && CODE.test(error.code)
    ? { code: error.code }
    : {};
}
