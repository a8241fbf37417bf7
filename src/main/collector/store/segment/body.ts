import type { Frame } from './frames.ts';
import { SegmentError } from './segment-error.ts';

/** The sections of a segment that go into the day file, as they are stored. */
export interface SegmentBody {
  /** Trace parts; empty for logs and metrics. */
  readonly parts: Uint8Array;
  readonly header: Uint8Array;
  readonly context: Uint8Array;
  readonly filter: Uint8Array;
  readonly frames: readonly Frame[];
}

/**
 * Puts all sections into one buffer, so that a segment crosses threads as one transfer.
 *
 * u32 frames, then u32 length of the parts, header, context and filter, then u32 first, records and
 * length of each frame, then the bytes in that order.
 */
export function packBody(body: SegmentBody): ArrayBuffer {
  const { parts, header, context, filter, frames } = body;
  const sections = [parts, header, context, filter, ...frames.map((frame) => frame.data)];
  const numbers = [frames.length, parts.length, header.length, context.length, filter.length];
  for (const frame of frames) numbers.push(frame.first, frame.records, frame.data.length);
  let size = numbers.length * 4;
  for (const section of sections) size += section.length;
  const out = new Uint8Array(size);
  new Uint32Array(out.buffer, 0, numbers.length).set(numbers);
  let at = numbers.length * 4;
  for (const section of sections) {
    out.set(section, at);
    at += section.length;
  }
  return out.buffer;
}

/** Reads what {@link packBody} made; the sections are views. */
export function unpackBody(buffer: ArrayBuffer): SegmentBody {
  const u32 = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const frameCount = u32[0] ?? 0;
  const numbers = 5 + frameCount * 3;
  if (u32.length < numbers) throw new SegmentError('a prepared segment is cut short');
  let at = numbers * 4;
  const take = (length: number): Uint8Array => {
    if (at + length > buffer.byteLength) throw new SegmentError('a prepared segment is cut short');
    const section = new Uint8Array(buffer, at, length);
    at += length;
    return section;
  };
  const parts = take(u32[1]!);
  const header = take(u32[2]!);
  const context = take(u32[3]!);
  const filter = take(u32[4]!);
  const frames: Frame[] = [];
  for (let i = 0; i < frameCount; i++) {
    const from = 5 + i * 3;
    frames.push({ first: u32[from]!, records: u32[from + 1]!, data: take(u32[from + 2]!) });
  }
  return { parts, header, context, filter, frames };
}
