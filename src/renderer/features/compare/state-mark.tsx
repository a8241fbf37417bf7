import styles from './compare.module.css';

/** How something of two traces compares. */
export type PairState = 'added' | 'removed' | 'changed' | 'same';

const SIGNS: Readonly<Record<PairState, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  same: '',
};
export const STATE_WORDS: Readonly<Record<PairState, string>> = {
  added: 'added',
  removed: 'missing',
  changed: 'changed',
  same: 'alike',
};

/** A sign for it, of its own shape and color. */
export function StateMark({ state }: { state: PairState }) {
  return (
    <span className={styles.mark} data-state={state} aria-hidden="true">
      {SIGNS[state]}
    </span>
  );
}
