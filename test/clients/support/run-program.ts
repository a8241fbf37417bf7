import { onTestFinished } from 'vitest';
import { spawnProgram, type RunningProgram } from './program.ts';

export type { RunningProgram };

/** {@link spawnProgram}, ended with the test. */
export function startProgram(path: string, env: Readonly<Record<string, string>>): RunningProgram {
  const program = spawnProgram(path, env);
  onTestFinished(() => program.kill());
  return program;
}

/** Runs a client program to its end. */
export async function runProgram(
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await startProgram(path, env).ended();
}
