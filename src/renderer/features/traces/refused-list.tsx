import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** A filter or an order that would tell hidden values: the collector's words, and a way back. */
export function RefusedList(props: { message: string; onClear: () => void }) {
  return (
    <EmptyState
      icon="eyeOff"
      title="Not with this filter or order"
      actions={<Button onClick={props.onClear}>Clear the filters and the order</Button>}
    >
      <p role="alert">{props.message}</p>
    </EmptyState>
  );
}
