import { actorOf } from '../audit/actor.ts';
import type { Place } from '../roles/permissions-of.ts';
import type { Granter } from '../roles/role-service.ts';
import type { CallContext } from './context.ts';
import type { Services } from './services.ts';

/** The caller as one who gives roles at a place: nobody gives more than they have there. */
export function granterAt(services: Services, context: CallContext, place: Place): Granter {
  return {
    actor: actorOf(context),
    get held() {
      return services.access.permissions(context.principal, place);
    },
  };
}

/** As {@link granterAt}, in an organization. */
export function granterIn(
  services: Services,
  context: CallContext,
  organizationId: string,
): Granter {
  return granterAt(services, context, { kind: 'organization', organizationId });
}
