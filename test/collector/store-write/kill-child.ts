/*
 * Child process of kill.test.ts: appends without end and prints the spans of every acknowledged append.
 * Arguments: data folder, number of this run.
 */
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import { buildSpanSegment } from '../../../src/main/collector/store/segment/build-spans.ts';
import { spanBatch, spanId, traceId } from './span-sketch.ts';

const [dataDir, run] = process.argv.slice(2) as [string, string];
const writer = openWriter({ dataDir });
let next = Number(run) * 1_000_000;

async function appendForever(): Promise<void> {
  for (;;) {
    const ids = Array.from({ length: 40 }, () => next++);
    // Every trace goes on over several appends and runs, and some spans come again.
    const sketches = ids.map((id) => ({
      trace: traceId(id % 25),
      span: spanId(id),
      padding: (id * 37) % 3000,
    }));
    const again = { trace: traceId(ids[0]! % 25), span: spanId(ids[0]!) };
    const batch = spanBatch([...sketches, again]);
    await writer.append('prj_kill', buildSpanSegment([{ batch, request: 0 }]));
    process.stdout.write(`${ids[0]!}\n`);
  }
}

await Promise.all([appendForever(), appendForever(), appendForever()]);
