import { createLog, type Log } from '../collector/log.ts';

/** The collector's log on stderr, so that stdout holds results only. `warn` leaves out what is merely informative. */
export function stderrLog(level: 'info' | 'warn'): Log {
  const log = createLog((line) => process.stderr.write(line));
  return level === 'info' ? log : { ...log, info: () => {} };
}
