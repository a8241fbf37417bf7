/** Codes with which SQLite and the system say that there is no room left, on the disk or for this user. */
const FULL_CODES: ReadonlySet<string> = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/** Whether an error says that there is no room left on the disk. */
export function isDiskFull(error: unknown): boolean {
  return FULL_CODES.has(String((error as { code?: unknown } | null)?.code ?? ''));
}
