import { granterIn } from '../granter.ts';
import type { procedures } from '../procedures.ts';
import { requireSightIn } from '../require-sight.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.roles`. */
export function roleHandlers(os: ReturnType<typeof procedures>['roles'], services: Services) {
  const { roles, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };

  return {
    list: os.list.handler(async ({ input }) => ({ roles: await roles.list(input.organizationId) })),
    create: os.create.handler(async ({ input, context }) => {
      const granter = granterIn(services, context, input.organizationId);
      return changed(await roles.create(granter, input.organizationId, input.scope, input));
    }),
    update: os.update.handler(async ({ input, context }) => {
      const { organizationId, roleId } = input;
      const granter = granterIn(services, context, organizationId);
      const requireSight = (): void =>
        requireSightIn(services, context.principal, organizationId, [roleId]);
      return changed(await roles.update(granter, organizationId, roleId, input, requireSight));
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const { organizationId, roleId, replacementRoleId } = input;
      requireSightIn(services, context.principal, organizationId, [replacementRoleId]);
      const granter = granterIn(services, context, organizationId);
      changed(await roles.remove(granter, organizationId, roleId, replacementRoleId));
    }),
  };
}
