import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.session`. What proves who somebody is runs behind the limit of attempts. */
export function sessionHandlers(os: ReturnType<typeof procedures>['session'], services: Services) {
  const { signIn, sessions, accounts, acceptance, resets, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };
  return {
    signIn: os.signIn.handler(async ({ input, context }) => {
      const started = await signIn.signIn(input, context.from);
      return started === null
        ? { state: 'code_needed' as const }
        : { state: 'signed_in' as const, ...started };
    }),
    invitation: os.invitation.handler(({ input, context }) =>
      signIn.guard('invitation', context.from, () => acceptance.describe(input.code)),
    ),
    acceptInvitation: os.acceptInvitation.handler(async ({ input, context }) =>
      changed(
        await signIn.guard('invitation', context.from, () =>
          acceptance.accept(input, context.from),
        ),
      ),
    ),
    resetPassword: os.resetPassword.handler(({ input, context }) =>
      signIn.guard('reset', context.from, () =>
        resets.use(input.code, input.password, context.from),
      ),
    ),
    me: os.me.handler(async ({ context }) =>
      accounts.profile((await selfOf(services, context.principal)).personId),
    ),
    signOut: os.signOut.handler(async ({ context }) => {
      const { personId, sessionId } = await selfOf(services, context.principal);
      if (sessionId !== null) await sessions.end(actorOf(context), personId, sessionId);
    }),
    list: os.list.handler(async ({ context }) => {
      const { personId, sessionId } = await selfOf(services, context.principal);
      return { sessions: await sessions.list(personId, sessionId) };
    }),
    revoke: os.revoke.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      // Told to all: the stream of the session that ended is looked at anew, and ends.
      changed(await sessions.end(actorOf(context), personId, input.sessionId));
    }),
    setProfile: os.setProfile.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      return changed(await accounts.setProfile(actorOf(context), personId, input));
    }),
    changePassword: os.changePassword.handler(async ({ input, context }) => {
      const { personId, sessionId } = await selfOf(services, context.principal);
      return signIn.guard(personId, context.from, () =>
        accounts.changePassword(
          actorOf(context),
          personId,
          sessionId,
          input.current,
          input.password,
        ),
      );
    }),
    beginSecondFactor: os.beginSecondFactor.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      return signIn.guard(personId, context.from, () =>
        accounts.beginSecondFactor(actorOf(context), personId, input.password),
      );
    }),
    confirmSecondFactor: os.confirmSecondFactor.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      return signIn.guard(personId, context.from, async () => ({
        recoveryCodes: await accounts.confirmSecondFactor(actorOf(context), personId, input.code),
      }));
    }),
    removeSecondFactor: os.removeSecondFactor.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      return signIn.guard(personId, context.from, () =>
        accounts.removeSecondFactor(actorOf(context), personId, input.password),
      );
    }),
  };
}
