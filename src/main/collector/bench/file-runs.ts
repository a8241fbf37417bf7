import { mkdtempSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import { sendFile } from '../../../shared/send-file.ts';
import { readTelemetry } from '../formats/read-file.ts';
import type { Log } from '../log.ts';
import { openCollector, type Collector } from '../open-collector.ts';
import { requestToJson } from '../otlp/protobuf-to-json.ts';
import { time } from './query-runs.ts';
import { plainFigure, ratioFigure, type Figure } from './report.ts';
import { Workload } from './workload.ts';

const GROUP = 'files';
/** Spans of one line of the file. */
const LINE_SPANS = 64;
const PIECE = 2 * 1024 * 1024;
const FORMATS: readonly ExportFormat[] = ['otlp-jsonl', 'otlp-protobuf', 'bundle'];

/**
 * How fast a file of OTLP JSON lines is opened in a workspace and exported from it, beside reading it with
 * `JSON.parse` alone and with the reader of files alone; MB are millions of bytes of the JSON.
 */
export async function runFiles(
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const file = join(folder, 'traces.jsonl');
  try {
    tell(`${GROUP}: writing the file`);
    await writeLines(file, spans);
    const megabytes = (await stat(file)).size / 1e6;
    const speed = (ms: number): number => megabytes / (ms / 1000);
    tell(`${GROUP}: bare parse`);
    const bare = speed(await time(() => parseAll(file)));
    tell(`${GROUP}: reader alone`);
    const reader = speed(await time(() => readAll(file)));
    const figures = [
      plainFigure(GROUP, 'size of the file', megabytes, 'MB'),
      plainFigure(GROUP, 'JSON.parse of each line', bare, 'MB/s'),
      ratioFigure(GROUP, 'reader alone', reader, bare, 'MB/s'),
    ];
    const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
    const collector = await openCollector({ dataDir: join(folder, 'data'), log, listen });
    try {
      const { project } = await collector.client.files.open({ name: 'bench' });
      tell(`${GROUP}: import`);
      const before = process.memoryUsage().rss;
      const imported = await time(() => importFile(collector, project.id, file));
      figures.push(ratioFigure(GROUP, 'import', speed(imported), bare, 'MB/s'));
      for (const format of FORMATS) {
        tell(`${GROUP}: export as ${format}`);
        const took = await time(() => exportAll(collector, project.id, format));
        figures.push(ratioFigure(GROUP, `export as ${format}`, speed(took), bare, 'MB/s'));
      }
      const { rss } = process.memoryUsage();
      const grown = Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
      figures.push(plainFigure(GROUP, 'resident at the end', rss / 2 ** 20, 'MiB'));
      figures.push(plainFigure(GROUP, 'most added to resident', grown, 'MiB'));
    } finally {
      await collector.close();
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeLines(file: string, spans: number): Promise<void> {
  const load = new Workload({ seed: 9100, startUs: Date.now() * 1000 - 3_600_000_000 });
  const handle = await open(file, 'w', 0o600);
  try {
    for (let at = 0; at < spans; at += LINE_SPANS) {
      const line = JSON.stringify(requestToJson('traces', load.next(LINE_SPANS)));
      await handle.writeFile(`${line}\n`);
    }
  } finally {
    await handle.close();
  }
}

async function parseAll(file: string): Promise<void> {
  const handle = await open(file, 'r');
  let lines = 0;
  for await (const line of handle.readLines()) {
    if (JSON.parse(line) !== null) lines += 1;
  }
  if (lines === 0) throw new Error('The file is empty.');
}

async function readAll(file: string): Promise<void> {
  const handle = await open(file, 'r');
  let bytes = 0;
  for await (const found of readTelemetry(handle.createReadStream({ highWaterMark: PIECE }), {})) {
    if (found.kind === 'request') bytes += found.body.length;
  }
  if (bytes === 0) throw new Error('Nothing was read.');
}

async function importFile({ client }: Collector, projectId: string, file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { report } = await sendFile(
      {
        begin: () => client.transfer.begin({ projectId, name: 'traces.jsonl' }),
        feed: (readingId, offset, bytes) =>
          client.transfer.feed({ projectId, readingId, offset, bytes }),
        finish: (readingId) => client.transfer.finish({ projectId, readingId }),
        cancel: (readingId) => client.transfer.cancel({ projectId, readingId }),
      },
      {
        read: async (start, length) => {
          const bytes = new Uint8Array(length);
          const { bytesRead } = await handle.read(bytes, 0, length, start);
          return new Blob([bytes.subarray(0, bytesRead)]);
        },
      },
    );
    if (report.problemCount > 0) throw new Error(report.problems[0]!.reason);
  } finally {
    await handle.close();
  }
}

async function exportAll(
  { client }: Collector,
  projectId: string,
  format: ExportFormat,
): Promise<void> {
  let bytes = 0;
  for await (const { base64 } of await client.transfer.exportFile({ projectId, format })) {
    bytes += base64.length;
  }
  if (bytes === 0) throw new Error('Nothing was exported.');
}
