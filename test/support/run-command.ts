import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** The built command, as users run it. */
export const COMMAND = join(ROOT, 'out/main/spanward.js');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** What it has written there so far. */
  stdout(): string;
  stderr(): string;
}

/** Starts `spanward` with arguments; ended with the test. */
export function startCommand(...args: string[]): RunningCommand {
  return watch(start(args));
}

function watch(child: ChildProcess): RunningCommand {
  // A test that gives up waiting must not leave it running.
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

/** Runs `spanward` with arguments and waits for its end. */
export async function runCommand(...args: string[]): Promise<CommandResult> {
  const { ended, stdout, stderr } = startCommand(...args);
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

/** As {@link runCommand}, with a text on its standard input. */
export async function pipeToCommand(input: string, ...args: string[]): Promise<CommandResult> {
  const { child, ended, stdout, stderr } = watch(start(args, 'pipe'));
  child.stdin!.end(input);
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

/** What `spanward serve --json` prints when it accepts data. */
export interface Ready {
  readonly event: 'ready';
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  readonly console: string;
  readonly signIn: string;
  readonly tls: { fingerprint: string; selfSigned: boolean; file: string } | null;
  readonly pid: number;
  readonly version: string;
}

export interface Serving {
  readonly ready: Ready;
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** What it has written there so far. */
  stderr(): string;
  /** Ends it with a signal and waits. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `spanward serve --json` on free ports and waits until it accepts data; ended with the test. */
export async function serve(dataDir: string, ...args: string[]): Promise<Serving> {
  const ports = ['--port', '0', '--grpc-port', '0', '--console-port', '0'];
  const child = start(['serve', '--json', '--data-dir', dataDir, ...ports, ...args]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const line = await firstLine(child);
  return {
    ready: JSON.parse(line) as Ready,
    child,
    dataDir,
    stderr: () => stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

function start(args: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is missing: run "npm run build" first.`);
  return spawn(process.execPath, [COMMAND, ...args], { stdio: [stdin, 'pipe', 'pipe'] });
}

/** The first line a process prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let stderr = '';
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  let text = '';
  for await (const data of child.stdout!.iterator({
    destroyOnReturn: false,
  }) as AsyncIterable<Buffer>) {
    text += data.toString();
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error(`spanward ended before it was ready: ${stderr}`);
}
