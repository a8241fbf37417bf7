import { AppError } from '../../../shared/errors.ts';
import type { Principal } from '../principal.ts';
import type { Services } from './services.ts';

/** The person behind a call; `sessionId` is null at the machine, where there is no session. */
export interface Self {
  readonly personId: string;
  readonly sessionId: string | null;
}

/** Whose account a call is about: the caller's own. */
export async function selfOf(services: Services, principal: Principal): Promise<Self> {
  if (principal.kind === 'person') return principal;
  if (principal.kind === 'local') {
    return { personId: await services.people.localOwnerId(), sessionId: null };
  }
  throw new AppError('forbidden', 'This is for people who are signed in.');
}
