import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';

/** Lists of projects are asked for anew. */
export function refreshProjects(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: api.projects.key() });
}

/** Takes an archived project into use again, without asking: nothing is lost by it. */
export function useRestore() {
  return useMutation(
    api.projects.restore.mutationOptions({
      onSuccess: ({ name }) => {
        showToast({ title: `${name} takes data again`, look: 'ok' });
        void refreshProjects();
      },
      onError: (error) =>
        showToast({ title: 'Not restored', description: messageOf(error), look: 'error' }),
    }),
  );
}
