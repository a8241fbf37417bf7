import type { ServerResponse } from 'node:http';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}

/** An error in the shape every call answers with. */
export function sendError(response: ServerResponse, code: ErrorCode, message: string): void {
  const status = ERROR_STATUS[code];
  sendJson(response, status, { defined: true, code, status, message });
}
