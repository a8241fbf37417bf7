import type { Attribute, DecodedSpan } from '../../../../shared/telemetry.ts';
import { decodeSpan } from '../../otlp/decode-detail.ts';
import { MalformedError } from '../../otlp/wire.ts';
import { attributeText } from './attribute-text.ts';
import { SegmentError } from '../segment/segment-error.ts';
import type { DataFiles } from './data-files.ts';
import { foldText } from './fold-text.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import { readBodies } from './segment-bodies.ts';
import { shownTo } from './shown-records.ts';
import { Slices } from './slices.ts';
import type { TraceSegments } from './trace-segments.ts';

/** What is looked for, and what of it the one who looks may not see. */
interface Wanted {
  readonly text: string;
  readonly limit: number;
  readonly hidden?: HiddenAttributes | null | undefined;
}

/**
 * Ids of the spans of a trace whose name, status message, attributes, events or links hold a text, letter case
 * ignored; in stored order, at most `limit`.
 */
export async function findInTrace(
  { files, segments }: { readonly files: DataFiles; readonly segments: TraceSegments },
  projectId: string,
  traceId: string,
  { text, limit, hidden }: Wanted,
): Promise<{ spanIds: string[]; truncated: boolean; seen?: readonly string[] }> {
  const wanted = foldText(text);
  const shown = shownTo(hidden);
  const found = (truncated: boolean) => ({
    spanIds,
    truncated,
    ...(shown === undefined ? {} : { seen: shown.takeSeen() }),
  });
  const slices = new Slices();
  const spanIds: string[] = [];
  for (const { path, segmentId, header, ordinals } of await segments.spans(projectId, traceId)) {
    try {
      for (const { ordinal, bytes } of readBodies(
        files.reopen(path),
        segmentId,
        header,
        ordinals,
      )) {
        if (spanHolds(shown === undefined ? bytes : shown.record('traces', bytes), wanted)) {
          if (spanIds.length === limit) return found(true);
          const id = header.spanIds.subarray(ordinal * 8, ordinal * 8 + 8);
          spanIds.push(Buffer.from(id).toString('hex'));
        }
        if (slices.due) await slices.next();
      }
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
    }
  }
  return found(false);
}

/** Whether a span's texts hold an already folded text; a body that cannot be read holds nothing. */
function spanHolds(body: Uint8Array, wanted: string): boolean {
  const holds = (text: string): boolean => foldText(text).includes(wanted);
  const anyHolds = (attributes: readonly Attribute[]): boolean =>
    attributes.some(({ key, value }) => holds(key) || holds(attributeText(value)));
  let span: DecodedSpan;
  try {
    span = decodeSpan(body);
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
  return (
    holds(span.name) ||
    holds(span.status.message) ||
    anyHolds(span.attributes) ||
    span.events.some((event) => holds(event.name) || anyHolds(event.attributes)) ||
    span.links.some((link) => anyHolds(link.attributes))
  );
}
