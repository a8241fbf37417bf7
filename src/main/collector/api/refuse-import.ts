import { contract } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Principal } from '../principal.ts';
import { authorize } from './authorize.ts';
import type { Services } from './services.ts';

const IMPORT = /^\/api\/v1\/projects\/([^/?]+)\/import(?:\?|$)/;

/** Whether a request of REST brings a file. */
export const isImport = (url: string): boolean => IMPORT.test(url);

/** Why somebody may send no file here; said before it is read, as it takes long and much memory. */
export function importRefusal(
  { access }: Pick<Services, 'access'>,
  principal: Principal,
  url: string,
): AppError | undefined {
  const projectId = IMPORT.exec(url)?.[1];
  if (projectId === undefined) return undefined;
  const { permission } = contract.transfer.importFile['~orpc'].meta;
  try {
    // Ids have nothing that is percent-encoded: what has is no project.
    authorize(access, principal, permission, access.placeOf(projectId));
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
