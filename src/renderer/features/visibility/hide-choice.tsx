import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { HIDE_KINDS, type HideKind } from '../../../shared/visibility.ts';
import { RadioDot } from '../../ui/radio-dot.tsx';
import styles from './visibility.module.css';

const CHOICES: Readonly<Record<HideKind, { title: string; note: string }>> = {
  value: {
    title: 'Hide the value',
    note: 'The key is shown with a mark that its value is hidden.',
  },
  key: { title: 'Hide key and value', note: 'As if the attribute had never been sent.' },
};

/** What is hidden of a covered attribute. */
export function HideChoice(props: { value: HideKind; onChange: (value: HideKind) => void }) {
  const label = useId();
  return (
    <div className={styles.group}>
      <h3 id={label}>What is hidden</h3>
      <RadioGroup
        aria-labelledby={label}
        className={styles.radios}
        value={props.value}
        onValueChange={(value) => props.onChange(value as HideKind)}
      >
        {HIDE_KINDS.map((kind) => (
          <label key={kind} className={styles.radio}>
            <RadioDot value={kind} />
            <span>
              {CHOICES[kind].title} <span className={styles.means}>{CHOICES[kind].note}</span>
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
