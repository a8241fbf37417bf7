import { MAX_SECTION_BYTES } from '../limits.ts';
import type { Matches } from '../zstd-codec.ts';
import { frameContentSize } from '../zstd-frames.ts';
import { zstdCompress, zstdExpand, zstdExpandInto } from '../zstd.ts';
import { SegmentError } from './segment-error.ts';

/** Compresses one section of a segment into one zstd frame that announces its content size. */
export function packSection(raw: Uint8Array, level: number, matches?: Matches): Uint8Array {
  return zstdCompress(raw, level, matches);
}

/**
 * Expands what {@link packSection} made, with `memory` into that where it fits: the result is then good until the
 * memory is written to. Throws {@link SegmentError} on anything else.
 */
export function unpackSection(stored: Uint8Array, memory?: Buffer): Uint8Array {
  const size = frameContentSize(stored);
  if (size < 0) throw new SegmentError('a section is not a zstd frame');
  if (size > MAX_SECTION_BYTES) throw new SegmentError('a section claims an impossible size');
  try {
    return memory === undefined ? zstdExpand(stored, size) : zstdExpandInto(stored, size, memory);
  } catch (error) {
    throw new SegmentError('a section does not expand', { cause: error });
  }
}
