import { setImmediate } from 'node:timers/promises';
import type { FoundKey } from '../../../../shared/contract/keys.ts';
import { actorOf } from '../../audit/actor.ts';
import { findSecrets } from '../../keys/find-keys.ts';
import { validSeconds } from '../../keys/new-key.ts';
import type { Principal } from '../../principal.ts';
import type { procedures } from '../procedures.ts';
import { requireScopes } from '../require-scopes.ts';
import { requireSecretWithin, requireWithin } from '../require-within.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.keys`. */
export function keyHandlers(os: ReturnType<typeof procedures>['keys'], services: Services) {
  const { keys, creations, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'keys' });
    return answer;
  };
  /** A new secret of a key is as good as a new key. */
  const requireSecretOf = async (keyId: string, principal: Principal): Promise<void> => {
    const key = keys.ring.get(keyId);
    if (key === undefined) return;
    requireScopes(services, principal, key.projectId, key.scopes);
    if (principal.kind !== 'key' || principal.keyId === keyId) return;
    const { allowedAddresses, createdAt, expiresAt } = await keys.get(keyId);
    const expiresMs = expiresAt === null ? null : Date.parse(expiresAt);
    const endsMs = keys.endAfter(validSeconds(Date.parse(createdAt), expiresMs));
    await requireSecretWithin(services, principal, { allowedAddresses, endsMs });
  };
  return {
    list: os.list.handler(({ input }) => keys.list(input)),
    create: os.create.handler(async ({ input, context }) => {
      const { allowedAddresses, expiresInSeconds } = input;
      requireScopes(services, context.principal, input.projectId, input.scopes);
      const endsMs = keys.endAfter(expiresInSeconds);
      await requireSecretWithin(services, context.principal, { allowedAddresses, endsMs });
      return creations.run(context, 'keys.create', input, async () =>
        changed(await keys.create(input, actorOf(context))),
      );
    }),
    update: os.update.handler(async ({ input, context }) => {
      const { keyId, name, environment, allowedAddresses, expiresAt } = input;
      const change = {
        name,
        environment,
        allowed_addresses: allowedAddresses && JSON.stringify(allowedAddresses),
        expires_ms: typeof expiresAt === 'string' ? Date.parse(expiresAt) : expiresAt,
      };
      const endsMs = change.expires_ms;
      await requireWithin(services, context.principal, { allowedAddresses, endsMs });
      return changed(await keys.update(keyId, change, actorOf(context)));
    }),
    rotate: os.rotate.handler(async ({ input, context }) => {
      await requireSecretOf(input.keyId, context.principal);
      return changed(await keys.rotate(input.keyId, input.overlapSeconds, actorOf(context)));
    }),
    regenerate: os.regenerate.handler(async ({ input, context }) => {
      await requireSecretOf(input.keyId, context.principal);
      return changed(await keys.regenerate(input.keyId, actorOf(context)));
    }),
    revoke: os.revoke.handler(async ({ input, context }) =>
      changed(await keys.revoke(input.keyId, actorOf(context))),
    ),
    revokeMany: os.revokeMany.handler(async ({ input, context }) => {
      const { projectId, keyIds } = input;
      return changed({ revoked: await keys.revokeMany(projectId, keyIds, actorOf(context)) });
    }),
    check: os.check.handler(({ input, context }) =>
      findKeys(services, input.text, context.principal),
    ),
  };
}

/** Keys that occur in a text, those left out whose projects the caller may not see the keys of. */
async function findKeys(
  { access, keys, projects }: Services,
  text: string,
  principal: Principal,
): Promise<{ found: FoundKey[]; unknown: number }> {
  const found: FoundKey[] = [];
  let unknown = 0;
  for (const [at, { secret, count, line }] of (await findSecrets(text)).entries()) {
    // Each is hashed: a text of nothing else holds 70,000.
    if (at % 1000 === 999) await setImmediate();
    const entry = keys.ring.bySecret(secret);
    if (entry === undefined || !access.may(principal, 'keys:read', entry.projectId)) {
      unknown++;
      continue;
    }
    const key = await keys.get(entry.id);
    const { name: projectName } = await projects.get(entry.projectId);
    found.push({ key, projectName, works: keys.works(entry), count, line });
  }
  return { found, unknown };
}
