import { Autocomplete } from '@base-ui/react/autocomplete';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useRef, useState, type KeyboardEvent } from 'react';
import { parseFilterText } from '../../../shared/filter-text.ts';
import { useCommands } from '../../app/commands.ts';
import { toTraceFilter, type TraceSearch, type TraceTerms } from '../../app/trace-search.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import popups from '../../ui/popup.module.css';
import { FilterChipView } from './filter-chip.tsx';
import {
  suggestFilters,
  type FilterSuggestion,
  type SuggestionGroup,
} from './filter-suggestions.ts';
import { chipsOf, mergeTerms } from './filter-terms.ts';
import styles from './filter-bar.module.css';

function useFacets(projectId: string, search: TraceSearch, enabled: boolean) {
  const { time } = search;
  const { data } = useQuery({
    queryKey: ['trace-facets', projectId, time],
    queryFn: async ({ signal }) => {
      const filter = toTraceFilter({ time, terms: {} }, Date.now());
      return client.traces.facets({ projectId, filter }, { signal });
    },
    enabled,
    staleTime: 10_000,
  });
  return data;
}

/** Conditions as chips, and an input that suggests fields and values with their counts. */
export function FilterBar(props: {
  projectId: string;
  search: TraceSearch;
  onChange: (terms: TraceTerms) => void;
}) {
  const { projectId, search, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [highlighted, setHighlighted] = useState(false);
  const facets = useFacets(projectId, search, open);
  const groups = suggestFilters(text, facets);
  const chips = chipsOf(search.terms);
  const visible = open && groups.length > 0;

  const write = (next: string): void => {
    setText(next);
    setProblem(null);
  };
  const add = (condition: string): void => {
    try {
      onChange(mergeTerms(search.terms, parseFilterText(condition)));
      write('');
      setOpen(false);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const choose = ({ does }: FilterSuggestion): void => {
    if ('add' in does) add(does.add);
    else {
      write(does.type);
      setOpen(true);
      input.current?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const last = chips.at(-1);
    if (event.key === 'Backspace' && text === '' && last) onChange(last.without);
    else if (event.key === 'Escape' && !visible) {
      write('');
      input.current?.blur();
    } else if (event.key === 'Enter' && !highlighted && text.trim()) {
      event.preventDefault();
      add(/[=<>~]/.test(text) ? text : `name ~ "${text.trim().replaceAll(/["\\]/g, '\\$&')}"`);
    }
  };
  useCommands([
    {
      id: 'traces.filter',
      label: 'Filter the traces',
      group: 'Traces',
      keys: '/',
      run: () => input.current?.focus(),
    },
  ]);

  return (
    <div className={styles.wrap}>
      <Autocomplete.Root
        items={groups}
        mode="none"
        value={text}
        open={visible}
        onOpenChange={(next, { reason }) => {
          // A chosen field goes on to its values: choose() says whether the list stays.
          if (reason !== 'item-press') setOpen(next);
        }}
        openOnInputClick
        autoHighlight
        onItemHighlighted={(item) => setHighlighted(item !== undefined)}
        onValueChange={(next, { reason }) => {
          if (reason !== 'item-press') write(next);
        }}
        itemToStringValue={(item: FilterSuggestion) => item.label}
      >
        {/* A click anywhere in the bar is meant for the input. */}
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
        <div className={styles.bar} onClick={() => input.current?.focus()}>
          <Icon name="filter" className={styles.icon} />
          {chips.map((chip) => (
            <FilterChipView
              key={chip.id}
              chip={chip}
              onRemove={() => onChange(chip.without)}
              onEdit={() => {
                onChange(chip.without);
                write(chip.text);
                setOpen(true);
                input.current?.focus();
              }}
            />
          ))}
          <Autocomplete.Input
            ref={input}
            className={styles.input}
            aria-label="Filter traces"
            placeholder={
              chips.length > 0
                ? 'Add a filter…'
                : 'Filter by service, status, duration, key = value…'
            }
            spellCheck={false}
            onKeyDown={onKeyDown}
            onFocus={() => setOpen(true)}
          />
          {chips.length > 0 ? (
            <Button look="ghost" onClick={() => onChange({})} className={styles.clear}>
              Clear
            </Button>
          ) : (
            <Kbd keys="/" />
          )}
        </div>
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={popups['positioner']} sideOffset={6} align="start">
            <Autocomplete.Popup className={clsx(popups['popup'], styles.popup)}>
              <Autocomplete.List>
                {(group: SuggestionGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className={popups['group']}>
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(item: FilterSuggestion) => (
                        <Autocomplete.Item
                          key={item.id}
                          value={item}
                          className={popups['item']}
                          onClick={() => choose(item)}
                        >
                          <span className="truncate mono">{item.label}</span>
                          {item.note ? <span className={popups['note']}>{item.note}</span> : null}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
              <div className={styles.hint}>
                Any attribute of any span: <code>key = value</code>
              </div>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {problem ? (
        <div className={styles.problem} role="alert">
          {problem}
        </div>
      ) : null}
    </div>
  );
}
