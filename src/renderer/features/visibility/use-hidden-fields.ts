import { useQuery } from '@tanstack/react-query';
import type { DerivedField } from '../../../shared/visibility.ts';
import { api } from '../../client/client.ts';

const NONE: readonly DerivedField[] = [];

/** Columns that rules of a project hide from whoever looks; none until it is known. */
export function useHiddenFields(projectId: string): readonly DerivedField[] {
  const { data } = useQuery(api.visibility.mine.queryOptions({ input: { projectId } }));
  return data?.fields ?? NONE;
}
