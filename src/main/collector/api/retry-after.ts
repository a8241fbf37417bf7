import type { Context } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';

type Interceptor = NonNullable<StandardHandlerOptions<Context>['rootInterceptors']>[number];

/** Says in the header what a refusal says in its body: after how many seconds to try again. */
export const retryAfter: Interceptor = async ({ next }) => {
  const result = await next();
  if (!result.matched || (result.response.status !== 429 && result.response.status !== 503)) {
    return result;
  }
  const seconds = secondsIn(result.response.body);
  if (seconds === undefined) return result;
  const headers = { ...result.response.headers, 'retry-after': String(seconds) };
  return { ...result, response: { ...result.response, headers } };
};

/** `/rpc` wraps its bodies in `json`, REST does not. */
function secondsIn(body: unknown): number | undefined {
  const error = field(body, 'json') ?? body;
  const seconds = field(field(error, 'data'), 'retryAfterSeconds');
  return typeof seconds === 'number' ? seconds : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
