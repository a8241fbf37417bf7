import type { IncomingMessage } from 'node:http';

/** Largest bodies of calls, bytes. */
const MAX_BODY = {
  /** Of a call that nobody need be known for. */
  open: 16 * 1024,
  /** Parsed in one go by the thread that everybody waits for: twice the longest text that a call takes. */
  json: 8 * 1024 * 1024,
  /** A file of 60 MiB and its wrapping, which is passed on and not parsed. */
  file: 72 * 1024 * 1024,
} as const;

/**
 * One handler for each size of body, as the library has one limit a handler; returns the one for a request.
 *
 * @param create makes the handler that refuses larger bodies, bytes
 */
export function byBodyLimit<Handler>(
  create: (maxBytes: number) => Handler,
): (request: IncomingMessage, isOpen: boolean) => Handler {
  const open = create(MAX_BODY.open);
  const json = create(MAX_BODY.json);
  const file = create(MAX_BODY.file);
  return (request, isOpen) => {
    if (isOpen) return open;
    return request.headers['content-type']?.startsWith('multipart/form-data') ? file : json;
  };
}
