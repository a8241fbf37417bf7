import { Meter as BaseMeter } from '@base-ui/react/meter';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icons.tsx';
import styles from './usage.module.css';

/** A figure of today, and how far it has come on the way to its limit. */
export function FigureCard(props: {
  label: string;
  value: ReactNode;
  note: ReactNode;
  /** Absent: there is no limit. */
  meter?: { share: number; level: 'ok' | 'near' | 'reached'; text: string } | undefined;
}) {
  const { label, value, note, meter } = props;
  return (
    <div className={styles.card} role="group" aria-label={label}>
      <div className={styles.cardLabel}>
        {label}
        {meter && meter.level !== 'ok' ? (
          <span className={styles.level} data-level={meter.level}>
            <Icon name="alert" size={12} />
            {meter.level === 'near' ? 'nearly used up' : 'limit reached'}
          </span>
        ) : null}
      </div>
      <div className={styles.figure}>{value}</div>
      {meter ? (
        <BaseMeter.Root
          value={Math.min(100, meter.share * 100)}
          aria-label={label}
          aria-valuetext={meter.text}
        >
          <BaseMeter.Track className={styles.track}>
            <BaseMeter.Indicator className={styles.bar} data-level={meter.level} />
          </BaseMeter.Track>
        </BaseMeter.Root>
      ) : null}
      <div className={styles.note}>{note}</div>
    </div>
  );
}
