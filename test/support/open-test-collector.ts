import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/main/collector/clock.ts';
import type { Log } from '../../src/main/collector/log.ts';
import type { TlsChoice } from '../../src/main/collector/tls/server-tls.ts';
import { openCollector, type Collector } from '../../src/main/collector/open-collector.ts';

/** A log that keeps its lines, for tests that look at what was reported. */
export function createTestLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields: object = {}) =>
    lines.push(JSON.stringify({ event, ...fields }));
  return { lines, info: write, warn: write, error: write };
}

export interface TestCollector extends Collector {
  readonly log: ReturnType<typeof createTestLog>;
  /** Address of the OTLP/HTTP and REST listener. */
  readonly url: string;
  /** Address of the OTLP/gRPC listener. */
  readonly grpcUrl: string;
}

export interface TestCollectorOptions {
  /** Default: a new folder that goes away with the test. */
  readonly dataDir?: string;
  readonly clock?: Clock;
  /** Address to listen on; default: loopback. */
  readonly host?: string;
  /** As of `serve --allowed-host`. */
  readonly allowedHosts?: readonly string[];
  /** Port of the OTLP/HTTP listener; default: any free one. */
  readonly httpPort?: number;
  /** Certificate of the listeners; default: none. */
  readonly tls?: TlsChoice;
  /** Free bytes on the disk, instead of those that the system tells. */
  readonly freeBytes?: () => Promise<number>;
  /** As of `CollectorOptions`. */
  readonly packAfterMs?: number;
  /** Folder of a built page; without it there is no console. */
  readonly pageFolder?: string;
}

/** A folder that goes away with the test. */
export function createTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A whole collector on free ports, closed when the test ends. */
export async function openTestCollector(
  options: TestCollectorOptions = {},
): Promise<TestCollector> {
  const dataDir = options.dataDir ?? createTestFolder();
  const log = createTestLog();
  const collector = await openCollector({
    dataDir,
    log,
    passwordCost: { N: 2 ** 10, r: 8, p: 1 },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.freeBytes === undefined ? {} : { freeBytes: options.freeBytes }),
    ...(options.packAfterMs === undefined ? {} : { packAfterMs: options.packAfterMs }),
    listen: {
      host: options.host ?? '127.0.0.1',
      allowedHosts: options.allowedHosts,
      tls: options.tls,
      httpPort: options.httpPort ?? 0,
      grpcPort: 0,
      ...(options.pageFolder === undefined
        ? {}
        : { console: { port: 0, pageFolder: options.pageFolder } }),
    },
  });
  onTestFinished(() => collector.close());
  return {
    ...collector,
    log,
    url: collector.listeners.otlpHttp!.url,
    grpcUrl: collector.listeners.otlpGrpc!.url,
  };
}
