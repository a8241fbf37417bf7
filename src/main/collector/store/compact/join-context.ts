import type { ContextEntry, SegmentContext } from '../segment/context.ts';
import { EntrySet, type UsedContext } from '../segment/merge-context.ts';

export interface JoinedContext extends SegmentContext {
  /** For each source, from its own resource and scope numbers to those of the joined segment. */
  readonly resourceMaps: readonly (readonly number[])[];
  readonly scopeMaps: readonly (readonly number[])[];
}

/** Joins the resources and scopes of stored segments, equal ones once, as far as records are taken over that are theirs. */
export function joinContexts(
  contexts: readonly (SegmentContext & { readonly used: UsedContext })[],
): JoinedContext {
  const resources = new EntrySet<ContextEntry>();
  const scopes = new EntrySet<ContextEntry>();
  const resourceMaps = contexts.map((context) =>
    resources.indexes(context.resources, context.used.resources),
  );
  const scopeMaps = contexts.map((context) => scopes.indexes(context.scopes, context.used.scopes));
  return { resources: resources.list, scopes: scopes.list, resourceMaps, scopeMaps };
}
