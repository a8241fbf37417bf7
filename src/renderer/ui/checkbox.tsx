import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import styles from './checkbox.module.css';

/** A choice to tick, with its label. */
export function Checkbox(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  /** For a box without words beside it. */
  'aria-label'?: string;
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean;
  disabled?: boolean;
}) {
  return (
    // The control is inside its label; the rule does not know this component.
    <label className={styles.label}>
      <BaseCheckbox.Root
        className={styles.box}
        indeterminate={props.indeterminate ?? false}
        aria-label={props['aria-label']}
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked)}
        disabled={props.disabled ?? false}
      >
        <BaseCheckbox.Indicator className={styles.mark}>
          {props.indeterminate ? <span className={styles.some} /> : <Icon name="check" size={12} />}
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      {props.children ? <span>{props.children}</span> : null}
    </label>
  );
}
