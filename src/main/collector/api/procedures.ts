import { mapEventIterator } from '@orpc/client';
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '../../../shared/contract/index.ts';
import { Reason } from '../../../shared/reason.ts';
import { AppError, ERROR_STATUS } from '../../../shared/errors.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import type { Services } from './services.ts';
import { authorize } from './authorize.ts';
import type { CallContext } from './context.ts';
import { placeOfCall } from './place-of-call.ts';

/**
 * The contract with the permission check in front of every handler and errors mapped to the closed set of codes.
 *
 * Handlers are made from this and from nothing else, so no call can be served unchecked.
 */
export function procedures(services: Services) {
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ context, next, procedure }, input: unknown) => {
      const { meta, inputSchema } = procedure['~orpc'];
      const check = () => {
        const place = placeOfCall(services, meta, inputSchema, input);
        authorize(services.access, context.principal, meta.permission, place);
      };
      check();
      const result = await next({ context: { reason: checkReason(context.reason) } });
      return isStream(result.output)
        ? { ...result, output: checkEach(result.output, check, services.log) }
        : result;
    });
}

/** @throws AppError `invalid` for one that is too long, or has control characters */
function checkReason(reason: string | undefined): string | undefined {
  const checked = Reason.safeParse(reason ?? '');
  if (!checked.success) throw new AppError('invalid', checked.error.issues[0]!.message);
  return checked.data === '' ? undefined : checked.data;
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

/**
 * A stream that asks again before each event: who was removed meanwhile hears nothing more. What ends it early is told
 * as the failure of a call is: the transports map only what fails before the first event.
 */
function checkEach(
  stream: AsyncIterator<unknown>,
  check: () => void,
  log: Log,
): AsyncIterator<unknown> {
  return mapEventIterator(stream, {
    value: async (value) => {
      try {
        check();
      } catch (error) {
        throw toWireError(error, () => {});
      }
      return value;
    },
    error: async (error) =>
      isAbort(error)
        ? error
        : toWireError(error, (bug, id) => log.error('call_failed', { id, ...describeBug(bug) })),
  });
}

/** A window or the collector closed: the end of a stream, and no failure of it. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Turns whatever a call threw into an error with one of our codes; unexpected ones lose their text. */
export function toWireError(
  error: unknown,
  report: (error: unknown, id: string) => void,
): ORPCError<string, unknown> {
  if (error instanceof AppError) {
    const data =
      error.retryAfterSeconds === undefined
        ? undefined
        : { retryAfterSeconds: error.retryAfterSeconds };
    return new ORPCError(error.code, {
      status: ERROR_STATUS[error.code],
      message: error.message,
      data,
    });
  }
  if (error instanceof ORPCError) {
    if (error.code in ERROR_STATUS) return error;
    if (error.cause instanceof ValidationError && error.status === 400) {
      return new ORPCError('invalid', { status: 400, message: describeIssues(error.cause) });
    }
    if (error.status === 404)
      return new ORPCError('not_found', { status: 404, message: 'There is no such call.' });
    if (error.status < 500)
      return new ORPCError('invalid', { status: 400, message: error.message });
  }
  const id = crypto.randomUUID();
  report(error, id);
  return new ORPCError('internal', {
    status: 500,
    message: `Something went wrong inside the collector; its log has the details under ${id}.`,
  });
}

function describeIssues(error: ValidationError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => {
      const path = (issue.path ?? [])
        .map((part) => String(typeof part === 'object' ? part.key : part))
        .join('.');
      return path === '' ? issue.message : `${path}: ${issue.message}`;
    })
    .join('; ');
}
