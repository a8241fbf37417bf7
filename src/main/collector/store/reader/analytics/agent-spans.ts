import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import { NO_SPAN } from '../kin/parent-name.ts';
import { SpanFamily } from '../kin/span-family.ts';
import type { TraceIdSet } from '../trace-id-set.ts';
import { roomFor } from './growing.ts';
import type { ScannedSegment } from './scan-headers.ts';
import { usesAnything } from './wrapped-calls.ts';

/** Names of spans that are told of a node. */
const MAX_NAMES = 5;

/** Spans with what a map of agents needs of them, as columns by their number in the family. */
export class AgentSpans {
  readonly family = new SpanFamily();
  /** Span names of each node, a few. */
  readonly namesOf = new Map<number, Set<string>>();
  durationUs = new Float64Array(0);
  failed = new Uint8Array(0);
  /** 1 for spans that began in the time asked for: others are only there to be parents. */
  isAsked = new Uint8Array(0);
  tokens = new Float64Array(0);
  /** 1 for spans that report usage. */
  private uses = new Uint8Array(0);

  get count(): number {
    return this.family.count;
  }

  add(
    { header, dead }: ScannedSegment,
    wanted: Pick<TraceIdSet, 'has'> | undefined,
    isAsked: (startUs: number) => boolean,
    onAsked: (header: SpanHeader, trace: number) => void,
  ): void {
    const add = this.family.begin(header);
    for (let trace = 0; trace < header.traces; trace++) {
      if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
      let someAsked = false;
      for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
        if (isDead(dead, i)) continue;
        const at = add(trace, i);
        if (at === NO_SPAN) continue;
        this.makeRoom();
        const usage = header.usage[i]!;
        this.durationUs[at] = header.durationUs[i]!;
        this.failed[at] = header.status[i] === 2 ? 1 : 0;
        this.isAsked[at] = isAsked(header.startUs[i]!) ? 1 : 0;
        someAsked ||= this.isAsked[at] === 1;
        this.uses[at] = usage !== USAGE_NONE && usesAnything(header, i) ? 1 : 0;
        const isCall = usage === USAGE_CALL;
        this.tokens[at] = isCall ? header.inputTokens[i]! + header.outputTokens[i]! : 0;
        this.noteName(this.family.node[at]!, header.strings[header.name[i]!]!);
      }
      if (someAsked) onAsked(header, trace);
    }
  }

  /** Leaves out the tokens of calls that only repeat those below them. */
  dropRepeated(parents: Int32Array): void {
    for (let i = 0; i < this.count; i++) {
      const parent = parents[i]!;
      if (this.uses[i] === 1 && parent !== NO_SPAN && parent !== i) this.tokens[parent] = 0;
    }
  }

  private noteName(node: number, name: string): void {
    if (node === 0) return;
    const names = this.namesOf.get(node) ?? new Set();
    if (names.size < MAX_NAMES) this.namesOf.set(node, names.add(name));
  }

  private makeRoom(): void {
    this.durationUs = roomFor(this.durationUs, this.count);
    this.failed = roomFor(this.failed, this.count);
    this.isAsked = roomFor(this.isAsked, this.count);
    this.tokens = roomFor(this.tokens, this.count);
    this.uses = roomFor(this.uses, this.count);
  }
}
