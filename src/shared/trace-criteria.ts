import type { TraceFilter } from './contract/traces.ts';

/** Whether a filter asks for more than a time range: it picks some traces then, and not all that is stored of a time. */
export function hasCriteria({ fromUs: _from, toUs: _to, ...criteria }: TraceFilter): boolean {
  return Object.values(criteria).some(
    (value) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
}
