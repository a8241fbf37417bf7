/** Fields of a log line: plain values only, never span content or key material. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where the collector reports what it does: one JSON line an event. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log that writes JSON lines through `write`, e.g. to stderr. */
export function createLog(write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
