import { Autocomplete } from '@base-ui/react/autocomplete';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { parseFilterText } from '../../../shared/filter-text.ts';
import { useCommands } from '../../app/commands.ts';
import { toTraceFilter, type TraceSearch, type TraceTerms } from '../../app/trace-search.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { FilterChipView } from './filter-chip.tsx';
import { FilterList } from './filter-list.tsx';
import { suggestFilters, type FilterSuggestion } from './filter-suggestions.ts';
import { useHiddenFields } from '../visibility/use-hidden-fields.ts';
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

/** An inline list counts as open for Base UI; ours comes and goes. */
const CLOSED = { 'aria-expanded': false, 'aria-activedescendant': undefined } as const;

type InputKey = KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler: () => void };

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
  const [highlighted, setHighlighted] = useState<string>();
  const facets = useFacets(projectId, search, open);
  const hidden = useHiddenFields(projectId);
  const groups = suggestFilters(text, facets, hidden);
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
  const onKeyDown = (event: InputKey): void => {
    const last = chips.at(-1);
    if (event.key === 'Backspace' && text === '' && last) onChange(last.without);
    else if (event.key === 'Escape') {
      event.preventBaseUIHandler();
      if (visible) setOpen(false);
      else {
        write('');
        input.current?.blur();
      }
    } else if (event.key === 'ArrowDown' && !visible) setOpen(true);
    else if (event.key === 'Enter') {
      event.preventBaseUIHandler();
      const items = visible ? groups.flatMap((group) => group.items) : [];
      // Who types and presses Enter at once means the first entry, highlighted yet or not.
      const first = text.trim() ? items[0] : undefined;
      const chosen = items.find((item) => item.id === highlighted) ?? first;
      if (chosen) choose(chosen);
      if (chosen || !text.trim()) return;
      add(/[=<>~]/.test(text) ? text : `name ~ "${text.trim().replaceAll(/["\\]/g, '\\$&')}"`);
    }
  };
  useCommands([
    {
      id: 'traces.filter',
      label: 'Filter the traces',
      group: 'Traces',
      keys: '/',
      run: () => {
        input.current?.focus();
        setOpen(true);
      },
    },
  ]);

  return (
    <div
      className={styles.wrap}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Autocomplete.Root
        items={groups}
        mode="none"
        inline
        value={text}
        open={visible}
        autoHighlight
        onItemHighlighted={(item) => setHighlighted(item?.id)}
        onValueChange={(next, { reason }) => {
          if (reason !== 'input-change') return;
          write(next);
          setOpen(true);
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
            onClick={() => setOpen(true)}
            {...(visible ? {} : CLOSED)}
          />
          {chips.length > 0 ? (
            <Button look="ghost" onClick={() => onChange({})} className={styles.clear}>
              Clear
            </Button>
          ) : (
            <Kbd keys="/" />
          )}
        </div>
        {visible ? <FilterList onChoose={choose} /> : null}
      </Autocomplete.Root>
      {problem ? (
        <div className={styles.problem} role="alert">
          {problem}
        </div>
      ) : null}
    </div>
  );
}
