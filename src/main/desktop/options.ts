import { parseArgs } from 'node:util';
import { z } from 'zod';
import { resolveDataDir } from '../data-dir.ts';

/** What the app was asked on its command line. */
export interface AppOptions {
  readonly dataDir: string;
  /** Ports for OTLP over HTTP and gRPC; undefined for the default one or the next free one. */
  readonly httpPort: number | undefined;
  readonly grpcPort: number | undefined;
  /** Files and folders to open. */
  readonly files: readonly string[];
}

/** What a second start of the app hands to the first one. */
export const AskedToOpen = z.object({
  files: z.array(z.string().max(32_768)).max(10_000),
  /** What relative paths are relative to. */
  workingFolder: z.string(),
});
export type AskedToOpen = z.infer<typeof AskedToOpen>;

/** Reads `--data-dir`, `--port` and `--grpc-port` out of an argument list that also holds Chromium's switches. */
export function readAppOptions(argv: readonly string[]): AppOptions {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      'grpc-port': { type: 'string' },
    },
  });
  const { 'data-dir': dataDir, port, 'grpc-port': grpcPort } = values;
  return {
    dataDir: resolveDataDir(typeof dataDir === 'string' ? dataDir : undefined),
    httpPort: readPort(port),
    grpcPort: readPort(grpcPort),
    // The folder of the app itself comes first where an Electron runs it unpacked.
    files: process.defaultApp === true ? positionals.slice(1) : positionals,
  };
}

function readPort(text: unknown): number | undefined {
  const port = typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}
