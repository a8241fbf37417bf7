import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

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
  return {
    list: os.list.handler(async ({ context: { principal } }) => ({
      organizations: (await organizations.list()).filter(({ id }) =>
        access
          .permissions(principal, { kind: 'organization', organizationId: id })
          .has('organizations:read'),
      ),
    })),
    create: os.create.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      return changed(await organizations.create(actorOf(context), input.name, personId));
    }),
    update: os.update.handler(async ({ input, context }) =>
      changed(await organizations.rename(actorOf(context), input.organizationId, input.name)),
    ),
  };
}
