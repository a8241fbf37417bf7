import { useState } from 'react';
import { Labelled, TextInput } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { useNow } from '../../ui/use-now.ts';
import styles from './keys.module.css';

const DAY_MS = 86_400_000;
const DAYS = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const;
const LABELS = {
  keep: 'As it is',
  never: 'Never',
  '7d': 'In 7 days',
  '30d': 'In 30 days',
  '90d': 'In 90 days',
  '365d': 'In a year',
  date: 'On a date…',
} as const;
type Choice = keyof typeof LABELS;

/** When a key ends: ms since the epoch, null for never, undefined to leave it as it is. */
export type ExpiryChoice = number | null | undefined;

/** The end of a local day, ms since the epoch. */
const endOfDay = (date: string): number => new Date(`${date}T23:59:59`).getTime();

function choose(choice: Choice, date: string): ExpiryChoice {
  if (choice === 'keep') return undefined;
  if (choice === 'never') return null;
  if (choice === 'date') return date === '' ? undefined : endOfDay(date);
  return Date.now() + DAYS[choice] * DAY_MS;
}

/** Lets one choose when a key ends; `current` adds the choice to leave it, in these words. */
export function ExpiryField(props: { current?: string; onChange: (expiry: ExpiryChoice) => void }) {
  const [choice, setChoice] = useState<Choice>(props.current === undefined ? 'never' : 'keep');
  const [date, setDate] = useState('');
  const now = useNow();
  const options = (Object.keys(LABELS) as Choice[])
    .filter((value) => value !== 'keep' || props.current !== undefined)
    .map((value) => ({
      value,
      label: value === 'keep' ? `As it is (${props.current})` : LABELS[value],
    }));
  const change = (next: Choice, day: string): void => {
    setChoice(next);
    setDate(day);
    props.onChange(choose(next, day));
  };
  return (
    <Labelled label="Expires">
      <div className={styles.expiry}>
        <Select
          label="Expires"
          value={choice}
          onChange={(next) => change(next, date)}
          options={options}
        />
        {choice === 'date' ? (
          <TextInput
            type="date"
            aria-label="Day it expires"
            className={styles.day ?? ''}
            min={new Date(now).toISOString().slice(0, 10)}
            value={date}
            onChange={(event) => change('date', event.target.value)}
          />
        ) : null}
      </div>
    </Labelled>
  );
}
