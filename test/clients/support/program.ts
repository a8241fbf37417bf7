import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const CLIENTS = resolve(import.meta.dirname, '..');

export interface RunningProgram {
  /** Resolves with the next line the program prints. */
  nextLine(): Promise<string>;
  /** Lets the program go on where it waits for a line. */
  say(line: string): void;
  /** Waits for the end; rejects with what it wrote to stderr unless it ends well. */
  ended(): Promise<void>;
  /** Ends it, whatever it is doing. */
  kill(): void;
}

/**
 * Starts one client program in a process of its own, as its user would: nothing of this process's environment goes
 * with it but where programs are.
 *
 * @param path below `test/clients`, or absolute
 */
export function spawnProgram(path: string, env: Readonly<Record<string, string>>): RunningProgram {
  const child = spawn(process.execPath, [resolve(CLIENTS, path)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const closed = once(child, 'close').then(([code]) => code as number | null);
  const lines = readLines(child.stdout);
  return {
    async nextLine() {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${path} ended early: ${errors}`);
      return value;
    },
    say: (line) => child.stdin.write(`${line}\n`),
    async ended() {
      child.stdin.end();
      const code = await closed;
      if (code !== 0) throw new Error(`${path} ended with ${code}: ${errors}`);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

async function* readLines(stream: NodeJS.ReadableStream): AsyncGenerator<string, void> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 1);
    }
  }
}
