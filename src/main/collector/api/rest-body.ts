import type { Context } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';

type Interceptor = NonNullable<StandardHandlerOptions<Context>['rootInterceptors']>[number];

/** Whatever else is sent, `curl -d` as a form, would be taken for no fields at all. */
const READ = /^(?:application\/json|multipart\/form-data)\b/i;
/** What to do about a body that is not read. */
export const AS_JSON = 'send JSON, with the header "content-type: application/json"';

/** Refusals of the library, which come before a call, in our codes. */
const REFUSALS: ReadonlyMap<string, readonly [ErrorCode, string]> = new Map([
  ['BAD_REQUEST', ['invalid', `The body cannot be read; ${AS_JSON}.`]],
  ['PAYLOAD_TOO_LARGE', ['too_large', 'The body is too large for this call.']],
]);

/** Refuses bodies that would be taken for empty ones, and says in our words what is wrong with a body. */
export const readableBody: Interceptor = async ({ next, request }) => {
  const { headers } = request;
  const type = String(headers['content-type'] ?? '');
  const length = headers['content-length'] ?? '0';
  const hasBody = length !== '0' || headers['transfer-encoding'] !== undefined;
  if (hasBody && type !== '' && !READ.test(type)) {
    return refusal(
      'unsupported',
      `A body of the type ${type.slice(0, 100)} is not read; ${AS_JSON}.`,
    );
  }
  const coding = String(headers['content-encoding'] ?? 'identity');
  if (hasBody && coding.toLowerCase() !== 'identity') {
    return refusal(
      'unsupported',
      `A body in the encoding ${coding.slice(0, 100)} is not read; send it as it is.`,
    );
  }
  const result = await next();
  if (!result.matched || result.response.status < 400) return result;
  const { body } = result.response;
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  const known = REFUSALS.get(String(code));
  return known === undefined ? result : refusal(...known);
};

function refusal(code: ErrorCode, message: string) {
  const status = ERROR_STATUS[code];
  const body = { defined: true, code, status, message };
  return { matched: true as const, response: { status, headers: {}, body } };
}
