import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer`, or ''. */
export function bearerOf(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : '';
}
