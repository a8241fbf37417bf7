import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '../collector/log.ts';

/** Size at which a log file becomes the old one, bytes; the one before that is dropped. */
const LONGEST_BYTES = 5 * 1024 * 1024;

/**
 * A log in `<dataDir>/logs/<name>.log`, at most two files of 5 MiB, readable by the owner only; warnings and errors on
 * stderr too, where whoever started the app from a terminal sees them.
 *
 * A log that cannot be written must not stop the app.
 */
export function openLogFile(dataDir: string, name: string): Log {
  const folder = join(dataDir, 'logs');
  const file = join(folder, `${name}.log`);
  const append = (line: string): void => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_BYTES) {
        renameSync(file, join(folder, `${name}.old.log`));
      }
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // What matters is on stderr.
    }
  };
  const { info } = createLog(append);
  const { warn, error } = createLog((line) => {
    process.stderr.write(line);
    append(line);
  });
  return { info, warn, error };
}
