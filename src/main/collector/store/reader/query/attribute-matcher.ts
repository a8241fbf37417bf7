import type { Test } from '../../../../../shared/query/plan.ts';
import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { AttributeTest } from '../attribute-test.ts';
import { NeedleSearch } from './needle-search.ts';
import { requiredText } from './required-text.ts';
import { membersOf } from './map-members.ts';
import type { FrameView, SegmentView, SpanView } from './segment-view.ts';
import { UNKNOWN, YES, type SpanMatcher, type Verdict } from './span-matcher.ts';
import { literalNeedle } from './text-needle.ts';
import { textLength } from './text-value.ts';
import { attributeTest } from './value-tests.ts';

/** Texts from which on it pays to look for what a pattern requires. */
const LONG_BYTES = 256;

/** A condition on an attribute of the span, its resource, scope, events or links. */
export class AttributeMatcher implements SpanMatcher {
  readonly hashes: readonly (readonly number[])[];
  readonly usesHeader = false;
  readonly usesBody = true;
  readonly #test: AttributeTest;
  #segment: SegmentView | undefined;
  #resources: readonly boolean[] = [];
  #scopes: readonly boolean[] = [];
  #isInContext = false;
  #isInFrame = false;
  #frame: FrameView | undefined;
  /** Where the key comes next in the frame, from the body on that was looked at last; -1 for nowhere. */
  #hit = -1;
  /** A text that a value must hold if it is stored as text. */
  readonly #required: NeedleSearch | undefined;
  /** Whether it was looked for in the frame. */
  #isSearched = false;
  readonly #keyBytes: number;

  /**
   * @param isNested looks into maps too
   * @param path names that lead to a member of the map that the attribute holds, which is compared instead
   */
  constructor(key: string, test: Test, isNested = false, path?: readonly string[]) {
    const wanted =
      path !== undefined
        ? memberTest(path, test)
        : test.kind === 'is'
          ? test.values
          : attributeTest(test);
    this.#test = new AttributeTest(key, wanted, isNested);
    const required = test.kind === 'matches' && !isNested ? requiredText(test.pattern) : undefined;
    this.#required =
      required && new NeedleSearch(literalNeedle(required.text, required.ignoresCase));
    this.#keyBytes = Buffer.byteLength(key);
    this.hashes = this.#test.hashes;
  }

  beginSegment(segment: SegmentView): void {
    this.#segment = segment;
    this.#resources = segment.resources.map((body) => this.#test.matches('resource', body));
    this.#scopes = segment.scopes.map((body) => this.#test.matches('scope', body));
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
    this.#isInFrame = this.#test.mayBeIn(frame.raw);
    this.#hit = this.#isInFrame ? this.#test.nextKey(frame.raw, 0) : -1;
    this.#isSearched = false;
  }

  mayBeInFrame(): boolean {
    return this.#isInFrame || this.#isInContext;
  }

  matches(span: SpanView): boolean {
    if (this.#hasContext(span.ordinal)) return true;
    return (
      this.#hasKey(span.body) &&
      !this.#lacksRequired(span.body) &&
      this.#test.read('span', span.shown)
    );
  }

  /** Bodies are asked for in their order, each once: the frame is searched as a whole. */
  #hasKey(body: Uint8Array): boolean {
    const { raw } = this.#frame!;
    const start = body.byteOffset - raw.byteOffset;
    if (this.#hit >= 0 && this.#hit < start) this.#hit = this.#test.nextKey(raw, start);
    return this.#hit >= 0 && this.#hit < start + body.length;
  }

  /** Whether a body has no such text where it would have to: numbers, lists and bytes are not stored as they are read. */
  #lacksRequired(body: Uint8Array): boolean {
    if (this.#required === undefined) return false;
    const { raw } = this.#frame!;
    const start = body.byteOffset - raw.byteOffset;
    const end = start + body.length;
    // Short texts come again, and their verdict is remembered.
    if (textLength(raw, this.#hit, this.#keyBytes) < LONG_BYTES) return false;
    if (!this.#isSearched) this.#required.begin(raw);
    this.#isSearched = true;
    if (this.#required.mayBeIn(start, end)) return false;
    while (this.#hit >= 0 && this.#hit < end) {
      if (textLength(raw, this.#hit, this.#keyBytes) < 0) return false;
      this.#hit = this.#test.nextKey(raw, this.#hit + 1);
    }
    return true;
  }

  #hasContext(ordinal: number): boolean {
    if (!this.#isInContext) return false;
    const { header } = this.#segment!;
    return (
      this.#resources[header.resource[ordinal]!] === true ||
      this.#scopes[header.scope[ordinal]!] === true
    );
  }
}

function memberTest(path: readonly string[], test: Test): (value: AttributeValue) => boolean {
  const passes = attributeTest(test);
  return (value) => membersOf(value, path).some(passes);
}
