import zlib from 'node:zlib';
import { zstdFrames } from './zstd-frames.ts';

/** What `zlib`'s own one-shot functions use of a stream; Node does not document it. */
export interface StreamInternals {
  readonly _handle?: {
    onerror?: () => void;
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

type Decompressor = (data: Uint8Array, into: Uint8Array) => boolean;

type NativeZlib = typeof zlib & { createZstdDecompress?: typeof zlib.createZstdDecompress };

/**
 * Expands zstd frames into memory that is there already: most of what a one-shot call costs is fresh memory for a
 * frame of some hundred KiB, and a context that is set up for it.
 */
export class KeptExpander {
  #decompress: Decompressor | undefined;

  /**
   * Whether `data`, one whole frame, filled `into` exactly. False where it is damaged, has another size, or this Node
   * cannot do it: then the one-shot call tells what there is to tell.
   */
  expand(data: Uint8Array, into: Uint8Array): boolean {
    // A frame that is cut short would leave the context in the middle of it.
    if (!isWhole(data)) return false;
    this.#decompress ??= decompressor();
    const isDone = this.#decompress?.(data, into) === true;
    // After a failure nobody knows what state it is in.
    if (!isDone) this.#decompress = undefined;
    return isDone;
  }
}

function isWhole(data: Uint8Array): boolean {
  try {
    return zstdFrames(data).length === 1;
  } catch {
    return false;
  }
}

function decompressor(): Decompressor | undefined {
  const { createZstdDecompress, constants } = zlib as NativeZlib;
  const { _handle: handle, _writeState: left } = (createZstdDecompress?.() ??
    {}) as StreamInternals;
  if (typeof handle?.writeSync !== 'function' || !(left instanceof Uint32Array)) return undefined;
  let hasFailed = false;
  // In place of the stream's own, which would make an event of it that nobody waits for.
  handle.onerror = () => {
    hasFailed = true;
  };
  return (data, into) => {
    // A write that fails does not set it.
    left[0] = 1;
    handle.writeSync!(constants.ZSTD_e_end, data, 0, data.length, into, 0, into.length);
    return !hasFailed && left[0] === 0 && left[1] === 0;
  };
}
