import { useState, type ButtonHTMLAttributes, type FocusEvent, type MouseEvent } from 'react';

type Props = ButtonHTMLAttributes<HTMLButtonElement>;

/**
 * Lets a button keep the focus while it is disabled. Browsers take it away, and whoever works by keyboard
 * is at the start of the page after each press of Save.
 *
 * @returns the attributes to give to the button in place of these
 */
export function useHeldFocus(props: Props): Props {
  const { disabled, onFocus, onBlur, onClick } = props;
  const [hasFocus, setHasFocus] = useState(false);
  const isHeld = disabled === true && hasFocus;
  return {
    ...props,
    disabled: disabled === true && !hasFocus,
    ...(isHeld ? { 'aria-disabled': true } : {}),
    onFocus: (event: FocusEvent<HTMLButtonElement>) => {
      setHasFocus(true);
      onFocus?.(event);
    },
    onBlur: (event: FocusEvent<HTMLButtonElement>) => {
      setHasFocus(false);
      onBlur?.(event);
    },
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      if (isHeld) event.preventDefault();
      else onClick?.(event);
    },
  };
}
