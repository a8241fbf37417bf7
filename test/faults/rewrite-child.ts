/*
 * Child process of rewrite-disk.test.ts, started with a limit on the size of files: packs a day, removes a trace of
 * it, reads it and stores a span, and prints one line of JSON about each. Arguments: data folder, project id, day,
 * trace id.
 */
import { openStore } from '../../src/main/collector/store/open-store.ts';
import { spanId, spanSegment, traceId } from '../collector/store-read/otlp-segments.ts';

const [dataDir, projectId, day, trace] = process.argv.slice(2) as [string, string, string, string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const store = await openStore({ dataDir, clock: { now: () => Date.now() }, log });
const place = { projectId, signal: 'traces', day } as const;

async function tell(name: string, work: () => Promise<unknown>): Promise<void> {
  const told = await work().then(
    (result) => ({ name, result }),
    (error: Error & { code?: string }) => ({ name, code: error.code, message: error.message }),
  );
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

const watch = { signal: new AbortController().signal, mayReplace: () => true };
await tell('pack', () => store.days.pack(place, watch));
const traceIds = new Uint8Array(Buffer.from(trace, 'hex'));
await tell('remove', () => store.days.remove(place, { traceIds }));
const query = { projectId, filter: {}, sort: 'start', descending: true, limit: 1 } as const;
await tell('list', async () => (await store.listTraces(query)).totals.traces);
const small = spanSegment([{ trace: traceId(900), span: spanId(900) }]);
await tell('append', () => store.append(projectId, small));
await store.close();
