import { readdirSync } from 'node:fs';

/** Names of what is in a folder; none of one that is gone or may not be listed. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
