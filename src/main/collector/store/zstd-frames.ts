/** One zstd frame inside a body. */
export interface ZstdFrame {
  readonly bytes: Uint8Array;
  /** Most bytes it can expand to. */
  readonly bound: number;
}

const MAGIC = 0xfd2fb528;
/** Sixteen magic numbers, of frames that hold no data (RFC 8878, 3.1.2). */
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAX_BLOCK_BYTES = 128 * 1024;
/** Setting a decoder up costs far more than the nine bytes of an empty frame. */
const MAX_FRAMES = 1024;

/** Fields of a frame header (RFC 8878, 3.1.1.1). */
interface FrameHeader {
  readonly length: number;
  /** What the frame says it expands to, or -1. */
  readonly contentSize: number;
  readonly windowSize: number;
  readonly hasChecksum: boolean;
}

/**
 * Finds the frames of a body by walking over the headers of their blocks, without expanding anything.
 *
 * Decoders stop after the first frame, silently: what follows it would be lost.
 *
 * @throws Error when the body is cut short, is something else or has more than 1024 frames
 */
export function zstdFrames(data: Uint8Array): ZstdFrame[] {
  if (data.length === 0) throw new Error('it is empty');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const frames: ZstdFrame[] = [];
  let at = 0;
  while (at < data.length) {
    need(data, at, 8);
    const magic = view.getUint32(at, true);
    if ((magic & 0xfffffff0) === SKIPPABLE_MAGIC) {
      at += 8 + view.getUint32(at + 4, true);
    } else {
      if (magic !== MAGIC) throw new Error('it is not a zstd frame');
      const frame = walkFrame(data, view, at);
      if (frames.length === MAX_FRAMES) throw new Error(`it has more than ${MAX_FRAMES} frames`);
      frames.push({ bytes: data.subarray(at, frame.end), bound: frame.bound });
      at = frame.end;
    }
    need(data, at, 0);
  }
  return frames;
}

/** Content size a zstd frame announces, or -1. */
export function frameContentSize(data: Uint8Array): number {
  if (data.length < 8) return -1;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return -1;
  try {
    return readHeader(data, view, 0).contentSize;
  } catch {
    return -1;
  }
}

function walkFrame(
  data: Uint8Array,
  view: DataView,
  start: number,
): { end: number; bound: number } {
  const header = readHeader(data, view, start);
  const maxBlock = Math.min(header.windowSize, MAX_BLOCK_BYTES);
  let at = start + header.length;
  let bound = 0;
  for (let last = false; !last;) {
    need(data, at, 3);
    const block = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const size = block >>> 3;
    const type = (block >>> 1) & 3;
    if (type === 3) throw new Error('a block has a reserved type');
    last = (block & 1) === 1;
    // 0 stands as it is, 1 is one byte many times, 2 is compressed.
    at += 3 + (type === 1 ? 1 : size);
    bound += type === 2 ? maxBlock : size;
  }
  if (header.hasChecksum) at += 4;
  need(data, at, 0);
  return { end: at, bound: header.contentSize < 0 ? bound : header.contentSize };
}

function readHeader(data: Uint8Array, view: DataView, start: number): FrameHeader {
  const descriptor = view.getUint8(start + 4);
  const single = (descriptor & 0x20) !== 0;
  const windowAt = start + 5;
  const contentAt = windowAt + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const width = [single ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  need(data, contentAt, width);
  const contentSize = readSize(view, contentAt, width);
  return {
    length: contentAt + width - start,
    contentSize,
    windowSize: single ? contentSize : windowBytes(view.getUint8(windowAt)),
    hasChecksum: (descriptor & 4) !== 0,
  };
}

function readSize(view: DataView, at: number, width: number): number {
  if (width === 0) return -1;
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  if (width === 4) return view.getUint32(at, true);
  return Number(view.getBigUint64(at, true));
}

function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

function need(data: Uint8Array, at: number, bytes: number): void {
  if (at + bytes > data.length) throw new Error('it is cut short');
}

/** The header of the frame that begins here; undefined when it is none, or cut short. */
export function zstdHeader(data: Uint8Array): FrameHeader | undefined {
  if (data.length < 8) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return undefined;
  try {
    return readHeader(data, view, 0);
  } catch {
    return undefined;
  }
}
