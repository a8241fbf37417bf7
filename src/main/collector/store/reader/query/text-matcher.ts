import type { Attribute, DecodedSpan } from '../../../../../shared/telemetry.ts';
import { decodeResource, decodeScope } from '../../../otlp/decode-detail.ts';
import { attributeText } from '../attribute-text.ts';
import { foldText } from '../fold-text.ts';
import { readable } from './readable.ts';
import type { FrameView, SegmentView, SpanView } from './segment-view.ts';
import { UNKNOWN, YES, type SpanMatcher, type Verdict } from './span-matcher.ts';
import { NeedleSearch } from './needle-search.ts';
import { needleOf } from './text-needle.ts';

/**
 * A text in the names, values of attributes and messages of a span, its events, links, resource or scope; letter case
 * and the composition of accents do not matter. Values that are bytes are not searched.
 */
export class TextMatcher implements SpanMatcher {
  readonly hashes = [];
  readonly usesHeader = false;
  readonly usesBody = true;
  readonly #wanted: string;
  /** Absent where every body has to be read. */
  readonly #search: NeedleSearch | undefined;
  #segment: SegmentView | undefined;
  #resources: readonly boolean[] = [];
  #scopes: readonly boolean[] = [];
  #isInContext = false;
  #frame: FrameView | undefined;
  #isInFrame = false;

  constructor(text: string) {
    this.#wanted = foldText(text);
    const needle = needleOf(this.#wanted);
    this.#search = needle && new NeedleSearch(needle);
  }

  beginSegment(segment: SegmentView): void {
    this.#segment = segment;
    this.#resources = segment.resources.map((body) =>
      this.#anyHolds(readable(() => decodeResource(body).attributes) ?? []),
    );
    this.#scopes = segment.scopes.map((body) => {
      const scope = readable(() => decodeScope(body));
      return scope !== undefined && (this.#holds(scope.name) || this.#anyHolds(scope.attributes));
    });
    this.#isInContext = this.#resources.includes(true) || this.#scopes.includes(true);
  }

  isTold(): boolean {
    return this.#isInContext;
  }

  byHeader(ordinal: number): Verdict {
    return this.#hasContext(ordinal) ? YES : UNKNOWN;
  }

  beginFrame(frame: FrameView): void {
    this.#frame = frame;
    this.#isInFrame = this.#search?.begin(frame.raw) ?? true;
  }

  mayBeInFrame(): boolean {
    return this.#isInFrame || this.#isInContext;
  }

  matches(span: SpanView): boolean {
    if (this.#hasContext(span.ordinal)) return true;
    return this.#mayBeIn(span.body) && span.decoded !== null && this.#spanHolds(span.decoded);
  }

  /** Bodies are asked for in their order, each once. */
  #mayBeIn(body: Uint8Array): boolean {
    if (this.#search === undefined || !this.#isInFrame) return this.#isInFrame;
    const start = body.byteOffset - this.#frame!.raw.byteOffset;
    return this.#search.mayBeIn(start, start + body.length);
  }

  #hasContext(ordinal: number): boolean {
    if (!this.#isInContext) return false;
    const { header } = this.#segment!;
    return (
      this.#resources[header.resource[ordinal]!] === true ||
      this.#scopes[header.scope[ordinal]!] === true
    );
  }

  #spanHolds(span: DecodedSpan): boolean {
    return (
      this.#holds(span.name) ||
      this.#holds(span.status.message) ||
      this.#anyHolds(span.attributes) ||
      span.events.some((event) => this.#holds(event.name) || this.#anyHolds(event.attributes)) ||
      span.links.some((link) => this.#anyHolds(link.attributes))
    );
  }

  #anyHolds(attributes: readonly Attribute[]): boolean {
    return attributes.some(
      ({ value }) => value.type !== 'bytes' && this.#holds(attributeText(value)),
    );
  }

  #holds(text: string): boolean {
    return foldText(text).includes(this.#wanted);
  }
}
