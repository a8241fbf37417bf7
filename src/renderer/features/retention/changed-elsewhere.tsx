import { Notice } from '../../ui/states.tsx';

/** Said in a dialog that would replace what somebody else has set since it was opened. */
export function ChangedElsewhere() {
  return (
    <Notice tone="error">
      The rules were changed elsewhere since this was opened. Saving replaces them by what stands
      here; to see them, cancel and open it again.
    </Notice>
  );
}
