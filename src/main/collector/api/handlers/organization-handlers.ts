import { permissionsIn } from '../../../../shared/permissions.ts';
import { actorOf } from '../../audit/actor.ts';
import type { StoredOrganization } from '../../organizations/organization-service.ts';
import type { Principal } from '../../principal.ts';
import type { procedures } from '../procedures.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

const HELD_HERE = permissionsIn('organization', 'project');

/** Handlers of `contract.organizations`. */
export function organizationHandlers(
  os: ReturnType<typeof procedures>['organizations'],
  services: Services,
) {
  const { organizations, access, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'organizations' });
    return answer;
  };
  const seenBy = (principal: Principal) => {
    const held = access.standing(principal);
    return (organization: StoredOrganization) => {
      const here = held({ kind: 'organization', organizationId: organization.id });
      return { ...organization, permissions: HELD_HERE.filter((each) => here.has(each)) };
    };
  };
  return {
    list: os.list.handler(async ({ context: { principal } }) => {
      const look = seenBy(principal);
      return {
        organizations: (await organizations.list())
          .map(look)
          .filter(({ permissions }) => permissions.includes('organizations:read')),
      };
    }),
    create: os.create.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      const made = await organizations.create(actorOf(context), input.name, personId);
      return changed(seenBy(context.principal)(made));
    }),
    update: os.update.handler(async ({ input, context }) => {
      const { organizationId, name } = input;
      const renamed = await organizations.rename(actorOf(context), organizationId, name);
      return changed(seenBy(context.principal)(renamed));
    }),
  };
}
