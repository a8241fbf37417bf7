import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { NewKey } from '../../../shared/contract/keys.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';
import { holdFreshKey, useFreshKey } from '../keys/fresh-keys.ts';

export interface ConnectKey {
  /** A key whose secret is still known, to fill the snippets with. */
  fresh: NewKey | undefined;
  create: () => void;
  createPair: () => void;
  creating: boolean;
  /** It is not known yet whether a first key is needed, or that one is being made. */
  isComing: boolean;
}

/** Projects that were given their first key by this window: never two, whatever React does. */
const started = new Set<string>();

/**
 * The key the snippets are filled with.
 *
 * A Default Project that has neither keys nor spans is a first start: it gets its first key here,
 * so that the very first screen has everything one needs.
 */
export function useConnectKey(project: Project | undefined): ConnectKey {
  const fresh = useFreshKey(project?.id ?? '');
  const projectId = project?.id;
  const isFirstStart = Boolean(
    project?.isDefault && project.spanCount === 0 && project.permissions.includes('keys:manage'),
  );
  const { data: keys, isPending: isAsking } = useQuery(
    api.keys.list.queryOptions({
      input: { projectId: projectId ?? '' },
      enabled: isFirstStart,
    }),
  );
  const { mutate, isPending, isError } = useMutation(
    api.keys.create.mutationOptions({
      onSuccess: (key) => {
        holdFreshKey(key);
        void queryClient.invalidateQueries({ queryKey: api.keys.key() });
        void queryClient.invalidateQueries({ queryKey: api.projects.key() });
      },
      onError: (error) =>
        showToast({ title: 'No key was created', description: messageOf(error), look: 'error' }),
    }),
  );
  const needsFirst = isFirstStart && keys?.keys.length === 0;
  useEffect(() => {
    if (!needsFirst || !projectId || started.has(projectId)) return;
    started.add(projectId);
    mutate({ projectId, name: 'First key' });
  }, [needsFirst, projectId, mutate]);

  const create = (kind: 'single' | 'pair'): void => {
    if (projectId) mutate({ projectId, kind });
  };
  return {
    fresh,
    create: () => create('single'),
    createPair: () => create('pair'),
    creating: isPending,
    isComing:
      isFirstStart && project?.keyCount === 0 && !isError && (isAsking || needsFirst || isPending),
  };
}
