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
  // Kept in pieces: joining those of a trace of a million spans would hold up everybody else.
  const pieces: Uint8Array[] = [];
  for await (const piece of encoded.body!) pieces.push(piece);
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const headers = { ...result.response.headers, 'content-type': type };
  return { ...result, response: { ...result.response, headers, body } };
};
