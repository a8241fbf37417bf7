import { AUDITED, type AuditedResource, type AuditedState } from '../../../shared/audited.ts';

interface DraftOf<R extends AuditedResource> {
  readonly action: `${R}.${(typeof AUDITED)[R]['verbs'][number]}`;
  readonly resource: R;
  readonly resourceId?: string | null;
  /** What people call it, as it was then. */
  readonly resourceName?: string | null;
  readonly projectId?: string | null;
  readonly organizationId?: string | null;
  /** Kept fields before and after; more fields than those of `AUDITED` are dropped. */
  readonly before?: AuditedState<R> | null;
  readonly after?: AuditedState<R> | null;
  /** Why, where the person said so. */
  readonly reason?: string | null;
}

/** What an audit entry says happened; who, when and the chain are added when it is written. */
export type AuditDraft = { [R in AuditedResource]: DraftOf<R> }[AuditedResource];

/** The allowed fields of a state as JSON; null for an absent one. */
export function stateJson(resource: AuditedResource, state: unknown): string | null {
  if (state === undefined || state === null) return null;
  return JSON.stringify(AUDITED[resource].state.parse(state));
}
