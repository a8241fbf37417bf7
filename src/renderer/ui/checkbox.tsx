import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import styles from './checkbox.module.css';

/** A choice to tick, with its label. */
export function Checkbox(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  disabled?: boolean;
}) {
  return (
    // The control is inside its label; the rule does not know this component.
    <label className={styles.label}>
      <BaseCheckbox.Root
        className={styles.box}
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked)}
        disabled={props.disabled ?? false}
      >
        <BaseCheckbox.Indicator className={styles.mark}>
          <Icon name="check" size={12} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <span>{props.children}</span>
    </label>
  );
}
