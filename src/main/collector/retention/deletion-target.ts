import type { Deletion, DeletionTarget } from '../../../shared/contract/deletion.ts';
import { hexIds } from '../annotations/remove-annotations.ts';
import type { Selection } from '../store/rewrite/types.ts';
import type { TelemetryStore } from '../store/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';

/** What one caller may pick by. */
export type SeenTraces = Pick<
  VisibleStore,
  'matchingTraces' | 'checkAttribute' | 'hidesAnything' | 'hidden'
>;

/** What was picked, as the audit log has it: never the value. */
export interface DescribedTarget {
  readonly target: NonNullable<Deletion['target']>;
  readonly traceId?: string;
  readonly attributeKey?: string;
  readonly filters?: string[];
}

/** Finds what is to go. @throws AppError where the caller may not pick by it */
export async function select(target: DeletionTarget, seen: SeenTraces): Promise<Selection> {
  if (target.kind === 'trace') {
    return { traceIds: new Uint8Array(Buffer.from(target.traceId, 'hex')) };
  }
  if (target.kind === 'traces') {
    return { traceIds: new Uint8Array(Buffer.from(target.traceIds.join(''), 'hex')) };
  }
  if (target.kind === 'filter') return { traceIds: await seen.matchingTraces(target.filter) };
  const { key, value } = target;
  // Log records and metrics are picked by it too, and a filter does not look at those.
  seen.checkAttribute(key, value);
  // The traces are found by what the caller sees of them.
  const traceIds = await seen.matchingTraces({ nested: [{ key, value }] });
  const { hidden, hidesAnything } = seen;
  return { traceIds, attribute: { key, value, isNested: !hidesAnything, hidden } };
}

/** Finds what is to go by attribute once more: a day that could not be read then, or was not restored yet, may hold more. */
export async function selectAgain(
  store: Pick<TelemetryStore, 'days' | 'matchingTraces'>,
  projectId: string,
  selection: Selection,
): Promise<Selection> {
  const { traceIds, attribute } = selection;
  if (attribute?.hidden === undefined) return selection;
  await store.days.lookAnew(projectId, true);
  const { key, value, hidden } = attribute;
  const found = await store.matchingTraces(projectId, { nested: [{ key, value }] }, hidden);
  // Those that were noted first: each keeps its number.
  const known = hexIds(traceIds ?? new Uint8Array(0));
  const all = new Set([...known, ...hexIds(found)]);
  if (all.size === known.size) return selection;
  return { ...selection, traceIds: new Uint8Array(Buffer.from([...all].join(''), 'hex')) };
}

/** For the audit log: never the value. */
export function describeTarget(target: DeletionTarget): DescribedTarget {
  if (target.kind === 'trace') return { target: 'trace', traceId: target.traceId };
  if (target.kind === 'traces') return { target: 'traces' };
  if (target.kind === 'attribute') return { target: 'attribute', attributeKey: target.key };
  const filters = Object.entries(target.filter).filter(([, value]) => value !== undefined);
  return { target: 'filter', filters: filters.map(([name]) => name) };
}
