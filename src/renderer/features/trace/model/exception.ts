import type { DetailAttribute, DetailEvent } from '../../../../shared/span-detail.ts';
import { textOfValue } from '../values/detail-text.ts';

/** An exception as OpenTelemetry's semantic conventions record it in an event. */
export interface ExceptionRecord {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** The exception an event records, if it does, and its other attributes. */
export function exceptionOf(event: DetailEvent): {
  exception: ExceptionRecord | undefined;
  others: readonly DetailAttribute[];
} {
  const isException =
    event.name === 'exception' || event.attributes.some(({ key }) => key === 'exception.type');
  if (!isException) return { exception: undefined, others: event.attributes };
  const text = (key: string): string => {
    const value = event.attributes.find((attribute) => attribute.key === key)?.value;
    return value === undefined ? '' : textOfValue(value);
  };
  // A value that was shortened stays in the list, where the whole of it can be had.
  const others = event.attributes.filter(
    ({ key, value }) => !SHOWN.has(key) || value.type === 'shortened',
  );
  return {
    exception: {
      type: text('exception.type'),
      message: text('exception.message'),
      stack: text('exception.stacktrace'),
    },
    others,
  };
}

const SHOWN = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);
