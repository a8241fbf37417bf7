import { createZstdExpander, type ZstdExpander } from '../store/zstd-stream.ts';
import { ByteSource } from './byte-source.ts';
import { gunzip } from './gunzip.ts';
import { decryptAge, isAge } from './age.ts';
import { isArmored, withoutArmor } from './age-armor.ts';
import { UnreadableFile, type Bytes } from './types.ts';
import { ZstdSplitter } from './zstd-splitter.ts';

/** How a file was packed, from the outside in. */
export type Packing = 'gzip' | 'zstd' | 'age';

/** Told of damage: offset in the packed bytes, and what is wrong. */
export type OnDamage = (byte: number, reason: string) => void;

/** Compressions inside each other. */
const MAX_LAYERS = 4;
/** Packed bytes expanded at a time: even at the best ratio of gzip some MiB come out. */
const STEP_BYTES = 8 * 1024;
/** From here on, bytes, a file must not be larger than this many times its packed form. */
const BOMB_BYTES = 512 * 1024 * 1024;
const BOMB_RATIO = 400;

/** Looked at to tell a packing: the first line of an armored age file in UTF-16, and white space before it. */
const HEAD_BYTES = 128;

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** The compression of bytes, by how they begin. */
export function packingOf(head: Uint8Array): Packing | undefined {
  if (startsWith(head, GZIP)) return 'gzip';
  if (startsWith(head, ZSTD)) return 'zstd';
  // A frame that holds no data may come first.
  if ((head[0]! & 0xf0) === 0x50 && startsWith(head.subarray(1), [0x2a, 0x4d, 0x18])) return 'zstd';
  return isAge(head) || isArmored(head.subarray(0, HEAD_BYTES)) ? 'age' : undefined;
}

/**
 * Takes gzip, zstd and age off a file, by content and however often; streamed, and never beyond a sane ratio.
 *
 * @param file the whole file, where `source` is a part of it: packed in several layers it is held against its own size
 * @throws UnreadableFile for a missing or wrong passphrase, or too many layers
 */
export async function unpack(
  source: ByteSource,
  passphrase: string | undefined,
  onDamage: OnDamage,
  file = source,
): Promise<{ readonly source: ByteSource; readonly layers: readonly Packing[] }> {
  const layers: Packing[] = [];
  let inner = source;
  for (;;) {
    const packing = packingOf(await inner.peek(HEAD_BYTES));
    if (packing === undefined) return { source: inner, layers };
    if (layers.length === MAX_LAYERS) {
      throw new UnreadableFile(`The file is compressed more than ${MAX_LAYERS} times over.`);
    }
    layers.push(packing);
    const packed = inner;
    inner = new ByteSource(
      packing === 'age'
        ? await decryptAge(await bareAge(packed), passphrase, onDamage)
        : expand(packed, packing, onDamage, file),
    );
  }
}

async function bareAge(source: ByteSource): Promise<ByteSource> {
  const isText = isArmored(await source.peek(HEAD_BYTES));
  return isText ? new ByteSource(withoutArmor(source.rest())) : source;
}

/** Expands to the end, or to where it is damaged: what came before that is given out. */
async function* expand(
  source: ByteSource,
  packing: 'gzip' | 'zstd',
  onDamage: OnDamage,
  file: ByteSource,
): Bytes {
  const steps = packing === 'gzip' ? gunzip(source, STEP_BYTES) : unzstd(source);
  const start = file.offset;
  let made = 0;
  try {
    for await (const piece of steps) {
      made += piece.length;
      const read = file.offset - start;
      if (made > BOMB_BYTES && made > read * BOMB_RATIO) {
        onDamage(
          source.offset,
          `it expands to more than ${BOMB_RATIO} times its size (${packing})`,
        );
        return;
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    onDamage(source.offset, `the ${packing} data is damaged or cut short: ${reason}`);
  }
}

async function* unzstd(source: ByteSource): AsyncGenerator<Uint8Array> {
  const splitter = new ZstdSplitter();
  let expander: ZstdExpander | undefined;
  try {
    for (let step = await source.take(STEP_BYTES); step.length > 0;) {
      for (const { bytes, endsFrame } of splitter.feed(step)) {
        expander ??= createZstdExpander();
        yield* await expander.push(bytes);
        if (!endsFrame) continue;
        expander.close();
        expander = undefined;
      }
      step = await source.take(STEP_BYTES);
    }
    if (!splitter.isBetweenFrames) throw new Error('it ends in the middle of a frame');
  } finally {
    expander?.close();
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
