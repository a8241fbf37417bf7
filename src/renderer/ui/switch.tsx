import { Switch as BaseSwitch } from '@base-ui/react/switch';
import styles from './switch.module.css';

/** A setting that is on or off and takes effect at once; label it with `aria-labelledby`. */
export function Switch(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  'aria-labelledby': string;
}) {
  return (
    <BaseSwitch.Root
      className={styles.track}
      checked={props.checked}
      onCheckedChange={props.onChange}
      disabled={props.disabled ?? false}
      aria-labelledby={props['aria-labelledby']}
    >
      <BaseSwitch.Thumb className={styles.thumb} />
    </BaseSwitch.Root>
  );
}
