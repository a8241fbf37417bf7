import { useMutation } from '@tanstack/react-query';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';

/** Stores a small example trace and opens it. */
export function useTestTrace(projectId: string) {
  return useMutation(
    api.collector.sendTestTrace.mutationOptions({
      onSuccess: ({ traceId }) => {
        void queryClient.invalidateQueries({ queryKey: api.projects.key() });
        navigate({ screen: 'trace', projectId, traceId, spanId: null, view: null });
      },
      onError: (error) =>
        showToast({
          title: 'The test trace was not stored',
          description: messageOf(error),
          look: 'error',
        }),
    }),
  );
}
