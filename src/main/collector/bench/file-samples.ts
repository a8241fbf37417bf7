import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { ByteSource } from '../formats/byte-source.ts';
import { isSound } from '../formats/wire-fields.ts';
import { requestToJson } from '../otlp/protobuf-to-json.ts';
import { Workload } from './workload.ts';

/** Spans of one line of a file. */
const LINE_SPANS = 64;

/** Writes OTLP JSON lines. */
export async function writeLines(file: string, spans: number): Promise<void> {
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

/** The same as one document in one line. */
export async function writeDocument(lines: string, file: string): Promise<void> {
  const groups = async function* () {
    let lead = '{"resourceSpans":[';
    for await (const line of linesOf(createReadStream(lines))) {
      yield `${lead}${line.slice('{"resourceSpans":['.length, -']}'.length)}`;
      lead = ',';
    }
    yield ']}';
  };
  await pipeline(Readable.from(groups()), createWriteStream(file));
}

export async function writeGzip(from: string, file: string): Promise<void> {
  await pipeline(createReadStream(from), zlib.createGzip({ level: 6 }), createWriteStream(file));
}

/** What reading a file costs at least: nothing is made of it. */
export type BareParse = (file: string) => Promise<void>;

/** `JSON.parse` of each line; the lines of Jaeger's document are its traces. */
export const parseLines: BareParse = (file) => parseEach(createReadStream(file));

/** Gunzip, and `JSON.parse` of each line. */
export const parsePackedLines: BareParse = (file) =>
  parseEach(createReadStream(file).pipe(zlib.createGunzip()));

/** Each message walked field by field. */
export const walkMessages: BareParse = async (file) => {
  const source = new ByteSource(createReadStream(file, { highWaterMark: 1024 * 1024 }));
  for (let head = await source.take(4); head.length === 4; head = await source.take(4)) {
    const message = await source.take(Buffer.from(head).readUInt32BE());
    if (!isSound(message, 'request')) throw new Error('A message is damaged.');
  }
};

/** Gunzip alone. */
export const expandAll: BareParse = async (file) => {
  let bytes = 0;
  const pieces: AsyncIterable<Buffer> = createReadStream(file).pipe(zlib.createGunzip());
  for await (const piece of pieces) bytes += piece.length;
  if (bytes === 0) throw new Error('The file is empty.');
};

async function parseEach(bytes: Readable): Promise<void> {
  let parsed = 0;
  for await (const line of linesOf(bytes)) {
    const text = line.replace(/^\{"data":\[/, '').replace(/(\],"total":.*|,)$/, '');
    if (JSON.parse(text) !== null) parsed += 1;
  }
  if (parsed === 0) throw new Error('The file is empty.');
}

function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
