import type { SpanCondition } from '../../../../../shared/query/plan.ts';
import { AttributeMatcher } from './attribute-matcher.ts';
import { fieldMatcher } from './field-matcher.ts';
import { FirstValueMatcher } from './first-value-matcher.ts';
import { isAboutKin } from './kin-condition.ts';
import type { Kin } from './kin-test.ts';
import { ListedMatcher } from './listed-matcher.ts';
import type { FrameView, SegmentView, SpanView } from './segment-view.ts';
import { TextMatcher } from './text-matcher.ts';

/** Whether a span meets a condition; 2 while its body has not been looked at. */
export type Verdict = 0 | 1 | 2;
export const NO = 0;
export const YES = 1;
export const UNKNOWN = 2;

/**
 * A condition on spans made ready for a scan, which goes from cheap to dear: the segment, its header, its frames, the
 * bodies. State of the segment and frame at hand is kept inside.
 */
export interface SpanMatcher {
  /** Lists of hashes: a segment whose filter has none of a list has no span that meets it. */
  readonly hashes: readonly (readonly number[])[];
  /** Whether there is something to tell without bodies: the header is then read first. */
  readonly usesHeader: boolean;
  readonly usesBody: boolean;
  /** Looks at the resources and scopes of the next segment. */
  beginSegment(segment: SegmentView): void;
  /** Whether any span may be told without its body in this segment. */
  isTold(): boolean;
  /** What is known of a span without its body. */
  byHeader(ordinal: number): Verdict;
  /** Looks at the next frame. */
  beginFrame(frame: FrameView): void;
  /** False only if no span of the frame can meet it. */
  mayBeInFrame(): boolean;
  matches(span: SpanView): boolean;
}

/**
 * Makes a condition ready. Throws AppError `invalid` for a pattern that cannot be read.
 *
 * @param kin tells of the spans above, for conditions that are about them
 */
export function spanMatcher(condition: SpanCondition, kin?: Kin): SpanMatcher {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joinedMatcher(
        condition.kind,
        // Those above a span are looked up after what its own header tells.
        condition.parts
          .toSorted((a, b) => Number(isAboutKin(a)) - Number(isAboutKin(b)))
          .map((part) => spanMatcher(part, kin)),
      );
    case 'not':
      return negatedMatcher(spanMatcher(condition.part, kin));
    case 'field':
      return fieldMatcher(condition.field, condition.test, kin);
    case 'attribute':
      return condition.test.kind === 'first'
        ? firstMatcher(condition.key, condition.test.value)
        : new AttributeMatcher(condition.key, condition.test, condition.isNested, condition.path);
    case 'listed':
      return new ListedMatcher(condition.spans);
    case 'annotation':
      throw new Error('what is said of spans is looked up before they are scanned');
    default:
      return new TextMatcher(condition.text);
  }
}

/** Whoever has a value first has it at all, which is found far faster. */
function firstMatcher(key: string, value: string): SpanMatcher {
  const first = new FirstValueMatcher(key, value);
  if (value === '') return first;
  return joinedMatcher('and', [new AttributeMatcher(key, { kind: 'is', values: [value] }), first]);
}

function joinedMatcher(kind: 'and' | 'or', parts: readonly SpanMatcher[]): SpanMatcher {
  // What decides alone: one NO of an "and", one YES of an "or".
  const deciding = kind === 'and' ? NO : YES;
  // Cheap ones first: fields of the header, then bodies.
  const ordered = parts.toSorted((a, b) => Number(a.usesBody) - Number(b.usesBody));
  return {
    hashes: kind === 'and' ? parts.flatMap(({ hashes }) => hashes) : eitherOf(parts),
    usesHeader: parts.some((part) => part.usesHeader),
    usesBody: parts.some((part) => part.usesBody),
    beginSegment: (segment) => {
      for (const part of parts) part.beginSegment(segment);
    },
    isTold: () => parts.some((part) => part.isTold()),
    byHeader: (ordinal) => {
      let known: Verdict = kind === 'and' ? YES : NO;
      for (const part of ordered) {
        const verdict = part.byHeader(ordinal);
        if (verdict === deciding) return deciding;
        if (verdict === UNKNOWN) known = UNKNOWN;
      }
      return known;
    },
    beginFrame: (frame) => {
      for (const part of parts) part.beginFrame(frame);
    },
    mayBeInFrame: () =>
      kind === 'and'
        ? parts.every((part) => part.mayBeInFrame())
        : parts.some((part) => part.mayBeInFrame()),
    matches: (span) =>
      kind === 'and'
        ? ordered.every((part) => part.matches(span))
        : ordered.some((part) => part.matches(span)),
  };
}

/** One list for all alternatives, if each has one. */
function eitherOf(parts: readonly SpanMatcher[]): readonly (readonly number[])[] {
  if (parts.some(({ hashes }) => hashes.length === 0)) return [];
  return [parts.flatMap(({ hashes }) => hashes[0]!)];
}

function negatedMatcher(part: SpanMatcher): SpanMatcher {
  return {
    hashes: [],
    usesHeader: part.usesHeader,
    usesBody: part.usesBody,
    beginSegment: (segment) => part.beginSegment(segment),
    isTold: () => part.isTold(),
    byHeader: (ordinal) => {
      const verdict = part.byHeader(ordinal);
      return verdict === UNKNOWN ? UNKNOWN : verdict === YES ? NO : YES;
    },
    beginFrame: (frame) => part.beginFrame(frame),
    mayBeInFrame: () => true,
    matches: (span) => !part.matches(span),
  };
}
