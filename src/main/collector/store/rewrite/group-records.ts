import { decodeResource } from '../../otlp/decode-detail.ts';
import { dayOf } from '../day-files.ts';
import type { SegmentContext } from '../segment/context.ts';
import { TraceIdSet } from '../reader/trace-id-set.ts';
import { isDead } from '../summarize.ts';
import { timeOf, type OpenSegment } from './records-of.ts';
import { groupKey, type RecordGroup } from './types.ts';

/** OTLP SeverityNumber of ERROR. */
const ERROR_SEVERITY = 17;
const STATUS_ERROR = 2;

type Group = Omit<RecordGroup, 'records'>;

interface KnownTrace {
  ms: number;
  environment: string;
  /** Start of the span it is of. */
  environmentUs: number;
  errors: boolean;
}

/** Tells the records of one file apart by day, environment, errors and pins; feed it every segment first. */
export class RecordGroups {
  readonly #traces = new Map<string, KnownTrace>();
  readonly #pinned: TraceIdSet;
  readonly #nowMs: number;

  /** @param pinned traces, 16 bytes each */
  constructor(pinned = new Uint8Array(0), nowMs = -Infinity) {
    this.#pinned = TraceIdSet.from(pinned);
    this.#nowMs = nowMs;
  }

  /** Learns what a segment holds of its traces. */
  learn({ row, header }: OpenSegment): void {
    if (header.signal !== 'traces') return;
    const { of } = header;
    for (let trace = 0; trace < of.traces; trace++) {
      const id = traceName(of.traceIds, trace);
      let known = this.#traces.get(id);
      for (let i = of.runAt[trace]!; i < of.runAt[trace + 1]!; i++) {
        if (isDead(row.dead, i)) continue;
        if (!known) {
          known = { ms: 0, environment: '', environmentUs: 0, errors: false };
          this.#traces.set(id, known);
        }
        known.ms = Math.max(
          known.ms,
          timeOf(of.startUs[i]! + of.durationUs[i]!, row.committedMs, this.#nowMs),
        );
        takeEnvironment(known, of.strings[of.environment[i]!]!, of.startUs[i]!);
        known.errors ||= of.status[i] === STATUS_ERROR;
      }
    }
  }

  /** The group of each live record of a segment, by ordinal; of dead ones the same as their trace. */
  of({ row, header, context }: OpenSegment): (Group | undefined)[] {
    if (header.signal === 'traces') {
      const groups: (Group | undefined)[] = [];
      for (let trace = 0; trace < header.of.traces; trace++) {
        const known = this.#traces.get(traceName(header.of.traceIds, trace));
        const pinned = this.#isPinned(header.of.traceIds, trace);
        const group = known && {
          environment: known.environment,
          errors: known.errors,
          ...pinned,
          day: dayOf(known.ms),
        };
        for (let i = header.of.runAt[trace]!; i < header.of.runAt[trace + 1]!; i++)
          groups[i] = group;
      }
      return groups;
    }
    const environments = environmentsOf(context);
    const { count, resource } = header.of;
    const pinned =
      header.signal === 'logs'
        ? Array.from({ length: header.of.traceIds.length / 16 }, (_, trace) =>
            this.#isPinned(header.of.traceIds, trace),
          )
        : [];
    return Array.from({ length: count }, (_, i) => ({
      day: dayOf(
        timeOf(
          header.signal === 'logs' ? header.of.timeUs[i]! : header.of.endUs[i]!,
          row.committedMs,
          this.#nowMs,
        ),
      ),
      environment: environments[resource[i]!] ?? '',
      errors: header.signal === 'logs' && header.of.severity[i]! >= ERROR_SEVERITY,
      ...(header.signal === 'logs' && pinned[header.of.trace[i]! - 1]),
    }));
  }

  #isPinned(ids: Uint8Array, trace: number): Pick<Group, 'pinned'> {
    return this.#pinned.size > 0 && this.#pinned.has(ids, trace * 16) ? { pinned: true } : {};
  }
}

/** Of several environments that of the earliest span, as in lists: the same whatever the order of segments. */
function takeEnvironment(known: KnownTrace, environment: string, startUs: number): void {
  if (environment === '') return;
  if (known.environment !== '') {
    if (startUs > known.environmentUs) return;
    if (startUs === known.environmentUs && environment >= known.environment) return;
  }
  known.environment = environment;
  known.environmentUs = startUs;
}

/** Counts of the groups of a file. */
export class GroupCounts {
  readonly #counts = new Map<string, Group & { records: number }>();

  add(segment: OpenSegment, groups: readonly (Group | undefined)[]): void {
    for (const [i, group] of groups.entries()) {
      if (group === undefined || isDead(segment.row.dead, i)) continue;
      const key = groupKey(group);
      const known = this.#counts.get(key);
      if (known) known.records++;
      else {
        const { day, environment, errors, pinned } = group;
        const told = { day, environment, errors, ...(pinned && { pinned }) };
        this.#counts.set(key, { ...told, records: 1 });
      }
    }
  }

  all(): RecordGroup[] {
    return [...this.#counts.values()];
  }
}

function traceName(ids: Uint8Array, trace: number): string {
  return Buffer.from(ids.buffer, ids.byteOffset + trace * 16, 16).toString('latin1');
}

function environmentsOf({ resources }: SegmentContext): string[] {
  return resources.map(({ bytes }) => {
    const { attributes } = decodeResource(bytes);
    const text = (name: string): string => {
      const value = attributes.find(({ key }) => key === name)?.value;
      return value?.type === 'string' ? value.value : '';
    };
    return text('deployment.environment.name') || text('deployment.environment');
  });
}
