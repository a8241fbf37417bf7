import type { ErrorGroup, ErrorGroups } from '../../../../../shared/contract/analytics.ts';
import {
  errorCondition,
  MAX_ERROR_MESSAGE,
  messageShape,
} from '../../../../../shared/query/error-condition.ts';
import type { DecodedSpan } from '../../../../../shared/telemetry.ts';
import { decodeSpan } from '../../../otlp/decode-detail.ts';
import { MalformedError } from '../../../otlp/wire.ts';
import type { HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { mayHideKey } from '../../../visibility/may-hide-key.ts';
import { isDead } from '../../summarize.ts';
import { attributeText } from '../attribute-text.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { readBodies } from '../segment-bodies.ts';
import { type ShownRecords, shownTo } from '../shown-records.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { skipDamage } from '../trace-segments.ts';
import { type ScannedSegment, scanHeaders, type ScanRange } from './scan-headers.ts';

/** Failed spans looked at, the newest first. */
const MAX_SPANS = 10_000;

export interface ErrorQuery extends ScanRange {
  /** Most groups. */
  readonly limit: number;
  readonly hidden?: HiddenAttributes | null | undefined;
  /** Traces that count, absent for all. */
  readonly only?: TraceIds | undefined;
}

type TypeKey = 'exception.type' | 'error.type';
type MessageKey = 'exception.message' | 'status.message';

/** What failed, and which attributes say so. */
interface Failure {
  readonly type: string;
  readonly message: string;
  readonly typeKey: TypeKey;
  readonly messageKey: MessageKey;
}

type OpenGroup = Omit<ErrorGroup, 'traces' | 'condition'> & {
  traceIds: Set<string>;
  typeKeys: Set<TypeKey>;
  messageKeys: Set<MessageKey>;
};

const idOf = (at: Pick<ErrorGroup, 'traceId' | 'spanId'>): string => at.traceId + at.spanId;

/** What groups that failed as often and at once come in order of. */
const order = ({ service, name, type, message }: OpenGroup): string =>
  JSON.stringify([service, name, type, message]);

/** Failed spans by what went wrong, as the one who asks may see them. */
export async function errorGroups(
  files: DataFiles,
  { limit, hidden, only, ...range }: ErrorQuery,
): Promise<ErrorGroups & { seen?: readonly string[] }> {
  const wanted = only && TraceIdSet.from(only);
  const shown = shownTo(hidden);
  const groups = new Map<string, OpenGroup>();
  let left = MAX_SPANS;
  let truncated = false;
  for await (const segment of scanHeaders(files, range)) {
    const failed = failedSpans(segment, range, wanted);
    if (failed.length > left) truncated = true;
    const looked = failed.slice(0, left);
    left -= looked.length;
    skipDamage(() => addFailed(groups, files, segment, looked, shown));
    if (left === 0) break;
  }
  const mayAsk = (key: string): boolean => !hidden || !mayHideKey(hidden, key);
  const found = [...groups.values()]
    .toSorted((a, b) => b.count - a.count || b.lastUs - a.lastUs || (order(a) < order(b) ? -1 : 1))
    .slice(0, limit);
  return {
    groups: found.map(({ traceIds, typeKeys, messageKeys, ...group }) => ({
      ...group,
      traces: traceIds.size,
      condition: errorCondition(group, { type: typeKeys, message: messageKeys, mayAsk }),
    })),
    spans: MAX_SPANS - left,
    truncated: truncated || groups.size > limit,
    ...(shown === undefined ? {} : { seen: shown.takeSeen() }),
  };
}

function failedSpans(
  { header, dead }: ScannedSegment,
  { fromUs = -Infinity, toUs = Infinity }: ScanRange,
  wanted: TraceIdSet | undefined,
): number[] {
  const failed: number[] = [];
  for (let trace = 0; trace < header.traces; trace++) {
    if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
    const end = header.runAt[trace + 1]!;
    for (let i = header.runAt[trace]!; i < end; i++) {
      const start = header.startUs[i]!;
      if (header.status[i] !== 2 || start < fromUs || start >= toUs || isDead(dead, i)) continue;
      failed.push(i);
    }
  }
  return failed;
}

/** Throws `SegmentError`. */
function addFailed(
  groups: Map<string, OpenGroup>,
  files: DataFiles,
  { path, segmentId, header }: ScannedSegment,
  ordinals: readonly number[],
  shown: ShownRecords | undefined,
): void {
  let trace = 0;
  for (const { ordinal, bytes } of readBodies(files.reopen(path), segmentId, header, ordinals)) {
    while (header.runAt[trace + 1]! <= ordinal) trace++;
    const span = readSpan(shown === undefined ? bytes : shown.record('traces', bytes));
    if (span === undefined) continue;
    const { type, message, typeKey, messageKey } = whatFailed(span);
    const service = header.strings[header.service[ordinal]!]!;
    const name = header.strings[header.name[ordinal]!]!;
    const key = JSON.stringify([service, name, type, messageShape(message)]);
    const startUs = header.startUs[ordinal]!;
    const at = {
      traceId: hex(header.traceIds, trace, 16),
      spanId: hex(header.spanIds, ordinal, 8),
    };
    let group = groups.get(key);
    if (group === undefined) {
      const none = { count: 0, firstUs: startUs, lastUs: -1, message, ...at };
      group = {
        service,
        name,
        type,
        ...none,
        traceIds: new Set(),
        typeKeys: new Set(),
        messageKeys: new Set(),
      };
      groups.set(key, group);
    }
    group.count++;
    group.traceIds.add(at.traceId);
    group.typeKeys.add(typeKey);
    group.messageKeys.add(messageKey);
    group.firstUs = Math.min(group.firstUs, startUs);
    // Of those that began at once the first by id: where a row lies must not tell.
    const isLater = startUs > group.lastUs || (startUs === group.lastUs && idOf(at) < idOf(group));
    if (isLater) Object.assign(group, { ...at, lastUs: startUs, message });
  }
}

function readSpan(body: Uint8Array): DecodedSpan | undefined {
  try {
    return decodeSpan(body);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** The last exception of a span, else what its status and `error.type` say. */
function whatFailed({ attributes, events, status }: DecodedSpan): Failure {
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes ?? [];
  const ofException = {
    type: textOf(exception, 'exception.type'),
    message: textOf(exception, 'exception.message'),
  };
  const type = ofException.type || textOf(attributes, 'error.type');
  const message = ofException.message || status.message;
  return {
    type: type.slice(0, MAX_ERROR_MESSAGE),
    message: message.slice(0, MAX_ERROR_MESSAGE),
    typeKey: ofException.type === '' ? 'error.type' : 'exception.type',
    messageKey: ofException.message === '' ? 'status.message' : 'exception.message',
  };
}

/** The text of an attribute, or ''. */
function textOf(attributes: DecodedSpan['attributes'], wanted: string): string {
  const found = attributes.find(({ key }) => key === wanted);
  return found === undefined ? '' : attributeText(found.value);
}

function hex(bytes: Uint8Array, row: number, width: number): string {
  return Buffer.from(bytes.subarray(row * width, (row + 1) * width)).toString('hex');
}
