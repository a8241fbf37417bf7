import { hasCode, messageOf } from '../client/call-error.ts';
import { EmptyState, ErrorState } from '../ui/states.tsx';

/** In place of a screen that could not be read: who lacks the permission it takes is told so, as no other try helps. */
export function ScreenError(props: { title: string; error: unknown; onRetry: () => void }) {
  const { error } = props;
  if (!hasCode(error, 'forbidden')) return <ErrorState {...props} />;
  return (
    <EmptyState icon="eyeOff" title="No permission">
      <p role="alert">{messageOf(error)}</p>
    </EmptyState>
  );
}
