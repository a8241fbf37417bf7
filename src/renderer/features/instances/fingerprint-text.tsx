import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './instances.module.css';

/** A fingerprint in four rows of eight, so that two people can read it to each other. */
export function FingerprintText({ value, label }: { value: string; label: string }) {
  const bytes = value.split(':');
  const rows = [0, 8, 16, 24].map((start) => bytes.slice(start, start + 8).join(':'));
  return (
    <div className={styles.fingerprint} role="group" aria-label={label}>
      <code>
        {rows.map((row, index) => (
          <span key={row + String(index)}>{index < 3 ? `${row}:` : row}</span>
        ))}
      </code>
      <CopyButton text={value} what={label} />
    </div>
  );
}
