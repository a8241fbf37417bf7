import type { IncomingMessage } from 'node:http';
import { UNATTENDED_HEADER } from '../../../shared/unattended.ts';

/** The token of `Authorization: Bearer`, or ''. */
export function bearerOf(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : '';
}

/** Whether somebody is behind a request: a page nobody touches says so of what it asks for by itself. */
export function isAttended(request: IncomingMessage): boolean {
  return request.headers[UNATTENDED_HEADER] === undefined;
}
