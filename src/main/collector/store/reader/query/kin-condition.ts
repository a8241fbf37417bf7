import { isKinField } from '../../../../../shared/query/fields.ts';
import type { SpanCondition } from '../../../../../shared/query/plan.ts';

/** Whether a condition depends on spans above the one it is about. */
export function isAboutKin(condition: SpanCondition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.some(isAboutKin);
    case 'not':
      return isAboutKin(condition.part);
    default:
      return condition.kind === 'field' && isKinField(condition.field);
  }
}

/**
 * Conditions of which a trace has spans for each, if it has one that meets a condition on kin: they are told by single
 * spans. None where any trace may have one.
 */
export function neededOfTrace(condition: SpanCondition): SpanCondition[] {
  const ofSpan = neededOfSpan(condition);
  return [...(ofSpan === null ? [] : [ofSpan]), ...neededOfOthers(condition)];
}

/** What a span that meets a condition is like whatever is above it; null for anything. */
function neededOfSpan(condition: SpanCondition): SpanCondition | null {
  if (!isAboutKin(condition)) return condition;
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map(neededOfSpan).filter((part) => part !== null);
      return parts.length === 0 ? null : { kind: 'and', parts };
    }
    case 'or': {
      const parts = condition.parts.map(neededOfSpan);
      return parts.includes(null)
        ? null
        : { kind: 'or', parts: parts.filter((part) => part !== null) };
    }
    default:
      // A span that stands for something does so by itself, but for calls inside of themselves.
      return condition.kind === 'field' && condition.field === 'genai.node' ? condition : null;
  }
}

/** What other spans of the trace are like. */
function neededOfOthers(condition: SpanCondition): SpanCondition[] {
  if (condition.kind === 'and') return condition.parts.flatMap(neededOfOthers);
  if (condition.kind !== 'field') return [];
  const { field, test } = condition;
  if (field === 'parent.service') return [{ kind: 'field', field: 'service', test }];
  return field === 'genai.caller' ? [{ kind: 'field', field: 'genai.node', test }] : [];
}
