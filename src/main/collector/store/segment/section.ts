import { MAX_SECTION_BYTES } from '../limits.ts';
import { zstdCompress, zstdExpand } from '../zstd.ts';
import { SegmentError } from './segment-error.ts';

/*
 * A section as it is stored: u8 format version, 3 zero bytes, u32 raw size (little-endian), then one
 * zstd frame.
 */
const VERSION = 1;
const HEAD_BYTES = 8;

/** Compresses one section of a segment. */
export function packSection(raw: Uint8Array, level: number): Uint8Array {
  const frame = zstdCompress(raw, level);
  const out = new Uint8Array(HEAD_BYTES + frame.length);
  out[0] = VERSION;
  new DataView(out.buffer).setUint32(4, raw.length, true);
  out.set(frame, HEAD_BYTES);
  return out;
}

/** Expands what {@link packSection} made. Throws {@link SegmentError} on anything else. */
export function unpackSection(stored: Uint8Array): Uint8Array {
  if (stored.length < HEAD_BYTES) throw new SegmentError('a section is cut short');
  if (stored[0] !== VERSION) throw new SegmentError(`unknown section version ${stored[0]}`);
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const size = view.getUint32(4, true);
  if (size > MAX_SECTION_BYTES) throw new SegmentError('a section claims an impossible size');
  if (size === 0) return new Uint8Array(0);
  try {
    return zstdExpand(stored.subarray(HEAD_BYTES), size);
  } catch (error) {
    throw new SegmentError('a section does not expand', { cause: error });
  }
}
