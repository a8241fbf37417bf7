import { readFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { readTelemetry } from '../../../src/main/collector/formats/read-file.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/otlp/${name}`, import.meta.url));

const request = JSON.stringify(exportRequest(Array.from({ length: 20 }, () => ({}))));
const protobuf = Buffer.from(jsonToProtobuf('traces', request, DEFAULT_DECODE_LIMITS).body);
const length = Buffer.alloc(4);
length.writeUInt32BE(protobuf.length);
const framed = Buffer.concat([length, protobuf, length, protobuf]);
const zipkin = JSON.stringify([
  { traceId: 'a1', id: 'b2', timestamp: 1, duration: 2, localEndpoint: { serviceName: 'x' } },
]);

const SEEDS: Readonly<Record<string, Buffer>> = {
  json: Buffer.from(request),
  lines: fixture('otel-tui-collector-export.jsonl').subarray(0, 40_000),
  protobuf,
  framed,
  jaeger: fixture('jaeger-ui-trace.json'),
  zipkin: Buffer.from(zipkin),
  javascript: fixture('openinference-vercel-v6-all-spans.json').subarray(0, 8000),
  gzip: zlib.gzipSync(framed),
};

/** Numbers that are the same in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

it.each(Object.entries(SEEDS))(
  'reads %s to its end, however it is damaged',
  async (_name, seed) => {
    const next = numbers(20_261_121);
    for (let round = 0; round < 60; round += 1) {
      let bytes = Buffer.from(seed);
      for (let hit = 0; hit < 4; hit += 1) {
        const at = Math.floor(next() * bytes.length);
        const what = next();
        if (what < 0.4) bytes[at] = Math.floor(next() * 256);
        else if (what < 0.6) bytes = bytes.subarray(0, at + 1);
        else if (what < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 3)]);
        else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at / 2)]);
      }
      // Ends without an error of the reader's own: what is wrong is a problem with a reason.
      const { problems } = await readFormats(bytes, { pieceBytes: 1 + Math.floor(next() * 5000) });
      for (const { reason } of problems) expect(reason.length).toBeGreaterThan(5);
    }
  },
);

it('refuses nesting, numbers and sizes beyond sense, and reads on after them', async () => {
  const good = JSON.stringify(exportRequest([{ name: 'good' }]));
  const deep = `{"resourceSpans":[{"scopeSpans":[{"spans":[${'['.repeat(5000)}]}]}]}`;
  const number = good.replace(
    /"startTimeUnixNano":"\d+"/,
    `"startTimeUnixNano":"${'9'.repeat(400)}"`,
  );
  const bare = '['.repeat(100_000);
  const { spans, problems } = await readFormats([deep, number, bare, good].join('\n'));
  expect(spans.map(({ name }) => name)).toEqual(['good']);
  expect(problems.length).toBeGreaterThanOrEqual(3);
});

it('gives up what expands without end, in several layers too, in little memory', async () => {
  // Neither layer alone goes beyond the limit of 400 times.
  const next = numbers(1);
  const noise = Buffer.from(Uint8Array.from({ length: 300_000 }, () => Math.floor(next() * 256)));
  const inner = zlib.gzipSync(Buffer.concat([noise, Buffer.alloc(64 * 1024 * 1024)]));
  const bomb = zlib.zstdCompressSync(Buffer.concat(Array.from({ length: 9 }, () => inner)));
  const before = process.memoryUsage().rss;
  const reasons: string[] = [];
  const pieces = async function* () {
    yield bomb;
  };
  for await (const found of readTelemetry(pieces())) {
    if (found.kind === 'problem') reasons.push(found.reason);
  }
  expect(reasons.join()).toContain('times its size');
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  // It expands until its limit of 64 MiB by 9 is met, which a busy machine takes long for.
});

it('tells of bytes that are no text between sound lines, once a stretch', async () => {
  const zeros = Buffer.alloc(5000);
  const lines = [Buffer.from(`${request}\n`), zeros, Buffer.from(`\n${request}\n`)];
  const { spans, problems } = await readFormats(Buffer.concat(lines));
  expect(spans).toHaveLength(40);
  expect(problems).toMatchObject([{ place: { line: 2 }, reason: 'it is no text here' }]);
});

it('takes names of what every object has for what they are', async () => {
  const file = '{"constructor":[{"scopeSpans":[]}],"toString":1}';
  const { formats, problems } = await readFormats(file);
  expect(formats).toEqual([]);
  expect(problems).toHaveLength(1);
});
