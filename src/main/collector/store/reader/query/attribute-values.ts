import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { isDead } from '../../summarize.ts';
import { AttributeTest } from '../attribute-test.ts';
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

/** Reads an attribute of the spans of a segment. Throws `SegmentError`. */
export function readAttribute(segment: SegmentView, key: string, sink: AttributeSink): void {
  let met: AttributeValue[] = [];
  const test = new AttributeTest(key, (value) => {
    met.push(value);
    // Any other value counts too.
    return false;
  });
  const valuesOf = (look: () => boolean): AttributeValue[] => {
    met = [];
    look();
    return met;
  };
  const inContext = (kind: 'resource' | 'scope') => (body: Uint8Array) =>
    valuesOf(() => test.matches(kind, body));
  const resources = segment.resources.map(inContext('resource'));
  const scopes = segment.scopes.map(inContext('scope'));
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
      const values = valuesOf(() => test.read('span', segment.shown(body)));
      if (values.length > 0) sink.inSpan(ordinal, values);
    }
  }
}
