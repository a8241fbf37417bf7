import { jamjetSpan, isJamjetEvent } from '../formats/jamjet.ts';
import { isRecord, type ConvertedSpan, type JsonRecord } from '../formats/otlp-span.ts';
import { objectToProtobuf, parseJson } from '../otlp/json-to-protobuf.ts';
import { Rejections } from '../otlp/rejections.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import { MalformedError } from '../otlp/wire.ts';

/** Events as an OTLP request of spans. */
export interface EventsAsSpans {
  readonly body: Uint8Array;
  /** Events that became no span. */
  readonly rejected: number;
  /** Why, at most five, with counts. */
  readonly reasons: readonly string[];
}

/**
 * Turns what JamJet's SDKs post, `{"project": "support", "events": [...]}`, into OTLP.
 *
 * The key decides where it is stored; `project` is the sender's own label and stays with each span. An event that cannot
 * be read is refused alone: a refused request would make the SDKs drop the events beside it.
 *
 * @throws MalformedError for what is not JSON, or holds no list of events
 */
export function jamjetToProtobuf(body: Uint8Array): EventsAsSpans {
  const request = parseJson(new TextDecoder().decode(body));
  const events = isRecord(request) ? request['events'] : undefined;
  if (!isRecord(request) || !Array.isArray(events)) {
    throw new MalformedError('request', -1, 'must be an object with a list of events');
  }
  const { project } = request;
  const rejections = new Rejections();
  const groups = new Map<string, ConvertedSpan[]>();
  for (const [index, event] of events.entries()) {
    const span = typeof project === 'string' ? readEvent(event, project) : readEvent(event);
    if (typeof span === 'string') {
      rejections.add(span, 1, () => `events[${index}]`);
      continue;
    }
    const key = JSON.stringify(span.resource);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  const resourceSpans = [...groups.values()].map((group) => ({
    resource: { attributes: group[0]!.resource },
    scopeSpans: [{ scope: group[0]!.scope, spans: group.map(({ span }) => span) }],
  }));
  const spans = objectToProtobuf('traces', { resourceSpans }, DEFAULT_DECODE_LIMITS);
  return {
    body: spans.body,
    rejected: rejections.total + spans.rejected,
    reasons: [...rejections.reasons(), ...spans.reasons],
  };
}

/** An event as a span, or why it cannot be one. */
function readEvent(event: unknown, project?: string): ConvertedSpan | string {
  if (!isRecord(event) || !isJamjetEvent(event)) {
    return 'an event is an object with trace_id, span_id, kind and timestamp';
  }
  const own: JsonRecord = project === undefined ? event : { project, ...event };
  try {
    return jamjetSpan(own) ?? 'timestamp is no time';
  } catch (error) {
    // JSON.stringify has no room for what JSON.parse read.
    if (error instanceof RangeError) return 'it nests too deep';
    throw error;
  }
}
