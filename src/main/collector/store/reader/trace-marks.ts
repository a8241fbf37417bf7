import type { Attribute, DecodedLogRecord, SpanEvent } from '../../../../shared/telemetry.ts';
import type { TraceMark, TraceMarks } from '../../../../shared/trace-marks.ts';
import { decodeLogRecord, decodeSpan } from '../../otlp/decode-detail.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import { HEADER_FLAG } from '../segment/span-header.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { attributeText } from './attribute-text.ts';
import type { DataFiles } from './data-files.ts';
import { readable } from './query/readable.ts';
import { readBodies, type RecordColumns } from './segment-bodies.ts';
import { shownTo } from './shown-records.ts';
import { Slices } from './slices.ts';
import type { TraceSegment, TraceSegments } from './trace-segments.ts';

/** Most marks of each kind: more cannot be told apart on a screen. */
const MAX_MARKS = 5_000;
/** Longest text of a mark, UTF-16 units, and bytes of a value read for it. */
const MAX_TEXT = 200;
const LIMITS = { maxValueBytes: 1024 };

/**
 * What happened during the spans of a trace, events and log records, with its time and a line of text each; at most
 * {@link MAX_MARKS} of events and as many of logs, in stored order. Damaged segments are left out.
 */
export async function traceMarks(
  { files, segments }: { readonly files: DataFiles; readonly segments: TraceSegments },
  projectId: string,
  traceId: string,
  hidden?: HiddenAttributes | null,
): Promise<TraceMarks & { seen?: readonly string[] }> {
  const shown = shownTo(hidden);
  const slices = new Slices();
  const events: TraceMark[] = [];
  const logs: TraceMark[] = [];
  let isCut = false;
  const each = async <H extends RecordColumns>(
    found: readonly TraceSegment<H>[],
    chosen: (segment: TraceSegment<H>) => readonly number[],
    take: (bytes: Uint8Array) => boolean,
  ): Promise<void> => {
    for (const segment of found) {
      const reader = files.reopen(segment.path);
      try {
        for (const { bytes } of readBodies(
          reader,
          segment.segmentId,
          segment.header,
          chosen(segment),
        )) {
          if (!take(bytes)) return;
          if (slices.due) await slices.next();
        }
      } catch (error) {
        if (!(error instanceof SegmentError)) throw error;
      }
    }
  };
  const add = (to: TraceMark[], mark: TraceMark): boolean => {
    if (to.length === MAX_MARKS) isCut = true;
    else to.push(mark);
    return !isCut;
  };
  await each(
    await segments.spans(projectId, traceId),
    ({ header, ordinals }) => ordinals.filter((i) => (header.flags[i]! & HEADER_FLAG.events) !== 0),
    (bytes) => {
      const body = shown === undefined ? bytes : shown.record('traces', bytes);
      const span = readable(() => decodeSpan(body, LIMITS));
      return span?.events.every((event) => add(events, eventMark(span.spanId, event))) ?? true;
    },
  );
  const areEventsCut = isCut;
  isCut = false;
  await each(
    await segments.logs(projectId, traceId),
    ({ ordinals }) => ordinals,
    (bytes) => {
      const body = shown === undefined ? bytes : shown.record('logs', bytes);
      const log = readable(() => decodeLogRecord(body, LIMITS));
      return log === undefined || add(logs, logMark(log));
    },
  );
  return {
    marks: [...events, ...logs],
    isCut: isCut || areEventsCut,
    ...(shown === undefined ? {} : { seen: shown.takeSeen() }),
  };
}

function eventMark(spanId: string, { name, timeUnixNano, attributes }: SpanEvent): TraceMark {
  const isException =
    name === 'exception' || attributes.some(({ key }) => key === 'exception.type');
  const what = ['exception.type', 'exception.message'].map((key) => textAt(attributes, key));
  return {
    kind: isException ? 'exception' : 'event',
    spanId,
    timeUnixNano,
    severity: 0,
    text: cut(isException ? what.filter((text) => text !== '').join(': ') || name : name),
  };
}

function logMark(log: DecodedLogRecord): TraceMark {
  const { timeUnixNano, observedTimeUnixNano, severityNumber, body, eventName } = log;
  return {
    kind: 'log',
    spanId: log.spanId,
    timeUnixNano: timeUnixNano === '0' ? observedTimeUnixNano : timeUnixNano,
    severity: severityNumber,
    text: cut(attributeText(body) || eventName),
  };
}

function textAt(attributes: readonly Attribute[], key: string): string {
  const value = attributes.find((attribute) => attribute.key === key)?.value;
  return value === undefined ? '' : attributeText(value);
}

/** The beginning, in one line. */
const cut = (text: string): string => text.slice(0, MAX_TEXT).replaceAll(/\s+/g, ' ');
