import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { AnnotatedTrace } from '../../../shared/contract/annotations.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';

/** Rows asked for at a time: the window of the list grows and moves by steps, not by rows. */
const STEP = 50;

/** Everything said of a trace and its spans. */
export function useAnnotations(projectId: string, traceId: string) {
  return useQuery(
    api.annotations.get.queryOptions({ input: { projectId, traceId }, staleTime: 0 }),
  );
}

/** Tags of a project to suggest. */
export function useTagSuggestions(projectId: string) {
  return useQuery(api.annotations.tags.queryOptions({ input: { projectId }, staleTime: 0 }));
}

/** What is said of the traces of a list around those on screen; none where nothing is said. */
export function useAnnotatedRows(
  projectId: string,
  ids: readonly string[],
  [first, last]: readonly [first: number, last: number],
): ReadonlyMap<string, AnnotatedTrace> {
  const from = Math.max(0, Math.floor(first / STEP) - 1) * STEP;
  const traceIds = ids.slice(from, (Math.floor(last / STEP) + 2) * STEP);
  const { data } = useQuery({
    ...api.annotations.find.queryOptions({
      input: { projectId, traceIds, limit: 1000 },
      staleTime: 0,
    }),
    enabled: traceIds.length > 0,
    // While others are asked for, those known stay as they are.
    placeholderData: keepPreviousData,
  });
  return new Map(data?.traces.map((trace) => [trace.traceId, trace]));
}

/** Reads what is on screen of annotations anew. */
export function refreshAnnotations(): void {
  void queryClient.invalidateQueries({ queryKey: api.annotations.key() });
}

const options = {
  onSuccess: refreshAnnotations,
  onError: (error: Error) => showToast({ title: messageOf(error), look: 'error' }),
} as const;

/** Pins traces and takes pins off; failures are told in the corner. */
export function usePin() {
  return useMutation(api.annotations.pin.mutationOptions({ ...options, scope: { id: 'pin' } }));
}

/** Puts tags on traces and takes them off; failures are told in the corner. */
export function useTag() {
  // One after the other: a tag put on and taken off again must not arrive the other way round.
  return useMutation(api.annotations.tag.mutationOptions({ ...options, scope: { id: 'tag' } }));
}
