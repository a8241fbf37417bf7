import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.access`. */
export function accessHandlers(os: ReturnType<typeof procedures>['access'], services: Services) {
  const { access, accessReporter } = services;
  return {
    person: os.person.handler(({ input, context: { principal } }) =>
      accessReporter.person(input.personId, (organizationId) =>
        access.permissions(principal, { kind: 'organization', organizationId }).has('people:read'),
      ),
    ),
    holders: os.holders.handler(({ input, context: { principal } }) => {
      const { organizationId, permission, inProjectId: projectId } = input;
      const mayReadKeys = projectId !== undefined && access.may(principal, 'keys:read', projectId);
      return accessReporter.holders({ organizationId, permission, projectId, mayReadKeys });
    }),
  };
}
