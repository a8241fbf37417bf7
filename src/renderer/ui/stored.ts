import type { z } from 'zod';

const PREFIX = 'spanward.';

/** Reads what the window remembered; anything missing, damaged or of an old shape becomes `fallback`. */
export function readStored<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return fallback;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a value for the next start; a full or blocked storage is no reason to fail. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // The window works without memory.
  }
}
