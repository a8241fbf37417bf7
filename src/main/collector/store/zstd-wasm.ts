import { ZstdTooLargeError, type ZstdCodec } from './zstd-codec.ts';
import { frameContentSize, zstdFrames } from './zstd-frames.ts';

/** The library inside `@hpcc-js/wasm-zstd`: libzstd's one-shot functions over memory of its own; sizes in bytes. */
interface Library {
  compressBound(size: number): number;
  compress(to: number, room: number, from: number, size: number, level: number): number;
  decompress(to: number, room: number, from: number, size: number): number;
  isError(size: number): boolean;
  getErrorName(size: number): string;
}

interface Memory {
  _malloc(size: number): number;
  _free(at: number): void;
  /** Another one whenever the memory has grown. */
  readonly HEAPU8: Uint8Array;
}

/** Where the package keeps them. Its own functions copy each byte through a list of numbers: a GiB for 64 MiB. */
interface PackageInternals {
  readonly _zstdClass?: Library;
  readonly _mainModule?: { readonly _module?: Memory };
}

/** For runtimes whose zlib lacks zstd (Node before 22.15, hence Electron before 36). */
export async function loadWasmCodec(): Promise<ZstdCodec> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd');
  // Electron 33 often does not wake a worker thread when its WebAssembly is compiled; a timer does.
  const awake = setInterval(() => {}, 5);
  const loaded: unknown = await Zstd.load().finally(() => clearInterval(awake));
  const { _zstdClass: library, _mainModule: main } = loaded as PackageInternals;
  const { _module: memory } = main ?? {};
  if (library === undefined || memory === undefined) {
    throw new Error('@hpcc-js/wasm-zstd is built otherwise than the version this was written for');
  }
  return createCodec(library, memory);
}

function createCodec(library: Library, memory: Memory): ZstdCodec {
  const { _malloc: malloc, _free: free } = memory;
  /** Gives `work` a copy of `data` and room for its result inside the library's memory; returns the result. */
  const run = (
    data: Uint8Array,
    room: number,
    work: (to: number, from: number) => number,
  ): Uint8Array => {
    const from = malloc(Math.max(1, data.length));
    const to = from === 0 ? 0 : malloc(Math.max(1, room));
    try {
      if (to === 0) throw new Error('zstd has no memory left');
      memory.HEAPU8.set(data, from);
      const size = work(to, from);
      if (library.isError(size)) throw new Error(library.getErrorName(size));
      return memory.HEAPU8.slice(to, to + size);
    } finally {
      free(to);
      free(from);
    }
  };
  const expand = (data: Uint8Array, room: number): Uint8Array =>
    run(data, room, (to, from) => library.decompress(to, room, from, data.length));
  return {
    compress: (data, level) => {
      const room = library.compressBound(data.length);
      return run(data, room, (to, from) => library.compress(to, room, from, data.length, level));
    },
    expand: (data, size) => {
      if (frameContentSize(data) !== size) throw new Error('zstd frame size differs');
      return expand(data, size);
    },
    inflate: (frame, maxBytes) => {
      const [{ bound } = { bound: 0 }] = zstdFrames(frame);
      try {
        const out = expand(frame, Math.min(bound, maxBytes + 1));
        if (out.length <= maxBytes) return out;
      } catch (error) {
        // Out of room where it was given less than it could need.
        if (bound <= maxBytes || !isOutOfRoom(error)) throw error;
      }
      throw new ZstdTooLargeError();
    },
  };
}

/** ZSTD_error_dstSize_tooSmall, by the name libzstd gives it. */
function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && error.message === 'Destination buffer is too small';
}
