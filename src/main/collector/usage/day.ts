const DAY_MS = 86_400_000;

/** UTC day of a time in milliseconds since the epoch, as whole days since then. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** When a day begins, milliseconds since the epoch. */
export function dayStartMs(day: number): number {
  return day * DAY_MS;
}

/** `YYYY-MM-DD` of a day. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of a `YYYY-MM-DD`. */
export function parseDay(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
}
