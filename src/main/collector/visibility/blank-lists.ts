import type {
  LinkedFrom,
  TraceFacets,
  TraceHistogram,
  TracePage,
} from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { blankSummary } from './derived-fields.ts';

type Hidden = ReadonlySet<DerivedField>;

/** A page of traces without hidden columns, in rows and totals; `hiddenFields` says which. */
export function blankPage(page: TracePage, hidden: Hidden): TracePage {
  if (hidden.size === 0) return page;
  const { totals } = page;
  return {
    ...page,
    traces: page.traces.map((summary) => blankSummary(summary, hidden)),
    totals: {
      ...totals,
      errors: hidden.has('errorCount') ? 0 : totals.errors,
      tokens: hidden.has('inputTokens') || hidden.has('outputTokens') ? 0 : totals.tokens,
      costUsd: hidden.has('costUsd') ? 0 : totals.costUsd,
    },
    hiddenFields: [...hidden],
  };
}

/** Counts without those of errors, where these are hidden. */
export function blankHistogram(histogram: TraceHistogram, hidden: Hidden): TraceHistogram {
  return hidden.has('status') ? { ...histogram, errors: histogram.errors.map(() => 0) } : histogram;
}

/** Facets without values of hidden columns. */
export function blankFacets(facets: TraceFacets, hidden: Hidden): TraceFacets {
  const shown = <T>(field: DerivedField, values: T[]): T[] => (hidden.has(field) ? [] : values);
  return {
    // Rules are about what was received, not about what people say of it.
    ...facets,
    services: shown('service', facets.services),
    environments: shown('environment', facets.environments),
    models: shown('model', facets.models),
    statuses: shown('status', facets.statuses),
  };
}

/** Linking spans without hidden columns. */
export function blankLinks(page: LinkedFrom, hidden: Hidden): LinkedFrom {
  if (hidden.size === 0) return page;
  return {
    ...page,
    spans: page.spans.map((span) => ({
      ...span,
      service: hidden.has('service') ? '' : span.service,
      status: hidden.has('status') ? 'ok' : span.status,
    })),
  };
}
