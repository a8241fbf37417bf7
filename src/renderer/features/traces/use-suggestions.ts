import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { api, client } from '../../client/client.ts';
import { useHiddenFields } from '../visibility/use-hidden-fields.ts';
import { readHistory } from './filter-history.ts';
import { queryCursor } from './query-cursor.ts';
import { askedAt, suggestAt, type SuggestionGroup } from './query-suggestions.ts';

/** What is known of a project stays fresh enough for suggestions, ms. */
const FRESH_MS = 10_000;

/** What to offer for a filter at the cursor; values and keys are read while the list is open. */
export function useSuggestions(options: {
  projectId: string;
  search: TraceSearch;
  text: string;
  caret: number;
  isOpen: boolean;
}): SuggestionGroup[] {
  const { projectId, search, text, caret, isOpen } = options;
  const { time } = search;
  const hidden = useHiddenFields(projectId);
  const cursor = queryCursor(text, caret);
  const { data: facets } = useQuery({
    queryKey: ['trace-facets', projectId, time],
    queryFn: ({ signal }) => {
      const filter = toTraceFilter({ time, terms: {} }, Date.now());
      return client.traces.facets({ projectId, filter }, { signal });
    },
    enabled: isOpen,
    staleTime: FRESH_MS,
  });
  const asked = askedAt(cursor);
  const part = cursor.part.slice(0, 512);
  const { data: found } = useQuery({
    queryKey: ['trace-suggestions', projectId, asked, part],
    queryFn: ({ signal }) =>
      client.traces.suggest(
        { projectId, ...asked, text: part, limit: asked === null ? 20 : 50 },
        { signal },
      ),
    enabled: isOpen && (asked !== null || cursor.expects === 'key'),
    // Not those of another key.
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[2]) === JSON.stringify(asked) ? before : undefined,
    staleTime: FRESH_MS,
  });
  const { data: kept } = useQuery(
    api.savedFilters.list.queryOptions({ input: { projectId }, enabled: isOpen }),
  );
  const [recent, setRecent] = useState<readonly string[]>([]);
  const [wasOpen, setWasOpen] = useState(false);
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen);
    if (isOpen) setRecent(readHistory(projectId));
  }
  return suggestAt(cursor, text, { facets, found, hidden, recent, saved: kept?.filters ?? [] });
}
