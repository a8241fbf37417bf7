import { firstText, ValueReader } from './attribute-values.ts';
import type { SegmentView, SpanView } from './segment-view.ts';
import { type SpanMatcher, UNKNOWN, type Verdict } from './span-matcher.ts';

/** A condition on the value that charts split a span by: its own, else that of its scope, else of its resource. */
export class FirstValueMatcher implements SpanMatcher {
  readonly hashes = [];
  readonly usesHeader = false;
  readonly usesBody = true;
  readonly #reader: ValueReader;
  readonly #wanted: string;
  #segment: SegmentView | undefined;
  #resources: readonly string[] = [];
  #scopes: readonly string[] = [];

  /** @param wanted '' for spans without a value */
  constructor(key: string, wanted: string) {
    this.#reader = new ValueReader(key);
    this.#wanted = wanted;
  }

  beginSegment(segment: SegmentView): void {
    this.#segment = segment;
    const textsOf = (kind: 'resource' | 'scope', bodies: readonly Uint8Array[]): string[] =>
      bodies.map((body) => firstText(this.#reader.valuesOf(kind, body)));
    this.#resources = textsOf('resource', segment.resources);
    this.#scopes = textsOf('scope', segment.scopes);
  }

  isTold(): boolean {
    return false;
  }

  byHeader(): Verdict {
    return UNKNOWN;
  }

  beginFrame(): void {
    // Values are read span by span.
  }

  mayBeInFrame(): boolean {
    return true;
  }

  matches(span: SpanView): boolean {
    const own = this.#reader.valuesOf('span', span.shown);
    if (own.length > 0) return firstText(own) === this.#wanted;
    const { scope, resource } = this.#segment!.header;
    const around = this.#scopes[scope[span.ordinal]!] || this.#resources[resource[span.ordinal]!];
    return (around ?? '') === this.#wanted;
  }
}
