import { text } from 'node:stream/consumers';
import type { Output } from './output.ts';

/** All that comes in by standard input, whose sender is told in a terminal how to end it. */
export async function readStdin(output: Output): Promise<string> {
  if (process.stdin.isTTY) {
    output.note('Paste the text, then end it with Ctrl+D on a line of its own.');
  }
  return text(process.stdin);
}
