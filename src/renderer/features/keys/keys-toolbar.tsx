import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import type { KeyFilter, KeyView } from './key-query.ts';
import styles from './keys.module.css';

type Counts = Readonly<Record<KeyFilter, number>>;

const STATES: readonly [KeyFilter, string][] = [
  ['active', 'Working'],
  ['expiring', 'Ending within 7 days'],
  ['replaced', 'Replaced, still working'],
  ['ended', 'Ended'],
  ['all', 'All'],
];

/** Search and filters above the table of keys, or what to do with the chosen ones. */
export function KeysToolbar(props: {
  view: KeyView;
  counts: Counts;
  environments: readonly string[];
  chosen: number;
  onView: (view: KeyView) => void;
  onRevoke: () => void;
  onClear: () => void;
}) {
  const { view, counts, environments, chosen, onView } = props;
  const change = (part: Partial<KeyView>): void => onView({ ...view, ...part, page: 0 });
  return (
    <div className={styles.toolbar}>
      <TextInput
        type="search"
        aria-label="Search keys"
        placeholder="Name, prefix, environment, creator, or a whole key"
        value={view.search}
        onChange={(event) => change({ search: event.target.value })}
      />
      <Select
        label="Show keys"
        icon="filter"
        value={view.state}
        onChange={(state) => change({ state })}
        options={STATES.map(([value, label]) => ({
          value,
          label,
          note: formatCount(counts[value]),
        }))}
      />
      {environments.length > 0 ? (
        <Select
          label="Environment of the key"
          value={view.environment}
          onChange={(environment) => change({ environment })}
          options={[
            { value: '', label: 'Every environment' },
            ...environments.map((value) => ({ value, label: value })),
          ]}
        />
      ) : null}
      {chosen > 0 ? (
        <div className={styles.chosen} role="group" aria-label="Chosen keys">
          {formatCount(chosen)} chosen
          <Button look="danger" onClick={props.onRevoke}>
            Revoke chosen
          </Button>
          <Button look="ghost" onClick={props.onClear}>
            Clear
          </Button>
        </div>
      ) : null}
    </div>
  );
}
