import type { Socket } from 'node:net';
import { RPC_CODE, statusBody, type RpcCode } from '../otlp/responses.ts';

/** A request whose head could not be read: it never becomes a request object, so it is answered by hand. */
export function rejectConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = explain(error.code);
  const body = statusBody('json', code, message);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${Buffer.from(body).toString()}`,
    () => socket.destroySoon(),
  );
}

interface Rejection {
  readonly status: string;
  readonly code: RpcCode;
  readonly message: string;
}

function explain(code: string | undefined): Rejection {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: '408 Request Timeout',
        code: RPC_CODE.deadlineExceeded,
        message: 'The request came in too slowly and was cut.',
      };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: '431 Request Header Fields Too Large',
        code: RPC_CODE.invalidArgument,
        message: 'The request headers are too large.',
      };
    case 'HPE_PAUSED_H2_UPGRADE':
      return {
        status: '400 Bad Request',
        code: RPC_CODE.invalidArgument,
        message: 'This port speaks HTTP/1.1. OTLP/gRPC has a port of its own, 4317 by default.',
      };
    default:
      return {
        status: '400 Bad Request',
        code: RPC_CODE.invalidArgument,
        message: 'This is not a valid HTTP/1.1 request.',
      };
  }
}
