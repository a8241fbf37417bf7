import { genAiNodeOf } from '../../../../../shared/genai-nodes.ts';
import { USAGE_CALL, USAGE_NONE } from '../../../otlp/types.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import { StringTable } from '../string-table.ts';
import type { TraceIdSet } from '../trace-id-set.ts';
import { roomFor } from './growing.ts';
import { NameTable } from './rollup/name-table.ts';
import type { ScannedSegment } from './scan-headers.ts';
import { usesAnything } from './wrapped-calls.ts';

/** Between the kind and the name of a node. */
const BETWEEN = '\u0000';
/** Names of spans by which the traces of a node are found. */
const MAX_NAMES = 5;

/** Spans with what a map of agents needs of them, as columns by the order they were met in. */
export class AgentSpans {
  count = 0;
  /** Nodes as kind and name; number 0 is none. */
  readonly nodes = new StringTable();
  /** Span names of each node, a few. */
  readonly namesOf = new Map<number, Set<string>>();
  node = new Uint32Array(0);
  durationUs = new Float64Array(0);
  failed = new Uint8Array(0);
  /** 1 for spans that began in the time asked for: others are only there to be parents. */
  isAsked = new Uint8Array(0);
  tokens = new Float64Array(0);
  private parentName = new Float64Array(0);
  /** 1 for spans that report usage. */
  private uses = new Uint8Array(0);
  private readonly places = new NameTable();

  add(
    { header, dead }: ScannedSegment,
    wanted: TraceIdSet | undefined,
    isAsked: (startUs: number) => boolean,
  ): void {
    const nodeAt = this.nodesOf(header);
    for (let trace = 0; trace < header.traces; trace++) {
      if (wanted !== undefined && !wanted.has(header.traceIds, trace * 16)) continue;
      for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
        if (isDead(dead, i)) continue;
        if (!this.places.add(spanName(header, trace, header.spanIds, i))) continue;
        const at = this.count++;
        this.makeRoom();
        const usage = header.usage[i]!;
        this.node[at] = nodeAt(i);
        this.durationUs[at] = header.durationUs[i]!;
        this.failed[at] = header.status[i] === 2 ? 1 : 0;
        this.isAsked[at] = isAsked(header.startUs[i]!) ? 1 : 0;
        this.uses[at] = usage !== USAGE_NONE && usesAnything(header, i) ? 1 : 0;
        const isCall = usage === USAGE_CALL;
        this.tokens[at] = isCall ? header.inputTokens[i]! + header.outputTokens[i]! : 0;
        this.parentName[at] = parentName(header, trace, i);
      }
    }
  }

  /** The span that called each, -1 for none that is there. */
  parents(): Int32Array {
    const parents = new Int32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const name = this.parentName[i]!;
      parents[i] = (name === 0 ? undefined : this.places.find(name)) ?? -1;
    }
    return parents;
  }

  /** Leaves out the tokens of calls that only repeat those below them. */
  dropRepeated(parents: Int32Array): void {
    for (let i = 0; i < this.count; i++) {
      const parent = parents[i]!;
      if (this.uses[i] === 1 && parent !== -1 && parent !== i) this.tokens[parent] = 0;
    }
  }

  /** Kind and name of a node. */
  nodeParts(number: number): { kind: string; name: string } {
    const text = this.nodes.text(number);
    const at = text.indexOf(BETWEEN);
    return { kind: text.slice(0, at), name: text.slice(at + BETWEEN.length) };
  }

  /** Numbers the node of each span of a segment; 0 for spans that are part of what is around them. */
  private nodesOf(header: SpanHeader): (ordinal: number) => number {
    const { strings } = header;
    const known = new Map<string, number>();
    return (i) => {
      if (header.operation[i] === 0 && header.model[i] === 0) return 0;
      const key = `${header.operation[i]} ${header.model[i]} ${header.name[i]}`;
      const number = known.get(key);
      if (number !== undefined) return number;
      const spanName = strings[header.name[i]!]!;
      const found = genAiNodeOf(
        strings[header.operation[i]!]!,
        strings[header.model[i]!]!,
        spanName,
      );
      if (found === undefined || found.kind === 'step') {
        known.set(key, 0);
        return 0;
      }
      const node = this.nodes.intern(found.kind + BETWEEN + found.name);
      known.set(key, node);
      const names = this.namesOf.get(node) ?? new Set();
      if (names.size < MAX_NAMES) this.namesOf.set(node, names.add(spanName));
      return node;
    };
  }

  private makeRoom(): void {
    this.node = roomFor(this.node, this.count);
    this.durationUs = roomFor(this.durationUs, this.count);
    this.failed = roomFor(this.failed, this.count);
    this.isAsked = roomFor(this.isAsked, this.count);
    this.tokens = roomFor(this.tokens, this.count);
    this.parentName = roomFor(this.parentName, this.count);
    this.uses = roomFor(this.uses, this.count);
  }
}

/** 53 bits of the id of a parent, 0 for none. */
function parentName(header: SpanHeader, trace: number, i: number): number {
  const place = header.parent[i]!;
  if (place === 0) return 0;
  const index = (place - 1) >>> 1;
  return place % 2 === 0
    ? spanName(header, trace, header.parentIds, index)
    : spanName(header, trace, header.spanIds, header.runAt[trace]! + index);
}
