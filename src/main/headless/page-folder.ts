import { fileURLToPath } from 'node:url';

/** The built page of the console, beside the built command. */
export function pageFolder(): string {
  return fileURLToPath(new URL('../renderer', import.meta.url));
}
