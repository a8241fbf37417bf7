import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { useHeldFocus } from './held-focus.ts';
import styles from './button.module.css';

type Look = 'plain' | 'primary' | 'ghost' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look | undefined;
  icon?: IconName | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/**
 * A push button; `look` says how much it matters, at most one `primary` on a screen. Its words never end in “…”, whatever
 * it opens: that is for entries of menus and commands that ask for more before anything happens. One that opens a menu
 * has the caret that lists to choose from have.
 */
export function Button({ look = 'plain', icon, className, children, type, ...rest }: ButtonProps) {
  const held = useHeldFocus(rest);
  return (
    <button
      type={type === 'submit' ? 'submit' : 'button'}
      className={clsx(styles.button, styles[look], className)}
      {...held}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
      {rest['aria-haspopup'] === 'menu' ? <Icon name="chevronDown" size={13} /> : null}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  icon: IconName;
  /** Name for assistive technology, and the native tooltip. */
  label: string;
  /** Set for a two-state button. */
  pressed?: boolean | undefined;
}

/** A square button that shows only an icon. */
export function IconButton({
  icon,
  label,
  pressed,
  look = 'ghost',
  className,
  type,
  ...rest
}: IconButtonProps) {
  const held = useHeldFocus(rest);
  return (
    <button
      type={type === 'submit' ? 'submit' : 'button'}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      className={clsx(styles.button, styles.square, styles[look], className)}
      {...held}
    >
      <Icon name={icon} />
    </button>
  );
}
