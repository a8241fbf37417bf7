import type { ViewerId } from '../../../shared/contract/visibility.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Principal } from '../principal.ts';
import type { Services } from './services.ts';

type Sight = Pick<Services, 'access' | 'visibility'>;

/**
 * Nobody lets others see, in a project, attributes that are hidden from themselves: neither by a role nor by a key.
 * Who may change the rules may, as they could show themselves what is hidden.
 *
 * @param given roles or key scopes that somebody is given there
 * @throws AppError `forbidden`
 */
export function requireSight(
  { access, visibility }: Sight,
  principal: Principal,
  projectId: string,
  given: readonly string[],
): void {
  if (access.may(principal, 'visibility:manage', projectId)) return;
  const own = visibility.viewer(principal, access.placeOf(projectId));
  if (own === 'owner') return;
  const more = visibility
    .rules(projectId)
    .some(({ visibleTo }) => sees(given, visibleTo) && !sees(own, visibleTo));
  if (!more) return;
  throw new AppError(
    'forbidden',
    'That would show attributes that are hidden from you. Ask who manages attribute visibility in the project.',
  );
}

/** As {@link requireSight}, in all projects of an organization. */
export function requireSightIn(
  services: Sight,
  principal: Principal,
  organizationId: string,
  given: readonly string[],
): void {
  for (const projectId of services.visibility.ruledProjects(organizationId)) {
    requireSight(services, principal, projectId, given);
  }
}

/** As {@link requireSight}, for whatever somebody else may see anywhere: whoever lets them back in could become them. */
export function requireSightOf(services: Sight, principal: Principal, personId: string): void {
  const { access, visibility } = services;
  const other = { kind: 'person', personId, sessionId: '' } as const;
  for (const projectId of visibility.ruledProjects()) {
    const viewer = visibility.viewer(other, access.placeOf(projectId));
    if (viewer !== 'owner') requireSight(services, principal, projectId, viewer);
  }
}

function sees(ids: readonly string[], visibleTo: readonly ViewerId[]): boolean {
  return ids.some((id) => (visibleTo as readonly string[]).includes(id));
}
