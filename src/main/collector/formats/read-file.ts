import { ByteSource } from './byte-source.ts';
import { FoundQueue } from './found-queue.ts';
import { isTable, readCsv } from './read-csv.ts';
import { isFramed, readFrames } from './read-frames.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import { isTar, readTar } from './read-tar.ts';
import type { Bytes, Found } from './types.ts';
import { unpack } from './unpack.ts';
import { isSound } from './wire-fields.ts';

/** Bytes looked at to tell what a file is. */
const HEAD_BYTES = 64 * 1024;

export interface ReadOptions {
  /** Of an encrypted bundle. */
  readonly passphrase?: string | undefined;
}

/**
 * Reads the telemetry in a file of any known format, told by its content, as OTLP requests; streamed from end to end.
 *
 * What cannot be read is given out as a problem with its place, and never keeps the rest from being read.
 *
 * @throws UnreadableFile when it is encrypted and the passphrase is missing or wrong
 */
export async function* readTelemetry(
  bytes: Bytes,
  options: ReadOptions = {},
): AsyncGenerator<Found> {
  const queue = new FoundQueue();
  const packed = new ByteSource(bytes);
  const damaged = (byte: number, reason: string) => queue.problem({ byte }, reason);
  const { source, layers } = await unpack(packed, options.passphrase, damaged);
  for (const layer of layers) queue.format(layer);
  yield* readContent(source, queue);
  yield* queue.take();
}

/** Reads what is not compressed (any more), by its first bytes. */
async function* readContent(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  const head = await source.peek(HEAD_BYTES);
  if (head.length === 0) return;
  if (isTar(head)) yield* readTar(source, queue, readEntry);
  else if (isJson(head)) yield* readJson(source, queue);
  else if (isFramed(head)) yield* readFrames(source, queue);
  else if (head[0] === 0x0a && (head.length === HEAD_BYTES || looksLikeProtobuf(head))) {
    yield* readProtobuf(source, queue);
  } else if (isTable(head)) yield* readCsv(source, queue);
  // A file of which the first bytes are damaged may go on with sound lines.
  else if (isText(head)) yield* readJson(source, queue);
  else yield* readFrames(source, queue);
  yield* queue.take();
}

/** An entry of an archive, which may itself be compressed. */
async function* readEntry(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  const damaged = (byte: number, reason: string) => queue.problem({ byte }, reason);
  const inner = await unpack(source, undefined, damaged);
  yield* readContent(inner.source, queue);
}

/** A bracket after white space, commas or the separators of JSON text sequences. */
function isJson(head: Uint8Array): boolean {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = head.subarray(start).find((byte) => !BEFORE_JSON.has(byte));
  return first === 0x7b || first === 0x5b;
}

const BEFORE_JSON = new Set([0x09, 0x0a, 0x0d, 0x1e, 0x20, 0x2c]);

function isText(head: Uint8Array): boolean {
  let odd = 0;
  for (const byte of head.subarray(0, 4096)) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1e) odd += 1;
  }
  return odd === 0;
}

/** A small file that begins like a group: damaged ones too, as long as they are no text. */
function looksLikeProtobuf(head: Uint8Array): boolean {
  return isSound(head, 'request') || !isText(head);
}
