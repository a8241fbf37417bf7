import { constants, type ServerHttp2Stream } from 'node:http2';
import { statusBody } from '../otlp/responses.ts';
import { writeFrame } from './grpc-frame.ts';
import type { Refusal } from './refusal.ts';

const ACCEPTED = 'identity,gzip,deflate,zstd';

/** Answers a unary call: the message, then status OK in the trailers. */
export function answerMessage(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-accept-encoding': ACCEPTED },
    { waitForTrailers: true },
  );
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(writeFrame(message));
}

/**
 * Answers with a status and no message. The rest of an unread body is refused at the protocol level, which
 * ends this call and leaves the connection alone.
 */
export function answerStatus(stream: ServerHttp2Stream, refusal: Refusal): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const { rpcCode, message, retryAfterSeconds } = refusal;
  const details = statusBody('protobuf', rpcCode, message, retryAfterSeconds);
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(rpcCode),
      'grpc-message': encodeMessage(message),
      'grpc-status-details-bin': Buffer.from(details).toString('base64').replace(/=+$/, ''),
      'grpc-accept-encoding': ACCEPTED,
    },
    { endStream: true },
  );
  dropRest(stream);
}

/** Answers what is not gRPC at all, with an HTTP status. */
export function answerHttpStatus(stream: ServerHttp2Stream, status: number): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond({ ':status': status }, { endStream: true });
  dropRest(stream);
}

function dropRest(stream: ServerHttp2Stream): void {
  stream.resume();
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Percent-encoding of gRPC: every byte of the UTF-8 text but printable ASCII, and the percent sign itself. */
function encodeMessage(message: string): string {
  let out = '';
  for (const byte of Buffer.from(message, 'utf8')) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    out += plain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  }
  return out;
}
