import { HOT_LEVEL, MAX_SEGMENT_RECORDS } from '../limits.ts';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { packSection, unpackSection } from './section.ts';

const writer = new ColumnWriter();

/** A resource or scope body with the schema URL it came under. */
export interface ContextEntry {
  /** Protobuf body of the Resource or InstrumentationScope. */
  readonly bytes: Uint8Array;
  readonly schemaUrl: string;
}

/** The distinct resources and scopes of a segment. */
export interface SegmentContext {
  readonly resources: readonly ContextEntry[];
  readonly scopes: readonly ContextEntry[];
}

function writeEntries(out: ColumnWriter, entries: readonly ContextEntry[]): void {
  out.strings(entries.map((entry) => entry.schemaUrl));
  out.numbers(
    entries.map((entry) => entry.bytes.length),
    entries.length,
  );
  out.bytes(Buffer.concat(entries.map((entry) => entry.bytes)));
}

function readEntries(input: ColumnReader): ContextEntry[] {
  const urls = input.strings();
  if (urls.length > MAX_SEGMENT_RECORDS) return [];
  const lengths = input.f64(urls.length);
  const data = input.anyBytes();
  let at = 0;
  return urls.map((schemaUrl, i) => {
    const bytes = data.subarray(at, at + lengths[i]!);
    at += lengths[i]!;
    return { schemaUrl, bytes };
  });
}

export function encodeContext(context: SegmentContext, level = HOT_LEVEL): Uint8Array {
  const out = writer.reset();
  writeEntries(out, context.resources);
  writeEntries(out, context.scopes);
  return packSection(out.finish(), level);
}

/** Reads what {@link encodeContext} made. Throws `SegmentError` when it is damaged. */
export function decodeContext(stored: Uint8Array): SegmentContext {
  const input = new ColumnReader(unpackSection(stored));
  return { resources: readEntries(input), scopes: readEntries(input) };
}
