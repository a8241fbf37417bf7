import type { AnnotationField, TraceField } from '../../../../../shared/query/fields.ts';
import type { QueryPlan, TraceCondition } from '../../../../../shared/query/plan.ts';

/** What facets are of. */
export type FacetField = TraceField | AnnotationField;

/** A plan without the conditions that are about one field alone, where they stand beside others that must be met. */
export function withoutField(plan: QueryPlan, field: FacetField): QueryPlan {
  const { root } = plan;
  if (root === null) return plan;
  const isAbout = (condition: TraceCondition): boolean => {
    switch (condition.kind) {
      case 'spans':
        return false;
      case 'field':
        return condition.field === field;
      case 'annotated':
        return plan.annotations[condition.annotation]!.field === field;
      case 'not':
        return isAbout(condition.part);
      default:
        return condition.parts.every(isAbout);
    }
  };
  if (isAbout(root)) return { ...plan, root: null };
  if (root.kind !== 'and' || !root.parts.some(isAbout)) return plan;
  return { ...plan, root: { kind: 'and', parts: root.parts.filter((part) => !isAbout(part)) } };
}
