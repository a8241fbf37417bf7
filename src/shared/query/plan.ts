import type { AnnotationField, SpanField, TraceField } from './fields.ts';

/** An end of a range; of texts by UTF-16 units. */
export interface Bound {
  readonly value: number | string;
  /** The value itself is outside. */
  readonly isOpen: boolean;
}

/** What a value must be like. Durations are in microseconds, times in microseconds since the epoch. */
export type Test =
  /** One of these, as written. */
  | { readonly kind: 'is'; readonly values: readonly string[] }
  /** Of an attribute: the value that charts split by, as it is shown; '' for none. */
  | { readonly kind: 'first'; readonly value: string }
  /** One of these numbers. */
  | { readonly kind: 'equals'; readonly numbers: readonly number[] }
  /** Both ends are numbers, or both are texts. */
  | { readonly kind: 'between'; readonly low: Bound | null; readonly high: Bound | null }
  /** A part of it matches an RE2 pattern. */
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'exists' };

interface Joined<N> {
  readonly kind: 'and' | 'or';
  readonly parts: readonly N[];
}

interface Negated<N> {
  readonly kind: 'not';
  readonly part: N;
}

/** What is said of a trace or a span by people and programs, apart from what was received. */
export interface AnnotationCondition {
  readonly kind: 'annotation';
  readonly field: AnnotationField;
  /** Of a score; '' for the others. */
  readonly name: string;
  readonly test: Test;
}

/** What one span must be like. */
export type SpanCondition =
  | Joined<SpanCondition>
  | Negated<SpanCondition>
  | { readonly kind: 'field'; readonly field: SpanField; readonly test: Test }
  /** Of the span, its resource, scope, events or links. */
  | {
      readonly kind: 'attribute';
      readonly key: string;
      /** Names that lead to a member of the map it holds. */
      readonly path?: readonly string[];
      readonly test: Test;
      /** Also of members of maps, by the path of names that leads to them. */
      readonly isNested?: boolean;
    }
  /** In its names, values or messages, letter case ignored. */
  | { readonly kind: 'text'; readonly text: string }
  /** Said of this span. */
  | AnnotationCondition
  /** One of these: what stands for an annotation once it was looked up. */
  | ListedSpans;

/** Spans by the ids of trace and span together, 48 hexadecimal digits each, ascending. */
export interface ListedSpans {
  readonly kind: 'listed';
  readonly spans: readonly string[];
}

/** What a trace must be like; spans are looked at through {@link QueryPlan.leaves}. */
export type TraceCondition =
  | Joined<TraceCondition>
  | Negated<TraceCondition>
  | { readonly kind: 'field'; readonly field: TraceField; readonly test: Test }
  /** As many spans as `count` says meet the leaf of this number; at least one where it is null. */
  | { readonly kind: 'spans'; readonly leaf: number; readonly count: Test | null }
  /** The annotation of this number in {@link QueryPlan.annotations} is on the trace or on one of its spans. */
  | { readonly kind: 'annotated'; readonly annotation: number };

/** A condition on spans for which all records have to be looked at. */
export interface SpanLeaf {
  readonly condition: SpanCondition;
  /** Whether the number of spans matters, not only that there is one. */
  readonly isCounted: boolean;
}

/** A filter ready to be evaluated; free of classes, so that it goes between threads. */
export interface QueryPlan {
  /** Null: every trace passes. */
  readonly root: TraceCondition | null;
  readonly leaves: readonly SpanLeaf[];
  /** What has to be asked of those who keep annotations. */
  readonly annotations: readonly AnnotationCondition[];
}
