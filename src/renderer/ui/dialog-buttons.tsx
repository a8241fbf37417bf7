import type { ComponentProps } from 'react';
import { Button } from './button.tsx';

/** At the foot of a dialog: leaving it, and what it is for, which submits the `form` where one is named. */
export function DialogButtons({
  onClose,
  look = 'primary',
  ...act
}: { onClose: () => void } & ComponentProps<typeof Button>) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look={look} type={act.form === undefined ? 'button' : 'submit'} {...act} />
    </>
  );
}
