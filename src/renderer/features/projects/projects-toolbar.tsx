import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { PROJECT_SORTS, SORT_LABELS, sortBy, type ProjectView } from './project-query.ts';
import styles from './projects.module.css';

/** Search, filter and order above the list of projects, and whether it is cards or a table. */
export function ProjectsToolbar(props: {
  view: ProjectView;
  as: 'cards' | 'table';
  counts: { used: number; archived: number };
  onView: (view: ProjectView) => void;
  onAs: (as: 'cards' | 'table') => void;
}) {
  const { view, as, counts, onView } = props;
  return (
    <div className={styles.toolbar}>
      <TextInput
        type="search"
        aria-label="Search projects"
        placeholder="Name, description, key prefix or environment"
        value={view.search}
        onChange={(event) => onView({ ...view, search: event.target.value, page: 0 })}
      />
      {counts.archived > 0 || view.archived ? (
        <Select
          label="Show projects"
          icon="filter"
          value={view.archived ? 'archived' : 'used'}
          onChange={(value) => onView({ ...view, archived: value === 'archived', page: 0 })}
          options={[
            { value: 'used', label: 'In use', note: formatCount(counts.used) },
            { value: 'archived', label: 'Archived', note: formatCount(counts.archived) },
          ]}
        />
      ) : null}
      <span className={styles.space} />
      {as === 'cards' ? (
        <>
          <Select
            label="Sort projects by"
            value={view.sort}
            onChange={(sort) => onView(sort === view.sort ? view : sortBy(view, sort))}
            options={PROJECT_SORTS.map((sort) => ({ value: sort, label: SORT_LABELS[sort] }))}
          />
          <IconButton
            icon={view.order === 'asc' ? 'arrowUp' : 'arrowDown'}
            label={view.order === 'asc' ? 'Ascending' : 'Descending'}
            onClick={() => onView(sortBy(view, view.sort))}
          />
        </>
      ) : null}
      <span className={styles.looks} role="group" aria-label="Show as">
        <IconButton
          icon="rows"
          label="Table"
          pressed={as === 'table'}
          onClick={() => props.onAs('table')}
        />
        <IconButton
          icon="grid"
          label="Cards"
          pressed={as === 'cards'}
          onClick={() => props.onAs('cards')}
        />
      </span>
    </div>
  );
}
