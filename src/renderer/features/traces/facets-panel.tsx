import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TraceFacets } from '../../../shared/contract/traces.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { excludePicked, pickedValues, togglePicked, type PickedField } from './facet-query.ts';
import styles from './facets-panel.module.css';

/** Values shown of each field. */
const SHOWN = 12;
/** Counts follow what arrives at this pace, ms. */
const REFRESH_MS = 10_000;

const FIELDS = [
  ['status', 'statuses', 'Status'],
  ['service', 'services', 'Service'],
  ['environment', 'environments', 'Environment'],
  ['model', 'models', 'Model'],
  ['name', 'names', 'Name'],
  ['pinned', 'pinned', 'Pinned'],
  ['tag', 'tags', 'Tag'],
] as const satisfies readonly (readonly [PickedField, keyof TraceFacets, string])[];

/** What stands for a value: pinned is one or not. */
const shown = (field: PickedField, value: string): string =>
  field === 'pinned' ? 'Pinned' : value;

/** Values of the main fields with the traces each would list; a click picks one, or leaves it out. */
export function FacetsPanel(props: {
  projectId: string;
  search: TraceSearch;
  onQuery: (query: string) => void;
}) {
  const { projectId, search, onQuery } = props;
  const query = search.terms.query ?? '';
  const { data } = useQuery({
    queryKey: ['trace-facets', projectId, search.time, search.terms],
    queryFn: ({ signal }) =>
      client.traces.facets({ projectId, filter: toTraceFilter(search, Date.now()) }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  return (
    <aside className={styles.panel} aria-label="Facets">
      {FIELDS.map(([field, facet, title]) => {
        const values = (data?.[facet] ?? []).slice(0, SHOWN);
        if (values.length === 0) return null;
        const picked = pickedValues(query, field);
        return (
          <section key={field} className={styles.facet} aria-label={title}>
            <h2 className={styles.title}>{title}</h2>
            <ul>
              {values.map(({ value, count }) => (
                <li key={value} className={styles.item}>
                  <button
                    type="button"
                    className={styles.value}
                    aria-pressed={picked.includes(value)}
                    title={shown(field, value)}
                    onClick={() => onQuery(togglePicked(query, field, value))}
                  >
                    <span className="truncate">{shown(field, value)}</span>
                    <span className={styles.count}>{formatCount(count)}</span>
                  </button>
                  <IconButton
                    icon="minus"
                    className={styles.exclude}
                    label={`Leave out ${shown(field, value)}`}
                    onClick={() => onQuery(excludePicked(query, field, value))}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </aside>
  );
}
