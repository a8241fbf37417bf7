import { zstdHeader } from '../store/zstd-frames.ts';

/** A piece of a zstd file: of a frame, maybe the last of it, or of nothing that holds data. */
export interface FramePiece {
  readonly bytes: Uint8Array;
  readonly endsFrame: boolean;
}

/** Longest frame header with its magic number, bytes. */
const MAX_HEADER = 18;

/**
 * Finds where zstd frames end, by the headers of their blocks: decoders stop after the first frame, silently, and files
 * that were put together from several hold many.
 */
export class ZstdSplitter {
  #held: Uint8Array = new Uint8Array();
  #state: 'frame' | 'block' = 'frame';
  /** Bytes that belong to what is being read and need no look. */
  #pass = 0;
  #passes: 'skip' | 'frame' | 'end' = 'frame';
  #hasChecksum = false;

  /** True between two frames: where a file may end. */
  get isBetweenFrames(): boolean {
    return this.#state === 'frame' && this.#pass === 0 && this.#held.length === 0;
  }

  /** @throws Error for what is no zstd frame */
  *feed(piece: Uint8Array): Generator<FramePiece> {
    let bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    this.#held = new Uint8Array();
    while (bytes.length > 0) {
      if (this.#pass > 0) {
        const passed = bytes.subarray(0, this.#pass);
        this.#pass -= passed.length;
        bytes = bytes.subarray(passed.length);
        const endsFrame = this.#passes === 'end' && this.#pass === 0;
        if (this.#passes !== 'skip') yield { bytes: passed, endsFrame };
        continue;
      }
      const isRead = this.#state === 'frame' ? this.#readFrame(bytes) : this.#readBlock(bytes);
      if (!isRead) {
        this.#held = bytes.slice();
        return;
      }
    }
  }

  #readFrame(bytes: Uint8Array): boolean {
    if (bytes.length < 8) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const magic = view.getUint32(0, true);
    // Frames that hold no data (RFC 8878, 3.1.2).
    if ((magic & 0xfffffff0) === 0x184d2a50) {
      this.#pass = 8 + view.getUint32(4, true);
      this.#passes = 'skip';
      return true;
    }
    const header = zstdHeader(bytes);
    if (header === undefined && bytes.length < MAX_HEADER) return false;
    if (header === undefined) throw new Error('it is not a zstd frame');
    this.#hasChecksum = header.hasChecksum;
    this.#pass = header.length;
    this.#passes = 'frame';
    this.#state = 'block';
    return true;
  }

  #readBlock(bytes: Uint8Array): boolean {
    if (bytes.length < 3) return false;
    const block = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16);
    const type = (block >>> 1) & 3;
    if (type === 3) throw new Error('a block has a reserved type');
    const isLast = (block & 1) === 1;
    this.#pass = 3 + (type === 1 ? 1 : block >>> 3) + (isLast && this.#hasChecksum ? 4 : 0);
    this.#passes = isLast ? 'end' : 'frame';
    if (isLast) this.#state = 'frame';
    return true;
  }
}
