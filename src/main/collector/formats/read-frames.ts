import { ByteSource } from './byte-source.ts';
import type { FoundQueue } from './found-queue.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import type { Found } from './types.ts';
import { packingOf, unpack } from './unpack.ts';
import { isSound, signalOf } from './wire-fields.ts';

/** Bytes of the big-endian length in front of each message (Collector contrib, file exporter). */
const PREFIX_BYTES = 4;
/** Largest message, bytes; so large that its length never begins like a protobuf message does. */
const MAX_FRAME_BYTES = 128 * 1024 * 1024;
/** How far the next sound message is looked for after damage, bytes at a time. */
const SEARCH_BYTES = 4 * 1024 * 1024;

const FIRST_FIELD = 0x0a;
const OPEN_BRACE = 0x7b;

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
    const head = await source.peek(PREFIX_BYTES + 16);
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
  const body = await source.peek(length);
  const isCut = body.length < length;
  const isPlain = packingOf(body) === undefined && body[0] === FIRST_FIELD;
  if (isPlain && !isCut && !isSound(body, 'request')) {
    // The length may be what is damaged: then another message begins before this one should end.
    const next = nextFrame(body, 1);
    const end = next < 0 ? body.length : next;
    queue.problem({ byte: from }, 'the message is damaged; what is sound of it is read');
    yield* readProtobuf(ByteSource.of(body.slice(0, end)), queue);
    await source.skip(end);
    return;
  }
  await source.skip(body.length);
  if (isCut) {
    const missing = length - body.length;
    queue.problem(
      { byte: from + body.length },
      `the last message is cut short by ${missing} bytes`,
    );
  }
  const damaged = (_byte: number, reason: string) => queue.problem({ byte: from }, reason, 1);
  const inner = await unpack(ByteSource.of(body.slice()), undefined, damaged);
  for (const layer of inner.layers) queue.layer(layer);
  const [first] = await inner.source.peek(1);
  if (first === OPEN_BRACE) yield* readJson(inner.source, queue);
  else yield* readProtobuf(inner.source, queue);
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

/** Offset of a length with a sound message after it, both inside `bytes`; -1 for none. */
function nextFrame(bytes: Uint8Array, from: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(FIRST_FIELD, from + PREFIX_BYTES); at >= 0;) {
    const start = at - PREFIX_BYTES;
    const length = buffer.readUInt32BE(start);
    // Only whole ones can be told from chance.
    if (length > 16 && length <= buffer.length - at) {
      const message = buffer.subarray(at, at + length);
      if (isSound(message, 'request') && signalOf(message, 'request') !== undefined) return start;
    }
    at = buffer.indexOf(FIRST_FIELD, at + 1);
  }
  return -1;
}

function lengthOf(head: Uint8Array): number {
  return ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0;
}
