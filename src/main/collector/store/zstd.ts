import zlib from 'node:zlib';
import { KeptExpander, type StreamInternals } from './kept-expander.ts';
import { ZstdTooLargeError, type Matches, type ZstdCodec } from './zstd-codec.ts';
import { zstdFrames } from './zstd-frames.ts';
import { loadWasmCodec } from './zstd-wasm.ts';

/** Window a foreign frame may ask for: 2^26 bytes, so that its decoder never needs more than one body may. */
const MAX_WINDOW_LOG = 26;

type NativeZlib = typeof zlib & {
  zstdCompressSync?: typeof zlib.zstdCompressSync;
  zstdDecompressSync?: typeof zlib.zstdDecompressSync;
  createZstdCompress?: typeof zlib.createZstdCompress;
};

/** Largest input compressed with a stream that is kept, bytes: its output buffer is kept as well. */
const MAX_KEPT_INPUT = 512 * 1024;

type Params = Record<number, number>;

/**
 * Matches of seven bytes at least, and a table of them that just fits the second cache: telemetry of level 1 comes out
 * as small in a tenth less time.
 */
const LONG_MATCHES: Params = {
  [zlib.constants.ZSTD_c_minMatch]: 7,
  [zlib.constants.ZSTD_c_hashLog]: 15,
};

/**
 * A compressor that keeps its zstd context from frame to frame; undefined where this Node is built otherwise.
 *
 * A one-shot call sets up and clears about a MiB of tables each time: for a section of some KiB that takes longer
 * than to compress it.
 */
function keptCompressor(
  params: Params,
): ((data: Uint8Array) => Uint8Array | undefined) | undefined {
  const { createZstdCompress, constants } = zlib as NativeZlib;
  const stream = createZstdCompress?.({ params });
  const { _handle: handle, _writeState: left } = (stream ?? {}) as StreamInternals;
  if (typeof handle?.writeSync !== 'function' || !(left instanceof Uint32Array)) return undefined;
  // ZSTD_COMPRESSBOUND of the largest input, so that one write always makes a whole frame.
  const output = new Uint8Array(MAX_KEPT_INPUT + (MAX_KEPT_INPUT >>> 8) + 64);
  return (data) => {
    // A write that fails does not set it.
    left[1] = 1;
    handle.writeSync!(constants.ZSTD_e_end, data, 0, data.length, output, 0, output.length);
    if (left[1] !== 0 || left[0] === 0) return undefined;
    return output.slice(0, output.length - left[0]!);
  };
}

/** Room for the output: a third of the input is plenty for telemetry; where it is not, zlib adds chunks. */
const outputChunk = (size: number): number => Math.max(1024, Math.ceil(size / 3));

type Compressor = (data: Uint8Array) => Uint8Array;

function makeCompressor(
  compressSync: typeof zlib.zstdCompressSync,
  level: number,
  matches: Matches,
): Compressor {
  const params: Params = {
    [zlib.constants.ZSTD_c_compressionLevel]: level,
    ...(matches === 'long' ? LONG_MATCHES : {}),
  };
  const kept = keptCompressor(params);
  return (data) =>
    (data.length <= MAX_KEPT_INPUT ? kept?.(data) : undefined) ??
    compressSync(data, { chunkSize: outputChunk(data.length), params });
}

function nativeCodec(): ZstdCodec | undefined {
  const { zstdCompressSync, zstdDecompressSync } = zlib as NativeZlib;
  if (!zstdCompressSync || !zstdDecompressSync) return undefined;
  const known = new Map<string, Compressor>();
  const compressorFor = (level: number, matches: Matches): Compressor => {
    const name = `${level} ${matches}`;
    const compressor = known.get(name) ?? makeCompressor(zstdCompressSync, level, matches);
    known.set(name, compressor);
    return compressor;
  };
  return {
    compress: (data, level, matches) => compressorFor(level, matches)(data),
    // One byte more than promised is enough to notice a frame that holds more.
    expand: (data, size) =>
      zstdDecompressSync(data, { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1 }),
    inflate: (data, maxBytes) =>
      zstdDecompressSync(data, {
        chunkSize: Math.min(1 << 20, Math.max(16_384, data.length * 4)),
        maxOutputLength: maxBytes,
        params: { [zlib.constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
      }),
  };
}

/** Levels at which data that is packed in idle time still takes about as long as to read and write it, MB/s in the
 * tens: WASM is several times slower than zlib. */
const NATIVE_PACKING_LEVEL = 9;
const WASM_PACKING_LEVEL = 6;

let codec = nativeCodec();
let isNative = codec !== undefined;
const expander = new KeptExpander();

/** Must have resolved before anything is compressed; does nothing where the runtime has zstd itself. */
export async function loadZstd(): Promise<void> {
  codec ??= await loadWasmCodec();
}

/** Switches to the WASM implementation, so that tests can show both read the same bytes. */
export async function useWasmZstd(): Promise<void> {
  isNative = false;
  codec = await loadWasmCodec();
}

function loaded(): ZstdCodec {
  if (!codec) throw new Error('loadZstd() has not resolved yet');
  return codec;
}

/** Level for what is packed in idle time. */
export function packingLevel(): number {
  return isNative ? NATIVE_PACKING_LEVEL : WASM_PACKING_LEVEL;
}

export function zstdCompress(
  data: Uint8Array,
  level: number,
  matches: Matches = 'any',
): Uint8Array {
  return loaded().compress(data, level, matches);
}

/** Expands a frame that must hold exactly `size` bytes; throws otherwise, and never allocates more. */
export function zstdExpand(data: Uint8Array, size: number): Uint8Array {
  if (isNative) {
    const into = Buffer.allocUnsafeSlow(size);
    if (expander.expand(data, into)) return into;
  }
  const out = loaded().expand(data, size);
  if (out.length !== size) throw new Error('zstd frame size differs');
  return out;
}

/**
 * As {@link zstdExpand}, but into the front of memory that is used again and again, where the frame fits; the result
 * is good until that memory is written to.
 */
export function zstdExpandInto(data: Uint8Array, size: number, memory: Buffer): Uint8Array {
  if (isNative && size <= memory.length) {
    const into = memory.subarray(0, size);
    if (expander.expand(data, into)) return into;
  }
  return zstdExpand(data, size);
}

/**
 * Expands frames somebody else made, of any size up to `maxBytes`; never allocates much more.
 *
 * @throws ZstdTooLargeError when they hold more, Error when they are damaged
 */
export function zstdInflate(data: Uint8Array, maxBytes: number): Uint8Array {
  const frames = zstdFrames(data);
  if (frames.length === 1) return inflateFrame(frames[0]!.bytes, maxBytes);
  const parts: Uint8Array[] = [];
  let left = maxBytes;
  for (const { bytes } of frames) {
    const part = inflateFrame(bytes, left);
    left -= part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function inflateFrame(frame: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return loaded().inflate(frame, maxBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new ZstdTooLargeError();
    throw error;
  }
}
