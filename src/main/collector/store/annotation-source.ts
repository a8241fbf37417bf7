import type { AnnotationCondition, QueryPlan, SpanCondition } from '../../../shared/query/plan.ts';
import type { TraceIds } from './reader/protocol.ts';

/** A tag and the traces that have it, or of which a span has it. */
export interface MarkedTraces {
  readonly value: string;
  readonly ids: TraceIds;
}

/** What is offered to filter by beside columns. */
export interface AnnotationMarks {
  readonly pinned: TraceIds;
  /** The most used first. */
  readonly tags: readonly MarkedTraces[];
  /** Names of scores and how many there are of each, the most used first. */
  readonly scores: readonly { readonly value: string; readonly count: number }[];
}

/** Who keeps what people and programs say of traces: the store asks where a filter does. */
export interface AnnotationSource {
  /** Traces of which the trace or one of its spans meets a condition. */
  traces(projectId: string, condition: AnnotationCondition): Promise<TraceIds>;
  /** Spans that meet a condition: ids of trace and span together, 48 hexadecimal digits, ascending. */
  spans(projectId: string, condition: AnnotationCondition): Promise<readonly string[]>;
  marks(projectId: string): Promise<AnnotationMarks>;
}

/** A store of its own, beside which nothing is annotated. */
export const NO_ANNOTATIONS: AnnotationSource = {
  traces: async () => new Uint8Array(0),
  spans: async () => [],
  marks: async () => ({ pinned: new Uint8Array(0), tags: [], scores: [] }),
};

/** The leaves of a plan with the spans in the place of what is said of them. */
export function withListedSpans(
  { leaves }: QueryPlan,
  projectId: string,
  source: AnnotationSource,
): Promise<QueryPlan['leaves']> {
  const listed = async (condition: SpanCondition): Promise<SpanCondition> => {
    switch (condition.kind) {
      case 'annotation':
        return { kind: 'listed', spans: await source.spans(projectId, condition) };
      case 'and':
      case 'or':
        return { kind: condition.kind, parts: await Promise.all(condition.parts.map(listed)) };
      case 'not':
        return { kind: 'not', part: await listed(condition.part) };
      default:
        return condition;
    }
  };
  return Promise.all(
    leaves.map(async (leaf) => ({ ...leaf, condition: await listed(leaf.condition) })),
  );
}
