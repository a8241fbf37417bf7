import { ByteSource } from './byte-source.ts';
import { FoundQueue } from './found-queue.ts';
import { isJson } from './is-json.ts';
import { otherFormat } from './other-formats.ts';
import { isTable, readCsv } from './read-csv.ts';
import { isFramed, readFrames } from './read-frames.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import { isTar, readTar } from './read-tar.ts';
import { UnreadableFile, type Bytes, type Found } from './types.ts';
import { unpack } from './unpack.ts';
import { toUtf8, utf16Of } from './utf-16.ts';
import { beginsWithGroup, isSound } from './wire-fields.ts';

/** Bytes looked at to tell what a file is. */
const HEAD_BYTES = 64 * 1024;
/** Archives inside each other: one can be made that holds itself without end. */
const MAX_ARCHIVES = 4;

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
  for (const layer of layers) queue.layer(layer);
  const head = await source.peek(HEAD_BYTES);
  yield* readContent(source, queue, packed, 0);
  if (!queue.hasContent) tellNothing(queue, head, layers.length > 0);
  yield* queue.take();
}

/** A file of which nothing was read is not read well, whatever may be the matter with it. */
function tellNothing(queue: FoundQueue, head: Uint8Array, isPacked: boolean): void {
  if (queue.hasProblems) {
    const isOther = !queue.isKnown && head.length > 0 && !isJson(head);
    if (isOther && otherFormat(head) === undefined)
      queue.problem({}, 'nothing in it is of a known format');
  } else if (head.length === 0) {
    const what = isPacked ? 'there is nothing in it once it is unpacked' : 'the file is empty';
    queue.problem({}, `${what}: write it anew where it came from`);
  } else if (!queue.isKnown && head.every((byte) => byte <= 0x20)) {
    queue.problem({}, 'there is nothing but white space in it');
  } else queue.problem({}, 'it holds no spans, log records or metrics');
}

/**
 * Reads what is not compressed (any more), by its first bytes.
 *
 * @param file the whole file, as it is packed
 * @param archives that it is inside of
 */
async function* readContent(
  packed: ByteSource,
  queue: FoundQueue,
  file: ByteSource,
  archives: number,
): AsyncGenerator<Found> {
  const encoding = utf16Of(await packed.peek(8));
  if (encoding !== undefined) queue.layer('UTF-16');
  const source = encoding === undefined ? packed : new ByteSource(toUtf8(packed.rest(), encoding));
  const head = await source.peek(HEAD_BYTES);
  if (head.length === 0) return;
  const other = otherFormat(head);
  if (other !== undefined) queue.problem({}, `it is ${other}`);
  else if (isTar(head) && archives === MAX_ARCHIVES) {
    queue.problem({}, `it is an archive inside of ${MAX_ARCHIVES} others: unpack them first`);
  } else if (isTar(head)) {
    yield* readTar(source, queue, (entry) => readEntry(entry, queue, file, archives + 1));
  } else if (isJson(head) && !beginsWithGroup(head)) yield* readJson(source, queue);
  else if (isFramed(head)) yield* readFrames(source, queue);
  else if (head[0] === 0x0a && (head.length === HEAD_BYTES || looksLikeProtobuf(head))) {
    yield* readProtobuf(source, queue);
  } else if (isTable(head)) yield* readCsv(source, queue);
  // A file of which the first bytes are damaged may go on with sound lines.
  else if (isText(head)) yield* readJson(source, queue);
  else yield* readFrames(source, queue);
  yield* queue.take();
}

/** An entry of an archive, which may itself be compressed. One that cannot be read takes nothing from the others. */
async function* readEntry(
  source: ByteSource,
  queue: FoundQueue,
  file: ByteSource,
  archives: number,
): AsyncGenerator<Found> {
  const damaged = (byte: number, reason: string) => queue.problem({ byte }, reason);
  try {
    const inner = await unpack(source, undefined, damaged, file);
    yield* readContent(inner.source, queue, file, archives);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    queue.problem({}, error.message);
  }
}

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
