import { mkdtempSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import { sendFile } from '../../../shared/send-file.ts';
import type { Log } from '../log.ts';
import { openCollector, type Collector } from '../open-collector.ts';
import {
  expandAll,
  parseLines,
  parsePackedLines,
  walkMessages,
  writeDocument,
  writeGzip,
  writeLines,
  type BareParse,
} from './file-samples.ts';
import { longestHold } from './longest-hold.ts';
import { atMost, plainFigure, ratioFigure, type Figure } from './report.ts';

const GROUP = 'files';
const UNIT = 'MB/s of CPU';
/** Longest the main thread may be busy with one thing, ms. */
const MAX_HOLD_MS = 50;

/** What is exported, and what reading it again costs at least. */
const EXPORTS: readonly (readonly [ExportFormat, BareParse | undefined])[] = [
  ['otlp-jsonl', parseLines],
  ['otlp-protobuf', walkMessages],
  ['jaeger', parseLines],
  ['bundle', expandAll],
  ['csv', undefined],
];

/**
 * How fast files are opened in workspaces and exported again, by format, beside parsing the same file and making
 * nothing of it. MB are millions of bytes of the file once it is unpacked; time is that of all threads together, so that
 * other work on the machine does not count.
 */
export async function runFiles(
  log: Log,
  spans: number,
  tell: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const path = (name: string): string => join(folder, name);
  const listen = { host: '127.0.0.1', httpPort: 0, grpcPort: 0 };
  const collector = await openCollector({ dataDir: path('data'), log, listen });
  const hold = longestHold();
  const figures: Figure[] = [];
  try {
    tell(`${GROUP}: writing files`);
    const lines = path('lines');
    await writeLines(lines, spans);
    await writeDocument(lines, path('document'));
    await writeGzip(lines, path('gzip'));
    const megabytes = (await stat(lines)).size / 1e6;
    figures.push(plainFigure(GROUP, 'OTLP JSON of the spans', megabytes, 'MB'));
    const before = process.memoryUsage().rss;
    hold.reset();

    const measureImport = async (name: string, file: string, size: number, bare: BareParse) => {
      tell(`${GROUP}: import of ${name}`);
      const least = size / (await cpuSeconds(() => bare(file)));
      hold.reset();
      const took = await cpuSeconds(() => importFile(collector, file));
      figures.push(
        ratioFigure(GROUP, `import of ${name} / bare parse`, size / took, least, UNIT),
        plainFigure(GROUP, 'main thread busy at a stretch', hold.ms, 'ms', atMost(MAX_HOLD_MS)),
      );
      return least;
    };
    const bareLines = await measureImport('OTLP JSON lines', lines, megabytes, parseLines);
    const projectId = (await collector.client.files.list()).workspaces[0]!.project.id;
    await measureImport('the lines, gzip', path('gzip'), megabytes, parsePackedLines);
    // One document of any size cannot be parsed at once: beside its lines.
    tell(`${GROUP}: import of one document`);
    const took = await cpuSeconds(() => importFile(collector, path('document')));
    const name = 'import of one document in one line / bare parse of lines';
    figures.push(ratioFigure(GROUP, name, megabytes / took, bareLines, UNIT));

    for (const [format, bare] of EXPORTS) {
      tell(`${GROUP}: export as ${format}`);
      const file = path(format);
      const seconds = await cpuSeconds(() => exportTo(collector, projectId, format, file));
      // Of what is packed, the size that counts is that of its content.
      const isPacked = format === 'bundle';
      const size = isPacked ? megabytes : (await stat(file)).size / 1e6;
      const exported = `export as ${format}`;
      if (bare === undefined) figures.push(plainFigure(GROUP, exported, size / seconds, UNIT));
      else {
        const least = await measureImport(format, file, size, bare);
        figures.push(ratioFigure(GROUP, `${exported} / bare parse`, size / seconds, least, UNIT));
      }
    }
    const grown = Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
    figures.push(plainFigure(GROUP, 'most added to resident', grown, 'MiB'));
    return figures;
  } finally {
    hold.stop();
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time of all threads while something runs, s. */
async function cpuSeconds(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Opens a file in a workspace of its own. */
async function importFile({ client }: Collector, file: string): Promise<void> {
  const { project } = await client.files.open({ name: 'bench' });
  const projectId = project.id;
  const handle = await open(file, 'r');
  try {
    const { report } = await sendFile(
      {
        begin: () => client.transfer.begin({ projectId, name: 'bench' }),
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

async function exportTo(
  { client }: Collector,
  projectId: string,
  format: ExportFormat,
  file: string,
): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    const signals = ['traces' as const];
    for await (const { base64 } of await client.transfer.exportFile({
      projectId,
      format,
      signals,
    })) {
      await handle.writeFile(Buffer.from(base64, 'base64'));
    }
  } finally {
    await handle.close();
  }
}
