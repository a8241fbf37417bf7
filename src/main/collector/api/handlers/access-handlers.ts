import { knownProjects } from '../known-projects.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.access`. */
export function accessHandlers(os: ReturnType<typeof procedures>['access'], services: Services) {
  const { access, accessReporter } = services;
  return {
    person: os.person.handler(({ input: { personId }, context: { principal } }) => {
      const held = access.standing(principal);
      const knows = knownProjects(access, principal);
      const isSelf = principal.kind === 'person' && principal.personId === personId;
      return accessReporter.person(personId, {
        organization: (organizationId) =>
          held({ kind: 'organization', organizationId }).has('people:read'),
        project: (organizationId, projectId) => isSelf || knows(organizationId, projectId),
      });
    }),
    holders: os.holders.handler(({ input, context: { principal } }) => {
      const { organizationId, permission, inProjectId: projectId } = input;
      const mayReadKeys = projectId !== undefined && access.may(principal, 'keys:read', projectId);
      const knows = knownProjects(access, principal);
      const isKnown = projectId === undefined || knows(organizationId, projectId);
      return accessReporter.holders({
        organizationId,
        permission,
        projectId,
        isKnown,
        mayReadKeys,
      });
    }),
  };
}
