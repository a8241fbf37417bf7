import type { LogFields } from './log.ts';

const FRAMES = 8;

/**
 * What the log may hold of an unexpected error: its name and where it was thrown.
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
    frames: frames
      .slice(0, FRAMES)
      .map((line) => line.trim())
      .join(' | '),
  };
}
