import { Switch as BaseSwitch } from '@base-ui/react/switch';
import styles from './switch.module.css';

/** A setting that is on or off and takes effect at once; label it with `aria-labelledby`. */
export function Switch(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Why it is not in effect for now, where it is not: what is set is seen, and not taken for what happens. */
  idle?: string | undefined;
  'aria-labelledby': string;
}) {
  return (
    <BaseSwitch.Root
      className={styles.track}
      checked={props.checked}
      onCheckedChange={props.onChange}
      disabled={props.disabled ?? false}
      aria-labelledby={props['aria-labelledby']}
      data-idle={props.idle === undefined ? undefined : ''}
      title={props.idle}
    >
      <BaseSwitch.Thumb className={styles.thumb} />
    </BaseSwitch.Root>
  );
}
