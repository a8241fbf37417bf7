import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder in whose raw bytes a text is found. */
export function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

/** Text that no compression changes: its characters hardly repeat, and neither do neighbors. */
export function randomText(bytes: number): string {
  let text = '';
  for (let seed = 0x2545f491; text.length < bytes;) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    text += seed.toString(36);
  }
  return text.slice(0, bytes);
}
