import { dayStartMs } from './day.ts';

/** Why a limit keeps a request out. */
export interface QuotaRefusal {
  readonly message: string;
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number;
}

/** Whose limit it is. */
export type LimitOwner = 'project' | 'key';

const NAMES: Readonly<Record<LimitOwner, string>> = {
  project: 'This project',
  key: 'This API key',
};
const RAISE = 'raise the limit under "Usage and limits"';
/** Bytes become free when somebody makes room, which may be at any time. */
const BYTES_RETRY_SECONDS = 300;

const number = (value: number): string => value.toLocaleString('en-US');

/** @param day the UTC day that is used up */
export function spansUsedUp(
  owner: LimitOwner,
  limit: number,
  day: number,
  nowMs: number,
): QuotaRefusal {
  const end = dayStartMs(day + 1);
  return {
    message:
      `${NAMES[owner]} may store ${number(limit)} spans a day, and today's are used up. ` +
      `The count begins anew at ${new Date(end).toISOString().replace('.000', '')}; until then, ${RAISE}.`,
    retryAfterSeconds: Math.max(1, Math.ceil((end - nowMs) / 1000)),
  };
}

/** What is on its way may use up the rest: who asks again soon gets it if it does not. */
export function limitNear(owner: LimitOwner, limit: number, what: string): QuotaRefusal {
  return {
    message:
      `${NAMES[owner]} may store ${number(limit)} ${what}, and requests on their way may use up the rest. ` +
      'Send this again.',
    retryAfterSeconds: 1,
  };
}

export function bytesUsedUp(limit: number): QuotaRefusal {
  return {
    message:
      `This project may keep ${number(limit)} bytes, and they are used up. ` +
      `This does not end by itself: ${RAISE}, or send to another project.`,
    retryAfterSeconds: BYTES_RETRY_SECONDS,
  };
}

export function tooFast(owner: LimitOwner, limit: number, waitMs: number): QuotaRefusal {
  const requests = limit === 1 ? 'request' : 'requests';
  return {
    message:
      `${NAMES[owner]} may send ${number(limit)} ${requests} a second, and sends more. ` +
      `Send larger batches less often, or ${RAISE}.`,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  };
}
