import type { Test } from '../../../../../shared/query/plan.ts';
import { AttributeTest } from '../attribute-test.ts';
import type { FrameView, SegmentView, SpanView } from './segment-view.ts';
import { UNKNOWN, YES, type SpanMatcher, type Verdict } from './span-matcher.ts';
import { attributeTest } from './value-tests.ts';

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

  constructor(key: string, test: Test) {
    this.#test = new AttributeTest(key, test.kind === 'is' ? test.values : attributeTest(test));
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
    this.#isInFrame = this.#test.mayBeIn(frame.raw);
  }

  mayBeInFrame(): boolean {
    return this.#isInFrame || this.#isInContext;
  }

  matches(span: SpanView): boolean {
    if (this.#hasContext(span.ordinal)) return true;
    return (
      this.#isInFrame && this.#test.hasKey(span.body) && this.#test.matches('span', span.shown)
    );
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
