import { spawn } from 'node:child_process';

/** A virtual screen of its own, so that windows of the tests open nowhere else. */
export interface VirtualDisplay {
  /** Value for the environment variable `DISPLAY`. */
  readonly name: string;
  close(): void;
}

/** Whether this process can open windows. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Starts an Xvfb on a free display number.
 *
 * @throws Error when Xvfb is missing or does not start
 */
export async function openVirtualDisplay(): Promise<VirtualDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}.`)));
    server.stdio[3]?.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { name: `:${number}`, close: () => server.kill() };
}
