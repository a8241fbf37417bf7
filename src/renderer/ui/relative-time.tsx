import { useNow } from './use-now.ts';
import { exactTime, relativeTime } from './format.ts';

/**
 * "12 s ago", kept current, with the exact local and UTC time on hover.
 *
 * `us` is microseconds since the Unix epoch; `iso` an ISO date as the contract has it.
 */
export function RelativeTime(
  props:
    | { us: number; className?: string | undefined }
    | { iso: string; className?: string | undefined },
) {
  const us = 'us' in props ? props.us : Date.parse(props.iso) * 1000;
  const now = useNow();
  return (
    <time
      className={props.className}
      dateTime={new Date(us / 1000).toISOString()}
      title={exactTime(us)}
    >
      {relativeTime(us, now)}
    </time>
  );
}
