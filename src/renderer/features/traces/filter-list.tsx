import { Autocomplete } from '@base-ui/react/autocomplete';
import { clsx } from 'clsx';
import popups from '../../ui/popup.module.css';
import styles from './filter-bar.module.css';
import type { FilterSuggestion, SuggestionGroup } from './query-suggestions.ts';

/** The suggestions below the filter bar, inside its Autocomplete. */
export function FilterList({ onChoose }: { onChoose: (item: FilterSuggestion) => void }) {
  return (
    // The focus stays in the input while an entry is pressed.
    <div
      className={clsx(popups['popup'], styles.popup)}
      onMouseDown={(event) => event.preventDefault()}
    >
      <Autocomplete.List className={styles.list} aria-label="Suggested filters">
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
                  onClick={() => onChoose(item)}
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
        <code>=</code> <code>!=</code> <code>&gt;</code> <code>~</code> <code>and</code>{' '}
        <code>or</code> <code>not</code> <code>( )</code>, <code>has(…)</code> for one span; Enter
        applies
      </div>
    </div>
  );
}
