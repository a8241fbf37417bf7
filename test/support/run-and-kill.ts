import { spawn } from 'node:child_process';
import { childScript } from './child-script.ts';

/**
 * Runs a script of a test in a process of its own until it is killed with SIGKILL.
 *
 * `onOutput` sees everything printed so far whenever there is more, and calls `kill` when it is time. Resolves with
 * everything printed; rejects when the script ends by itself.
 */
export function runAndKill(
  script: string,
  args: readonly string[],
  onOutput: (text: string, kill: () => void) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [childScript(script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      onOutput(text, () => child.kill('SIGKILL'));
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(text);
      else reject(new Error('the child ended by itself'));
    });
  });
}

/** As {@link runAndKill}, killed once more than `lines` lines were begun; resolves with the whole ones. */
export async function killAfterLines(
  script: string,
  args: readonly string[],
  lines: number,
): Promise<string[]> {
  const text = await runAndKill(script, args, (soFar, kill) => {
    if (soFar.split('\n').length > lines) kill();
  });
  return text.split('\n').slice(0, -1);
}
