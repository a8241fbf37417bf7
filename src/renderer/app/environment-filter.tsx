import { useQuery } from '@tanstack/react-query';
import { api } from '../client/client.ts';
import { Select } from '../ui/select.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { useLastSearch } from './last-visit.ts';
import { useRoute, navigate } from './use-route.ts';
import styles from './environment-filter.module.css';

const ALL = '*';
const UNNAMED = 'not named';

/** Narrows the project's traces to one environment; there from the start, so that nothing below it moves. */
export function EnvironmentFilter({ projectId }: { projectId: string }) {
  const route = useRoute();
  const isNarrow = useNarrow();
  const remembered = useLastSearch(projectId);
  const search = route.screen === 'traces' ? route.search : remembered;
  const { data: facets } = useQuery(
    api.traces.facets.queryOptions({ input: { projectId, filter: {} }, staleTime: 60_000 }),
  );
  const chosen = search.terms.environments ?? [];
  const known = (facets?.environments ?? []).map((facet) => facet.value).filter(Boolean);
  const names = [...new Set([...known, ...chosen])];
  const value = chosen.length === 1 ? (chosen[0] ?? ALL) : ALL;
  const onChange = (next: string): void => {
    const { environments: _, ...terms } = search.terms;
    navigate({
      screen: 'traces',
      projectId,
      search: { ...search, terms: next === ALL ? terms : { ...terms, environments: [next] } },
    });
  };
  return (
    <Select
      className={styles.select}
      label="Environment"
      look="ghost"
      {...(isNarrow ? { icon: 'filter' as const } : {})}
      value={value}
      onChange={onChange}
      options={[
        {
          value: ALL,
          label: chosen.length > 1 ? `${chosen.length} environments` : 'All environments',
        },
        ...names.map((name) => ({ value: name, label: name || UNNAMED })),
      ]}
    />
  );
}
