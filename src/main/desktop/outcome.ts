import type { Outcome } from '../../shared/desktop-api.ts';

/** What came of something, as a value: an error's text is lost on the way between processes. */
export async function outcome<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
