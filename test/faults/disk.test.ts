import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { createTestFolder } from '../support/open-test-collector.ts';
import { COMMAND, firstLine, runCommand, serve, type Ready } from '../support/run-command.ts';
import { newTraceId } from '../support/ids.ts';

/** Largest file the limited process may write, KiB: a few segments, then the "disk" is full. */
const FILE_LIMIT_KIB = 1024;
const PADDING = 'x'.repeat(20_000);

/** A collector whose files cannot grow beyond the limit, as on a full disk. */
async function serveOnFullDisk(
  folder: string,
): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const ports = '--port 0 --grpc-port 0 --console-port 0';
  const child = spawn(
    'bash',
    [
      '-c',
      `ulimit -f ${FILE_LIMIT_KIB}; exec "$0" "$1" serve --json --data-dir "$2" ${ports}`,
      process.execPath,
      COMMAND,
      folder,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = JSON.parse(await firstLine(child)) as Ready;
  return {
    ready,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

describe.skipIf(process.platform === 'win32')('a full disk (POSIX file size limit)', () => {
  it('answers retryable errors, goes on reading, and has everything acknowledged afterwards', async () => {
    const folder = createTestFolder();
    const full = await serveOnFullDisk(folder);
    const acknowledged: string[] = [];
    let refusal: Response | undefined;
    while (refusal === undefined && acknowledged.length < 1000) {
      const traceId = newTraceId();
      // Random text does not compress away.
      const noise = Array.from({ length: 40 }, () => newTraceId()).join('') + PADDING;
      const response = await postTraces(
        full.ready.otlpHttp,
        exportRequest([{ traceId, attributes: { noise } }]),
      );
      if (response.status === 200) acknowledged.push(traceId);
      else refusal = response;
    }
    expect(refusal?.status).toBe(503);
    expect(refusal?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refusal?.text()).toContain('could not be stored');
    expect(acknowledged.length).toBeGreaterThan(0);

    const listed = await runCommand(
      'traces',
      '--project',
      'Default Project',
      '--limit',
      '1000',
      '--data-dir',
      folder,
      '--json',
    );
    expect(listed.stdout.trim().split('\n')).toHaveLength(acknowledged.length);
    await full.stop();

    const later = await serve(folder);
    expect((await postTraces(later.ready.otlpHttp, exportRequest([{}]))).status).toBe(200);
    const all = await runCommand(
      'traces',
      '--project',
      'Default Project',
      '--limit',
      '2000',
      '--data-dir',
      folder,
      '--json',
    );
    const stored = new Set(
      all.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).traceId),
    );
    expect(acknowledged.filter((traceId) => !stored.has(traceId))).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')(
  'a data folder that cannot be written (a kernel file system)',
  () => {
    it('is refused in one line that says what to do', async () => {
      const result = await runCommand('serve', '--data-dir', '/proc/spanward');
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(
        /^spanward: The data folder \/proc\/spanward cannot be written: .*name another folder\.\n$/,
      );
    });
  },
);
