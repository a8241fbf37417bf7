import { FRAMES_PER_SEGMENT } from '../day-file-schema.ts';
import { FRAME_BYTES, HOT_LEVEL } from '../limits.ts';
import { packSection, unpackSection } from './section.ts';
import { SegmentError } from './segment-error.ts';

/** Holds all but oversized frames while they are compressed: one buffer for the life of the thread. */
const SCRATCH = new Uint8Array(FRAME_BYTES * 2);

/** One compressed frame: the bodies of `records` records from ordinal `first` on, end to end. */
export interface Frame {
  readonly first: number;
  readonly records: number;
  readonly data: Uint8Array;
}

/**
 * Where frames begin: at about so many bytes, at a trace's first span where one is near, and around
 * every record that fills a frame alone, so that its neighbours can be read without it.
 *
 * @param lengths bytes of each record. @param isStart whether an ordinal begins a trace.
 */
export function cutFrames(
  lengths: ArrayLike<number>,
  count: number,
  isStart: (ordinal: number) => boolean,
  frameBytes = FRAME_BYTES,
): number[] {
  const cuts: number[] = [];
  let size = Infinity;
  for (let i = 0; i < count; i++) {
    const length = lengths[i]!;
    const full = size + length > frameBytes * 1.25 || (size >= frameBytes * 0.75 && isStart(i));
    const alone = length >= frameBytes;
    if (full || alone) {
      cuts.push(i);
      size = 0;
    }
    size = alone ? Infinity : size + length;
  }
  return cuts;
}

/**
 * Compresses the bodies into frames.
 *
 * @param cuts from {@link cutFrames}. @param bodyOf the body of an ordinal.
 */
export function packFrames(
  lengths: Uint32Array,
  cuts: readonly number[],
  bodyOf: (ordinal: number) => Uint8Array,
): Frame[] {
  if (cuts.length >= FRAMES_PER_SEGMENT) throw new RangeError('Too many frames for one segment');
  return cuts.map((first, number) =>
    packFrame(lengths, first, cuts[number + 1] ?? lengths.length, bodyOf, HOT_LEVEL),
  );
}

/** Compresses the bodies from `first` to `end - 1` into one frame. */
export function packFrame(
  lengths: Uint32Array,
  first: number,
  end: number,
  bodyOf: (ordinal: number) => Uint8Array,
  level: number,
): Frame {
  let size = 0;
  for (let i = first; i < end; i++) size += lengths[i]!;
  const raw = size <= SCRATCH.length ? SCRATCH.subarray(0, size) : new Uint8Array(size);
  let at = 0;
  for (let i = first; i < end; i++) {
    raw.set(bodyOf(i), at);
    at += lengths[i]!;
  }
  return {
    first,
    records: end - first,
    data: packSection(raw, level, level === HOT_LEVEL ? 'long' : 'any'),
  };
}

/**
 * The bodies of a frame, in order.
 *
 * @param lengths of all records of the segment. Throws `SegmentError` when they do not fill the frame exactly.
 */
export function unpackFrame(frame: Frame, lengths: Uint32Array): Uint8Array[] {
  return splitFrame(frame, unpackSection(frame.data), lengths);
}

/** The bodies of a frame that is expanded already; see {@link unpackFrame}. */
export function splitFrame(
  frame: Omit<Frame, 'data'>,
  raw: Uint8Array,
  lengths: Uint32Array,
): Uint8Array[] {
  if (frame.first + frame.records > lengths.length) {
    throw new SegmentError('a frame holds more records than its segment');
  }
  const bodies: Uint8Array[] = [];
  let at = 0;
  for (let i = frame.first; i < frame.first + frame.records; i++) {
    const end = at + lengths[i]!;
    if (end > raw.length) throw new SegmentError('a frame is cut short');
    bodies.push(raw.subarray(at, end));
    at = end;
  }
  if (at !== raw.length) throw new SegmentError('a frame holds more bytes than its records');
  return bodies;
}
