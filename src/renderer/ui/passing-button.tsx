import { useRef, type ComponentProps } from 'react';
import { Button, IconButton } from './button.tsx';
import { usePassedFocus } from './passed-focus.ts';

/** A button that goes with what it does, as the last entry of a list that it deletes: the focus does not go with it. */
export function PassingButton(props: ComponentProps<typeof Button>) {
  const button = useRef<HTMLButtonElement>(null);
  usePassedFocus(button);
  return <Button {...props} ref={button} />;
}

/** {@link PassingButton} that shows only an icon. */
export function PassingIconButton(props: ComponentProps<typeof IconButton>) {
  const button = useRef<HTMLButtonElement>(null);
  usePassedFocus(button);
  return <IconButton {...props} ref={button} />;
}
