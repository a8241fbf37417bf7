import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { SavedFilter } from '../../../shared/contract/saved-filters.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/input.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { useMay } from '../people/use-may.ts';
import styles from './saved-filters.module.css';

/** Filters kept under a name: those of the project and one's own, and the current one to be saved. */
export function SavedFiltersDialog(props: {
  projectId: string;
  /** The filter in use; '' for none. */
  query: string;
  onApply: (query: string) => void;
  onClose: () => void;
}) {
  const { projectId, query } = props;
  const may = useMay(undefined, projectId);
  const { data, error } = useQuery(api.savedFilters.list.queryOptions({ input: { projectId } }));
  const mayWrite = may('annotations:write');
  const filters = data?.filters ?? [];
  return (
    <Dialog open wide onClose={props.onClose} title="Saved filters">
      {mayWrite && query !== '' ? <SaveForm projectId={projectId} query={query} /> : null}
      {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
      {data === undefined && !error ? <LoadingState label="Reading saved filters" /> : null}
      {data !== undefined && filters.length === 0 ? (
        <p className={styles.empty}>
          {mayWrite
            ? 'None yet. Write a filter in the bar, then save it here under a name.'
            : 'None yet. Filters that somebody shares in this project are listed here.'}
        </p>
      ) : null}
      <ul className={styles.list} aria-label="Saved filters">
        {filters.map((filter) => (
          <FilterRow
            key={filter.id}
            projectId={projectId}
            filter={filter}
            mayRemove={mayWrite && (filter.isOwn || may('traces:delete'))}
            onApply={() => {
              props.onApply(filter.query);
              props.onClose();
            }}
          />
        ))}
      </ul>
    </Dialog>
  );
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: api.savedFilters.key() });
}

function SaveForm({ projectId, query }: { projectId: string; query: string }) {
  const formId = useId();
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = useMutation(
    api.savedFilters.save.mutationOptions({
      onSuccess: () => {
        setName('');
        void refresh();
      },
    }),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate({ projectId, name, query, isShared });
  };
  return (
    <form id={formId} className={styles.form} onSubmit={onSubmit}>
      <code className={styles.current}>{query}</code>
      <div className={styles.row}>
        <TextInput
          className={styles.name}
          aria-label="Name of the filter"
          placeholder="Name, such as Slow checkouts"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Checkbox checked={isShared} onChange={setShared}>
          Share in the project
        </Checkbox>
        <Button look="primary" type="submit" disabled={name.trim() === '' || save.isPending}>
          Save
        </Button>
      </div>
      {save.error ? <Notice tone="error">{messageOf(save.error)}</Notice> : null}
    </form>
  );
}

function FilterRow(props: {
  projectId: string;
  filter: SavedFilter;
  mayRemove: boolean;
  onApply: () => void;
}) {
  const { filter } = props;
  const refresh = useRefresh();
  const remove = useMutation(
    api.savedFilters.remove.mutationOptions({ onSuccess: () => void refresh() }),
  );
  return (
    <li className={styles.item}>
      <button type="button" className={styles.apply} onClick={props.onApply}>
        <b className="truncate">{filter.name}</b>
        <code className="truncate">{filter.query}</code>
        <span className={styles.author}>
          {filter.isShared ? `shared by ${filter.isOwn ? 'you' : filter.author.name}` : 'only you'}
        </span>
      </button>
      {props.mayRemove ? (
        <IconButton
          icon="trash"
          label={`Remove the filter ${filter.name}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate({ projectId: props.projectId, filterId: filter.id })}
        />
      ) : null}
    </li>
  );
}
