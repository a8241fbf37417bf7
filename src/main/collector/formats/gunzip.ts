import zlib from 'node:zlib';
import type { ByteSource } from './byte-source.ts';

// Members of a gzip file (RFC 1952), one after the other. The gunzip of Node drops what it made of a piece in which
// something else follows a member, and says nothing of where that is.

/** Bits of a member's flags. */
const HAS_CHECK = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/**
 * Expands all members; zeros after the last one are padding.
 *
 * @param stepBytes packed bytes expanded at a time
 * @throws Error for damage, once all that came before it was given out
 */
export async function* gunzip(source: ByteSource, stepBytes: number): AsyncGenerator<Uint8Array> {
  for (let members = 0; ; members += 1) {
    const head = await source.peek(2);
    if (members > 0 && (await endsBefore(source))) return;
    if (head[0] !== 0x1f || head[1] !== 0x8b) throw new Error('what follows is not gzip');
    await skipHeader(source);
    yield* member(source, stepBytes);
  }
}

/** Whether nothing but padding is left, which is passed over. */
async function endsBefore(source: ByteSource): Promise<boolean> {
  for (let byte = await source.peek(1); byte[0] === 0; byte = await source.peek(1)) {
    await source.skip(1);
  }
  return (await source.peek(1)).length === 0;
}

async function skipHeader(source: ByteSource): Promise<void> {
  const head = await source.take(10);
  const flags = head[3] ?? 0;
  if (head.length < 10) throw new Error('unexpected end of file');
  if (head[2] !== 8) throw new Error('unknown compression method');
  if (flags & HAS_EXTRA) {
    const [low = 0, high = 0] = await source.take(2);
    await source.skip(low + high * 256);
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) if (flags & flag) await skipText(source);
  if (flags & HAS_CHECK) await source.skip(2);
}

async function skipText(source: ByteSource): Promise<void> {
  for (let byte = await source.take(1); byte.length > 0 && byte[0] !== 0;) {
    byte = await source.take(1);
  }
}

async function* member(source: ByteSource, stepBytes: number): AsyncGenerator<Uint8Array> {
  const stream = zlib.createInflateRaw({ chunkSize: 256 * 1024 });
  const made: Uint8Array[] = [];
  stream.on('data', (piece: Uint8Array) => made.push(piece));
  let check = 0;
  let length = 0;
  try {
    for (let isWhole = false; !isWhole;) {
      const step = await source.peek(stepBytes);
      if (step.length === 0) throw new Error('unexpected end of file');
      const before = stream.bytesWritten;
      const failure = await write(stream, step);
      for (const piece of made.splice(0)) {
        check = zlib.crc32(piece, check);
        length = (length + piece.length) % 2 ** 32;
        yield piece;
      }
      if (failure !== undefined) throw failure;
      const taken = stream.bytesWritten - before;
      await source.skip(taken);
      // It takes all it is given but what follows its end.
      isWhole = taken < step.length;
    }
  } finally {
    stream.destroy();
  }
  const tail = Buffer.from(await source.take(8));
  if (tail.length < 8) throw new Error('unexpected end of file');
  if (tail.readUInt32LE(0) !== check || tail.readUInt32LE(4) !== length) {
    throw new Error('incorrect data check');
  }
}

function write(stream: zlib.InflateRaw, step: Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.once('error', resolve);
    stream.write(step, (error) => {
      if (error) return;
      stream.off('error', resolve);
      resolve(undefined);
    });
  });
}
