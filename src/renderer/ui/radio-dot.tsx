import { Radio } from '@base-ui/react/radio';
import styles from './radio-dot.module.css';

/** The round mark of one choice of a `RadioGroup`; its label is around it. */
export function RadioDot({ value }: { value: string }) {
  return (
    <Radio.Root value={value} className={styles.dot}>
      <Radio.Indicator className={styles.mark} />
    </Radio.Root>
  );
}
