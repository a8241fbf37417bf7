import { implement, ORPCError, ValidationError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { contract } from '../../../shared/contract/index.ts';
import { SignInAnswer } from '../../../shared/contract/session.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AwayData } from '../../../shared/instances.ts';
import { REASON_HEADER } from '../../../shared/reason.ts';
import { UNATTENDED_HEADER } from '../../../shared/unattended.ts';
import { toWireError } from '../../collector/api/wire-error.ts';
import type { ServerPort } from '../../collector/api/serve-port.ts';
import { describeBug } from '../../collector/describe-bug.ts';
import type { Log } from '../../collector/log.ts';
import { InstanceAway, type CallHeaders, type RemoteLink } from './remote-link.ts';

/** What the page gets in place of the session's token, which it has no use for. */
const KEPT = 'kept by the app';

const PASSED_ON = [REASON_HEADER, UNATTENDED_HEADER];

export interface Forwarding {
  readonly link: RemoteLink;
  /** A session was begun with a password, or ended by its owner (''). */
  readonly onSession: (token: string) => void;
  readonly log: Log;
}

/**
 * Serves a window's calls by making them at a remote instance.
 *
 * Input and output pass through the same contract as everywhere: what another machine answers reaches the page only as
 * the data that a call may return. The token of the session stays here.
 */
export function forwardPort(port: ServerPort, forwarding: Forwarding): void {
  const os = implement(contract).$context<CallHeaders>();
  const areas = os as unknown as Record<string, Record<string, AnyImplementer>>;
  const router = Object.fromEntries(
    Object.entries(contract).map(([area, calls]) => [
      area,
      Object.fromEntries(
        Object.keys(calls).map((name) => [
          name,
          areas[area]![name]!.handler((options) => forward(forwarding, [area, name], options)),
        ]),
      ),
    ]),
  );
  new RPCHandler<CallHeaders>(router as ConstructorParameters<typeof RPCHandler<CallHeaders>>[0], {
    interceptors: [
      ({ request, next, ...options }) => {
        const headers = Object.fromEntries(
          PASSED_ON.flatMap((name) => {
            const value = request.headers[name];
            return typeof value === 'string' ? [[name, value]] : [];
          }),
        );
        return next({ ...options, request, context: { headers } });
      },
    ],
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw toWire(error, forwarding.log);
        }
      },
    ],
  }).upgrade(port, { context: { headers: {} } });
}

interface ForwardOptions {
  readonly input: unknown;
  readonly context: CallHeaders;
  readonly signal?: AbortSignal | undefined;
  readonly lastEventId?: string | undefined;
}

/** A call of the contract waiting for its handler; which one it is does not matter here. */
interface AnyImplementer {
  handler(run: (options: ForwardOptions) => Promise<unknown>): unknown;
}

async function forward(
  { link, onSession }: Forwarding,
  [area, name]: readonly [string, string],
  { input, context, signal, lastEventId }: ForwardOptions,
): Promise<unknown> {
  const output = await link.call([area, name], input, {
    context,
    ...(signal === undefined ? {} : { signal }),
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  if (area !== 'session') return output;
  if (name === 'signOut') onSession('');
  if (name !== 'signIn') return output;
  const answer = SignInAnswer.parse(output);
  if (answer.state !== 'signed_in') return answer;
  onSession(answer.token);
  return { ...answer, token: KEPT };
}

/** Errors with codes of ours; an answer that does not fit the contract is named as that. */
function toWire(error: unknown, log: Log): unknown {
  if (
    error instanceof ORPCError &&
    error.code === 'INTERNAL_SERVER_ERROR' &&
    error.cause instanceof ValidationError
  ) {
    return toWireError(new AppError('unsupported', ANOTHER_VERSION), () => {});
  }
  const wire = toWireError(error, (bug, id) =>
    log.error('instance.call-failed', { id, ...describeBug(bug) }),
  );
  if (!(error instanceof InstanceAway)) return wire;
  const { code, status, message } = wire;
  return new ORPCError(code, { status, message, data: { isAway: true } satisfies AwayData });
}

const ANOTHER_VERSION =
  'The instance answered with something this app does not know: it runs another version.';
