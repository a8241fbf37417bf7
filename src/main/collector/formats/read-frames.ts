import { ByteSource } from './byte-source.ts';
import type { FoundQueue } from './found-queue.ts';
import { CLOSE_BRACE, NEWLINE, OPEN_BRACE } from './json-bytes.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import { UnreadableFile, type Found } from './types.ts';
import { packingOf, unpack } from './unpack.ts';
import { isSound, signalOf } from './wire-fields.ts';

/** Bytes of the big-endian length in front of each message (Collector contrib, file exporter). */
const PREFIX_BYTES = 4;
/** Largest message, bytes; so large that its length never begins like a protobuf message does. */
const MAX_FRAME_BYTES = 128 * 1024 * 1024;
/** How far the next sound message is looked for after damage, bytes at a time. */
const SEARCH_BYTES = 4 * 1024 * 1024;

/** Of a message, to tell that it is one. */
const HEAD_BYTES = 32;

const FIRST_FIELD = 0x0a;

/** Whether bytes begin with a length and a message, as the Collector's file exporter writes them. */
export function isFramed(head: Uint8Array): boolean {
  if (head.length <= PREFIX_BYTES) return false;
  const length = lengthOf(head);
  if (length === 0 || length > MAX_FRAME_BYTES) return false;
  const first = head[PREFIX_BYTES]!;
  const message = head.subarray(PREFIX_BYTES, PREFIX_BYTES + length);
  if (packingOf(message) !== undefined || first === OPEN_BRACE) return true;
  return first === FIRST_FIELD && (message.length < length || isSound(message, 'request'));
}

/** Reads messages with their length in front: protobuf or JSON, each maybe compressed by itself. */
export async function* readFrames(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  for (;;) {
    const head = await source.peek(PREFIX_BYTES + HEAD_BYTES);
    if (head.length === 0) return;
    const at = source.offset;
    const length = head.length < PREFIX_BYTES ? -1 : lengthOf(head);
    if (length <= 0 || length > MAX_FRAME_BYTES || !isFramed(head)) {
      if (!(await findNext(source))) {
        queue.problem({ byte: at }, 'no message begins here, and none after it');
        yield* queue.take();
        return;
      }
      queue.problem(
        { byte: at },
        `no message begins here; ${source.offset - at} bytes are passed over`,
      );
      continue;
    }
    queue.format('length-prefixed messages');
    await source.skip(PREFIX_BYTES);
    yield* readFrame(source, queue, length);
    yield* queue.take();
  }
}

async function* readFrame(
  source: ByteSource,
  queue: FoundQueue,
  length: number,
): AsyncGenerator<Found> {
  const from = source.offset;
  const whole = await source.peek(length + PREFIX_BYTES + HEAD_BYTES);
  const body = whole.subarray(0, length);
  const isCut = body.length < length;
  const isPlain = packingOf(body) === undefined && body[0] === FIRST_FIELD;
  const isFollowed = whole.length === body.length || isFramed(whole.subarray(length));
  if (isCut || !isFollowed || (isPlain && !isSound(body, 'request'))) {
    // The length may be what is damaged: then another message begins before this one should end.
    const window = await source.peek(length + SEARCH_BYTES);
    const found = nextFrame(window, 1);
    const next = found < body.length ? found : -1;
    const end = next < 0 ? body.length : next;
    if (next >= 0 || (isPlain && !isCut && !isSound(body, 'request'))) {
      queue.problem({ byte: from }, 'the message is damaged; what is sound of it is read');
      yield* readMessage(body.slice(0, end), queue, from);
      await source.skip(end);
      return;
    }
  }
  await source.skip(body.length);
  if (isCut) {
    const missing = length - body.length;
    queue.problem(
      { byte: from + body.length },
      `the last message is cut short by ${missing} bytes`,
    );
  }
  yield* readMessage(body.slice(), queue, from);
}

/** One message, which may be compressed by itself; one that cannot be read takes nothing from the others. */
async function* readMessage(
  body: Uint8Array,
  queue: FoundQueue,
  byte: number,
): AsyncGenerator<Found> {
  const damaged = (_byte: number, reason: string) => queue.problem({ byte }, reason, 1);
  try {
    const inner = await unpack(ByteSource.of(body), undefined, damaged);
    for (const layer of inner.layers) queue.layer(layer);
    const [first] = await inner.source.peek(1);
    if (first === OPEN_BRACE) yield* readJson(inner.source, queue);
    else yield* readProtobuf(inner.source, queue, signalOf(body, 'request'));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    queue.problem({ byte }, error.message, 1);
  }
}

/** Goes on to where a sound message begins; false when none is left. */
async function findNext(source: ByteSource): Promise<boolean> {
  for (;;) {
    const window = await source.peek(SEARCH_BYTES);
    const at = nextFrame(window, 1);
    if (at >= 0) {
      await source.skip(at);
      return true;
    }
    if (window.length < SEARCH_BYTES) return false;
    await source.skip(SEARCH_BYTES / 2);
  }
}

/** How messages begin that are looked for after damage: plain protobuf, zstd, gzip and JSON. */
const BEGINNINGS = ['\n', '\x28\xb5\x2f\xfd', '\x1f\x8b\x08', '{"'].map((text) =>
  Buffer.from(text, 'latin1'),
);

/** Offset of a length with a sound message after it, both inside `bytes`; -1 for none. */
function nextFrame(bytes: Uint8Array, from: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = BEGINNINGS.map((beginning) => nextOf(buffer, beginning, from));
  const first = Math.min(...found.filter((at) => at >= 0));
  return Number.isFinite(first) ? first : -1;
}

function nextOf(buffer: Buffer, beginning: Buffer, from: number): number {
  for (let at = buffer.indexOf(beginning, from + PREFIX_BYTES); at >= 0;) {
    const start = at - PREFIX_BYTES;
    const length = buffer.readUInt32BE(start);
    // Only whole ones can be told from chance.
    if (length > 16 && length <= buffer.length - at) {
      const message = buffer.subarray(at, at + length);
      if (isMessage(message, buffer.subarray(at + length))) return start;
    }
    at = buffer.indexOf(beginning, at + 1);
  }
  return -1;
}

/** Whether bytes are a message by themselves: one that is packed is told by what follows it. */
function isMessage(message: Buffer, rest: Buffer): boolean {
  if (message[0] === FIRST_FIELD) {
    return isSound(message, 'request') && signalOf(message, 'request') !== undefined;
  }
  if (message[0] === OPEN_BRACE) return isJsonObject(message);
  return rest.length === 0 || isFramed(rest);
}

function isJsonObject(message: Buffer): boolean {
  if (message.at(-1) !== CLOSE_BRACE && message.at(-1) !== NEWLINE) return false;
  try {
    return typeof JSON.parse(message.toString('utf8')) === 'object';
  } catch {
    return false;
  }
}

function lengthOf(head: Uint8Array): number {
  return ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0;
}
