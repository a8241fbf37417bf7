import type { Attribute, DecodedSpan } from '../../../../../shared/telemetry.ts';
import { decodeResource, decodeScope } from '../../../otlp/decode-detail.ts';
import { attributeText } from '../attribute-text.ts';
import { foldText } from '../fold-text.ts';
import { readable } from './readable.ts';
import type { FrameView, SegmentView, SpanView } from './segment-view.ts';
import { UNKNOWN, YES, type SpanMatcher, type Verdict } from './span-matcher.ts';
import { hasSpecial, needleOf } from './text-needle.ts';

/**
 * A text in the names, values of attributes and messages of a span, its events, links, resource or scope; letter case
 * and the composition of accents do not matter. Values that are bytes are not searched.
 */
export class TextMatcher implements SpanMatcher {
  readonly hashes = [];
  readonly usesHeader = false;
  readonly usesBody = true;
  readonly #wanted: string;
  readonly #needle: string;
  #segment: SegmentView | undefined;
  #resources: readonly boolean[] = [];
  #scopes: readonly boolean[] = [];
  #isInContext = false;
  #frame: FrameView | undefined;
  /** Bodies of the frame are read without asking for the needle. */
  #readsAll = false;
  /** Where the needle comes next in the frame, from the body on that was looked at last; -1 for nowhere. */
  #hit = -1;

  constructor(text: string) {
    this.#wanted = foldText(text);
    this.#needle = needleOf(this.#wanted);
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
    this.#readsAll = this.#needle === '' || hasSpecial(frame.lower);
    this.#hit = this.#readsAll ? 0 : frame.lower.indexOf(this.#needle);
  }

  mayBeInFrame(): boolean {
    return this.#hit >= 0 || this.#isInContext;
  }

  matches(span: SpanView): boolean {
    if (this.#hasContext(span.ordinal)) return true;
    return this.#mayBeIn(span.body) && span.decoded !== null && this.#spanHolds(span.decoded);
  }

  /** Bodies are asked for in their order, each once. */
  #mayBeIn(body: Uint8Array): boolean {
    if (this.#readsAll) return true;
    if (this.#hit < 0) return false;
    const { raw, lower } = this.#frame!;
    const start = body.byteOffset - raw.byteOffset;
    if (this.#hit < start) this.#hit = lower.indexOf(this.#needle, start);
    return this.#hit >= start && this.#hit < start + body.length;
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
