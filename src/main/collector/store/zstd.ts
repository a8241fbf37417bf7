import zlib from 'node:zlib';

/** Compresses and expands zstd frames; both implementations read each other's output. */
interface ZstdCodec {
  compress(data: Uint8Array, level: number): Uint8Array;
  /** Throws when the frame is damaged or does not expand to exactly `size` bytes. */
  expand(data: Uint8Array, size: number): Uint8Array;
  /** Expands frames of unknown size to at most `maxBytes`; throws when damaged or larger. */
  inflate(data: Uint8Array, maxBytes: number): Uint8Array;
}

/** Window a foreign frame may ask for: 2^26 bytes, so that its decoder never needs more than one body may. */
const MAX_WINDOW_LOG = 26;

type NativeZlib = typeof zlib & {
  zstdCompressSync?: typeof zlib.zstdCompressSync;
  zstdDecompressSync?: typeof zlib.zstdDecompressSync;
  createZstdCompress?: typeof zlib.createZstdCompress;
};

/** Largest input compressed with a stream that is kept, bytes: its output buffer is kept as well. */
const MAX_KEPT_INPUT = 512 * 1024;

/** What `zlib`'s own one-shot functions use of a stream; Node does not document it. */
interface StreamInternals {
  readonly _handle?: {
    writeSync?: (
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      output: Uint8Array,
      outputAt: number,
      outputLength: number,
    ) => void;
  };
  /** Bytes of output and of input that were left after a write. */
  readonly _writeState?: Uint32Array;
}

/**
 * A compressor that keeps its zstd context from frame to frame; undefined where this Node is built otherwise.
 *
 * A one-shot call sets up and clears about a MiB of tables each time: for a section of some KiB that takes longer
 * than to compress it.
 */
function keptCompressor(level: number): ((data: Uint8Array) => Uint8Array | undefined) | undefined {
  const { createZstdCompress, constants } = zlib as NativeZlib;
  const stream = createZstdCompress?.({ params: { [constants.ZSTD_c_compressionLevel]: level } });
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

/** A frame expands to more than it was allowed to. */
export class ZstdTooLargeError extends Error {}

function nativeCodec(): ZstdCodec | undefined {
  const { zstdCompressSync, zstdDecompressSync } = zlib as NativeZlib;
  if (!zstdCompressSync || !zstdDecompressSync) return undefined;
  const level = zlib.constants.ZSTD_c_compressionLevel;
  const oneShot = (data: Uint8Array, wanted: number): Uint8Array =>
    zstdCompressSync(data, { chunkSize: outputChunk(data.length), params: { [level]: wanted } });
  const kept = new Map<number, ReturnType<typeof keptCompressor>>();
  return {
    compress: (data, wanted) => {
      if (data.length > MAX_KEPT_INPUT) return oneShot(data, wanted);
      if (!kept.has(wanted)) kept.set(wanted, keptCompressor(wanted));
      return kept.get(wanted)?.(data) ?? oneShot(data, wanted);
    },
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

/** For runtimes whose zlib lacks zstd (Node before 22.15, hence Electron before 36). */
async function wasmCodec(): Promise<ZstdCodec> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd');
  // Electron 33 often does not wake a worker thread when its WebAssembly is compiled; a timer does.
  const awake = setInterval(() => {}, 5);
  const zstd = await Zstd.load().finally(() => clearInterval(awake));
  return {
    compress: (data, level) => zstd.compress(data, level),
    expand: (data, size) => {
      if (frameContentSize(data) !== size) throw new Error('zstd frame size differs');
      return zstd.decompress(data);
    },
    inflate: (data, maxBytes) => {
      if (!hasMagic(data)) throw new Error('not a zstd frame');
      // The build tells nothing of how much is left over, so the room grows until some of it stays empty.
      for (let room = Math.max(65_536, data.length * 8); ; room *= 4) {
        const limit = Math.min(room, maxBytes + 1);
        zstd.reset();
        const out = zstd.decompressChunk(data, limit);
        if (out.length > maxBytes) throw new ZstdTooLargeError();
        if (out.length < limit) return out;
      }
    },
  };
}

/** Content size a zstd frame announces (RFC 8878, 3.1.1.1), or -1: the bound that the WASM build lacks. */
export function frameContentSize(data: Uint8Array): number {
  if (data.length < 8) return -1;
  if (!hasMagic(data)) return -1;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const descriptor = view.getUint8(4);
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const width = [single ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  if (width === 0 || at + width > data.length) return -1;
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  if (width === 4) return view.getUint32(at, true);
  return Number(view.getBigUint64(at, true));
}

function hasMagic(data: Uint8Array): boolean {
  return data[0] === 0x28 && data[1] === 0xb5 && data[2] === 0x2f && data[3] === 0xfd;
}

let codec = nativeCodec();

/** Must have resolved before anything is compressed; does nothing where the runtime has zstd itself. */
export async function loadZstd(): Promise<void> {
  codec ??= await wasmCodec();
}

/** Switches to the WASM implementation, so that tests can show both read the same bytes. */
export async function useWasmZstd(): Promise<void> {
  codec = await wasmCodec();
}

function loaded(): ZstdCodec {
  if (!codec) throw new Error('loadZstd() has not resolved yet');
  return codec;
}

export function zstdCompress(data: Uint8Array, level: number): Uint8Array {
  return loaded().compress(data, level);
}

/** Expands a frame that must hold exactly `size` bytes; throws otherwise, and never allocates more. */
export function zstdExpand(data: Uint8Array, size: number): Uint8Array {
  const out = loaded().expand(data, size);
  if (out.length !== size) throw new Error('zstd frame size differs');
  return out;
}

/**
 * Expands frames somebody else made, of any size up to `maxBytes`; never allocates much more.
 *
 * @throws ZstdTooLargeError when they hold more, Error when they are damaged
 */
export function zstdInflate(data: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return loaded().inflate(data, maxBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new ZstdTooLargeError();
    throw error;
  }
}
