import { spawn, type SpawnOptions, type StdioOptions } from 'node:child_process';
import type { Readable } from 'node:stream';

/**
 * Runs a program to its end and returns what it wrote to stdout.
 *
 * @throws Error with the end of its output when it cannot start or ends with another code than 0
 */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else {
        const why = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
        reject(new Error(`${command} ${args[0] ?? ''} ${why}:\n${output.slice(-2000)}`));
      }
    });
  });
  return stdout;
}

/**
 * Runs a program that writes to this terminal and gets our SIGTERM; resolves to its exit code (1 when a signal ended it).
 *
 * @param heard is given everything it writes, which then does not know of the terminal
 */
export async function runVisibly(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
  heard?: (text: string) => void,
): Promise<number> {
  const stdio: StdioOptions = heard === undefined ? 'inherit' : ['inherit', 'pipe', 'pipe'];
  const child = spawn(command, args, { stdio, ...options });
  const forward = (from: Readable | null, to: NodeJS.WriteStream): void => {
    from?.setEncoding('utf8').on('data', (text: string) => {
      to.write(text);
      heard?.(text);
    });
  };
  forward(child.stdout, process.stdout);
  forward(child.stderr, process.stderr);
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGTERM', pass);
  child.once('exit', () => process.off('SIGTERM', pass));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
