import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRef, useState, type KeyboardEvent } from 'react';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import { useCommands } from '../../app/commands.ts';
import type { TraceSearch, TraceTerms } from '../../app/trace-search.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { FilterChipView } from './filter-chip.tsx';
import { rememberFilter } from './filter-history.ts';
import { FilterList } from './filter-list.tsx';
import { chipsOf } from './filter-terms.ts';
import { SavedFiltersDialog } from './saved-filters-dialog.tsx';
import { queryCursor } from './query-cursor.ts';
import { QueryMirror } from './query-mirror.tsx';
import { problemOf, withCondition } from './query-text.ts';
import type { FilterSuggestion } from './query-suggestions.ts';
import { useSuggestions } from './use-suggestions.ts';
import styles from './filter-bar.module.css';

/** An inline list counts as open for Base UI; ours comes and goes. */
const CLOSED = { 'aria-expanded': false, 'aria-activedescendant': undefined } as const;

type InputKey = KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler: () => void };

/**
 * A filter in the filter language, with suggestions at the cursor and errors at their place. Conditions that came with
 * a link or another control stand before it as chips.
 */
export function FilterBar(props: {
  projectId: string;
  search: TraceSearch;
  onChange: (terms: TraceTerms) => void;
}) {
  const { projectId, search, onChange } = props;
  const { query: applied = '', ...terms } = search.terms;
  const input = useRef<HTMLInputElement>(null);
  const arrowed = useRef(false);
  const [draft, setDraft] = useState({ applied, text: applied });
  // Another address, another filter: going back takes the text along.
  if (draft.applied !== applied) setDraft({ applied, text: applied });
  const { text } = draft;
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [showsSaved, setShowsSaved] = useState(false);
  const [highlighted, setHighlighted] = useState<string>();
  const groups = useSuggestions({ projectId, search, text, caret, isOpen: open });
  const cursor = queryCursor(text, caret);
  const chips = chipsOf(terms);
  const visible = open && groups.length > 0;
  const problem = problemOf(text);
  // What is just being typed is not wrong yet.
  const isTyping = open && problem !== null && caret >= problem.from && caret <= problem.to + 1;
  const wrong = problem !== null && (isRefused || (text !== applied && !isTyping)) ? problem : null;

  const write = (next: string, at = next.length): void => {
    setDraft({ applied, text: next });
    setCaret(at);
    setRefused(false);
    arrowed.current = false;
    // The cursor is set once the input holds the text.
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const apply = (next: string): void => {
    if (problemOf(next) !== null) {
      setRefused(true);
      return;
    }
    const query = printQuery(parseQuery(next));
    rememberFilter(projectId, query);
    setDraft({ applied, text: query });
    setOpen(false);
    if (query !== applied) onChange(query === '' ? terms : { ...terms, query });
  };
  const choose = ({ insert, isWhole, isEnd }: FilterSuggestion): void => {
    const from = isWhole ? 0 : cursor.from;
    const next = text.slice(0, from) + insert + (isWhole ? '' : text.slice(cursor.to));
    write(next, from + insert.length);
    input.current?.focus();
    const missing = problemOf(next);
    // Where only a bracket is still to come, one goes on writing.
    if (isEnd && (missing === null || missing.from < next.length)) apply(next);
    else setOpen(true);
  };
  const onEnter = (): void => {
    const items = visible ? groups.flatMap((group) => group.items) : [];
    // Who types and presses Enter at once means the first entry, highlighted yet or not.
    const chosen = arrowed.current
      ? items.find((item) => item.id === highlighted)
      : cursor.part !== '' && cursor.expects !== 'join'
        ? items[0]
        : undefined;
    if (chosen) choose(chosen);
    else apply(text);
  };
  const onKeyDown = (event: InputKey): void => {
    const last = chips.at(-1);
    if (event.key === 'Backspace' && text === '' && last) onChange(last.without);
    else if (event.key === 'Escape') {
      event.preventBaseUIHandler();
      if (visible) setOpen(false);
      else {
        write(applied);
        input.current?.blur();
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      arrowed.current = visible;
      if (!visible) setOpen(true);
    } else if (event.key === 'Enter') {
      event.preventBaseUIHandler();
      onEnter();
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
        setCaret(text.length);
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
        autoHighlight={cursor.part !== ''}
        onItemHighlighted={(item) => setHighlighted(item?.id)}
        onValueChange={(next, { reason }) => {
          if (reason !== 'input-change') return;
          arrowed.current = false;
          setDraft({ applied, text: next });
          setCaret(input.current?.selectionStart ?? next.length);
          setRefused(false);
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
              onRemove={() =>
                onChange(applied ? { ...chip.without, query: applied } : chip.without)
              }
              onEdit={() => {
                const query = withCondition(applied, chip.text);
                onChange({ ...chip.without, query });
                input.current?.focus();
              }}
            />
          ))}
          <div className={styles.field}>
            <QueryMirror text={text} wrong={wrong} input={input} />
            <Autocomplete.Input
              ref={input}
              className={styles.input}
              aria-label="Filter traces"
              aria-invalid={wrong !== null}
              placeholder={
                chips.length > 0 ? 'Add a filter…' : 'duration > 1s and model ~ gpt, or any text…'
              }
              spellCheck={false}
              autoCapitalize="off"
              onKeyDown={onKeyDown}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
              onClick={() => setOpen(true)}
              {...(visible ? {} : CLOSED)}
            />
          </div>
          <IconButton
            icon="bookmark"
            label="Saved filters"
            className={styles.saved}
            onClick={(event) => {
              event.stopPropagation();
              setShowsSaved(true);
            }}
          />
          {chips.length > 0 || text !== '' ? (
            <Button
              look="ghost"
              onClick={() => {
                write('');
                onChange({});
              }}
              className={styles.clear}
            >
              Clear
            </Button>
          ) : (
            <Kbd keys="/" />
          )}
        </div>
        {visible ? <FilterList onChoose={choose} /> : null}
      </Autocomplete.Root>
      {showsSaved ? (
        <SavedFiltersDialog
          projectId={projectId}
          query={applied}
          onApply={apply}
          onClose={() => setShowsSaved(false)}
        />
      ) : null}
      {wrong ? (
        <div className={styles.problem} role="alert">
          {wrong.message}
        </div>
      ) : null}
    </div>
  );
}
