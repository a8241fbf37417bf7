import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { trialOf, type RuleChanges } from './draft.ts';
import { useSettled } from './use-settled.ts';

/** What rules would make of values, asked anew when typing pauses. Nothing of it is kept once it is off the screen. */
export function useTrial(
  projectId: string,
  changes: RuleChanges,
  fields: readonly { key: string; text: string }[],
) {
  const asked = useSettled({ changes: trialOf(changes), fields });
  const { data, error, refetch } = useQuery(
    api.redaction.testFields.queryOptions({
      input: { projectId, ...asked.changes, fields: [...asked.fields] },
      enabled: asked.fields.length > 0,
      placeholderData: keepPreviousData,
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
  );
  // The answer to a text that was since edited would be marked at the wrong places.
  return { asked: asked.fields, tried: data?.fields, error, retry: () => void refetch() };
}
