import type { Context } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';

type Interceptor = NonNullable<StandardHandlerOptions<Context>['rootInterceptors']>[number];

/**
 * Encodes an answer with Blobs in it (FormData) before it is sent, for the HTTP transports.
 *
 * Node encodes FormData piece by piece, and where the caller hangs up in between it writes to the closed stream: an
 * error nobody can catch, which ends the process. A window that moves on before an answer is there is an ordinary event.
 */
export const sendWhole: Interceptor = async ({ next }) => {
  const result = await next();
  if (!result.matched || !(result.response.body instanceof FormData)) return result;
  const encoded = new Response(result.response.body);
  const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const headers = { ...result.response.headers, 'content-type': type };
  return { ...result, response: { ...result.response, headers, body } };
};
