import { implement } from '@orpc/server';
import { z } from 'zod';
import { contract } from '../../../shared/contract/index.ts';
import { Reason } from '../../../shared/reason.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Services } from './services.ts';
import { authorize } from './authorize.ts';
import { checkedStream } from './checked-stream.ts';
import type { CallContext } from './context.ts';
import { placeOfCall } from './place-of-call.ts';
import { plainIssue } from './plain-issue.ts';
import { refuseUnread } from './refuse-unread.ts';

/**
 * The contract with the permission check in front of every handler and errors mapped to the closed set of codes.
 *
 * Handlers are made from this and from nothing else, so no call can be served unchecked.
 */
export function procedures(services: Services) {
  z.config({ customError: plainIssue });
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ context, next, procedure }, input: unknown) => {
      const { meta, inputSchema } = procedure['~orpc'];
      const check = () => {
        const place = placeOfCall(services, meta, inputSchema, input);
        authorize(services.access, context.principal, meta.permission, place);
      };
      check();
      // After the check: nobody learns of fields by being refused.
      refuseUnread(context, inputSchema, input);
      const result = await next({ context: { reason: checkReason(context.reason) } });
      return isStream(result.output)
        ? { ...result, output: checkedStream(result.output, { ...services, check }) }
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
