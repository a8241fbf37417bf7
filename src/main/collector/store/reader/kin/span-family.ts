import { nodeParts } from '../../../../../shared/genai-nodes.ts';
import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumns } from '../../segment/span-header.ts';
import { roomFor } from '../analytics/growing.ts';
import { NameTable } from '../analytics/rollup/name-table.ts';
import { StringTable } from '../string-table.ts';
import { nodeTexts, type NodeColumn } from './node-text.ts';
import { isCalledBy, NO_SPAN, parentName } from './parent-name.ts';

/** Columns that a family is made of. */
export type FamilyColumn = NodeColumn | 'parent' | 'startUs' | 'service';

/**
 * Spans with what called them, in some 60 bytes each, numbered in the order they were met in; which segments they are
 * in makes no difference. The maps of services and agents and the filter all go by this.
 */
export class SpanFamily {
  count = 0;
  readonly services = new StringTable();
  /** Agents, tools and models, see `node-text.ts`; number 0 is none. */
  readonly nodes = new StringTable();
  /** Numbers in these tables, by span. */
  service = new Uint32Array(0);
  node = new Uint32Array(0);
  readonly #spans = new NameTable();
  #startUs = new Float64Array(0);
  #parentName = new Float64Array(0);

  /** Makes the spans of a segment ready to be added: gives them their numbers, {@link NO_SPAN} where they have one. */
  begin(header: SpanColumns<FamilyColumn>): (trace: number, ordinal: number) => number {
    const textOf = nodeTexts(header);
    // Numbers of its strings, plus one; 0 where not known yet.
    const known = new Uint32Array(header.strings.length);
    return (trace, i) => {
      if (!this.#spans.add(spanName(header, trace, header.spanIds, i))) return NO_SPAN;
      const at = this.count++;
      this.#makeRoom();
      const node = textOf(i);
      this.node[at] = node === undefined ? 0 : this.nodes.intern(node);
      const text = header.service[i]!;
      if (known[text] === 0) known[text] = this.services.intern(header.strings[text]!) + 1;
      this.service[at] = known[text]! - 1;
      this.#startUs[at] = header.startUs[i]!;
      this.#parentName[at] = parentName(header, trace, i);
      return at;
    };
  }

  /** Number of a span by 53 bits of its id. */
  find(name: number): number {
    return this.#spans.find(name) ?? NO_SPAN;
  }

  /** Whether the parent of any span has not been met. */
  get isOpen(): boolean {
    for (let i = 0; i < this.count; i++) {
      const name = this.#parentName[i]!;
      if (name !== 0 && !this.#spans.has(name)) return true;
    }
    return false;
  }

  /** The parent of each span, {@link NO_SPAN} for none that is there. */
  parents(): Int32Array {
    const parents = new Int32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const name = this.#parentName[i]!;
      const at = name === 0 ? NO_SPAN : this.find(name);
      const isThere = at !== NO_SPAN && isCalledBy(this.#startUs[i]!, this.#startUs[at]!);
      parents[i] = isThere ? at : NO_SPAN;
    }
    return parents;
  }

  /**
   * The agent, tool or model that each span was called by: that of the nearest span above that is one; 0 for none.
   *
   * A model call inside of a call of the same model is that call, and none of its own from now on.
   */
  callers(parents: Int32Array): Uint32Array {
    const callers = nodesAbove(this.node, parents);
    for (let i = 0; i < this.count; i++) {
      const node = this.node[i]!;
      if (node !== 0 && node === callers[i] && this.#isModel(node)) this.node[i] = 0;
    }
    return callers;
  }

  #isModel(node: number): boolean {
    return nodeParts(this.nodes.text(node)).kind === 'model';
  }

  #makeRoom(): void {
    this.service = roomFor(this.service, this.count);
    this.node = roomFor(this.node, this.count);
    this.#startUs = roomFor(this.#startUs, this.count);
    this.#parentName = roomFor(this.#parentName, this.count);
  }
}

function nodesAbove(nodes: Uint32Array, parents: Int32Array): Uint32Array {
  const above = new Uint32Array(parents.length);
  const isKnown = new Uint8Array(parents.length);
  const way: number[] = [];
  for (let start = 0; start < parents.length; start++) {
    let node = 0;
    // Marked on the way up, so that spans that are their own ancestors come to an end.
    for (let at = start; isKnown[at] === 0;) {
      isKnown[at] = 1;
      way.push(at);
      at = parents[at]!;
      if (at === NO_SPAN) break;
      node = nodes[at]! || above[at]!;
      if (node !== 0) break;
    }
    for (const at of way) above[at] = node;
    way.length = 0;
  }
  return above;
}
