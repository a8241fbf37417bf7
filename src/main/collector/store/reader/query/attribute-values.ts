import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { HIDDEN_VALUE } from '../../../../../shared/visibility.ts';
import { isDead } from '../../summarize.ts';
import { AttributeTest } from '../attribute-test.ts';
import { attributeText } from '../attribute-text.ts';
import { FrameView, type SegmentView } from './segment-view.ts';

/** Different values of an attribute that are told apart. */
export const MAX_VALUES = 10_000;
/** Longer values make no groups, UTF-16 code units: nobody has many traces with the same one. */
export const MAX_VALUE_LENGTH = 500;

/** Is told the values that the live spans of a segment have for an attribute, in their order, where there are any. */
export interface AttributeSink {
  /** First, and only where a resource or scope has some: the values of each. */
  inContext(
    resources: readonly (readonly AttributeValue[])[],
    scopes: readonly (readonly AttributeValue[])[],
  ): void;
  /** Those of a span, its events and its links. */
  inSpan(ordinal: number, values: readonly AttributeValue[]): void;
}

/** Collects the values of an attribute: of spans with those of their events and links. */
export class ValueReader {
  readonly test: AttributeTest;
  #met: AttributeValue[] = [];

  constructor(key: string) {
    this.test = new AttributeTest(key, (value) => {
      this.#met.push(value);
      // Any other value counts too.
      return false;
    });
  }

  /** Those of a resource, scope or span, in their order. */
  valuesOf(kind: 'resource' | 'scope' | 'span', body: Uint8Array): AttributeValue[] {
    this.#met = [];
    this.test.matches(kind, body);
    return this.#met;
  }
}

/** What a span with these values is counted as: the first; of a list its only element, else the list as it is. */
export function firstText([value]: readonly AttributeValue[]): string {
  if (value === undefined) return '';
  const isWrapped = value.type === 'array' && value.value.length === 1;
  const text = attributeText(isWrapped ? value.value[0]! : value);
  return text === HIDDEN_VALUE ? '' : text;
}

/** Reads an attribute of the spans of a segment. Throws `SegmentError`. */
export function readAttribute(segment: SegmentView, key: string, sink: AttributeSink): void {
  const reader = new ValueReader(key);
  const { test } = reader;
  const resources = segment.resources.map((body) => reader.valuesOf('resource', body));
  const scopes = segment.scopes.map((body) => reader.valuesOf('scope', body));
  if ([...resources, ...scopes].some(({ length }) => length > 0)) {
    sink.inContext(resources, scopes);
  }
  const { row } = segment;
  for (const frame of segment.reader.frames(row.id, 0, row.records)) {
    const view = new FrameView(segment, frame);
    const { raw } = view;
    let hit = test.nextKey(raw, 0);
    if (hit < 0) continue;
    let at = 0;
    for (const [offset, body] of view.bodies.entries()) {
      const ordinal = frame.first + offset;
      const start = at;
      at += body.length;
      if (hit >= 0 && hit < start) hit = test.nextKey(raw, start);
      if (hit < 0) break;
      if (hit >= at || isDead(row.dead, ordinal)) continue;
      const values = reader.valuesOf('span', segment.shown(body));
      if (values.length > 0) sink.inSpan(ordinal, values);
    }
  }
}
