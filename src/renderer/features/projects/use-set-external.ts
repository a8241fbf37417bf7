import { useMutation } from '@tanstack/react-query';
import type { CallExtras } from '../../../shared/reason.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';
import { refreshProjects } from './use-restore.ts';

/** Opens a project to people from outside the organization, or closes it. */
export function useSetExternal(context: CallExtras = {}) {
  return useMutation(
    api.projects.setExternal.mutationOptions({
      context,
      onSuccess: ({ project }) => {
        showToast({
          title: project.externalAllowed
            ? `${project.name} may have external members`
            : `${project.name} is for its organization only`,
          look: 'ok',
        });
        void refreshProjects();
      },
      // Also when it was refused: then others are members by now.
      onSettled: () => void queryClient.invalidateQueries({ queryKey: api.members.key() }),
    }),
  );
}
