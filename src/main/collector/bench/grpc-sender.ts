import { connect, constants, type ClientHttp2Session } from 'node:http2';
import type { WireCoding } from './bodies.ts';
import type { Sender } from './http-sender.ts';

const PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** One gRPC connection that makes one Export call at a time. */
export async function openGrpcSender(
  port: number,
  key: string,
  coding: WireCoding,
): Promise<Sender> {
  const session = connect(`http://127.0.0.1:${port}`);
  await new Promise<void>((resolve, reject) => {
    session.once('connect', () => resolve());
    session.once('error', reject);
  });
  return { send: (body) => call(session, key, coding, body), close: () => session.close() };
}

function call(
  session: ClientHttp2Session,
  key: string,
  coding: WireCoding,
  body: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: PATH,
      'content-type': 'application/grpc',
      te: 'trailers',
      'x-api-key': key,
      ...(coding === 'gzip' ? { 'grpc-encoding': 'gzip' } : {}),
    });
    let status = '';
    let message = '';
    const read = (headers: Record<string, unknown>) => {
      status = String(headers['grpc-status'] ?? status);
      message = String(headers['grpc-message'] ?? message);
    };
    stream.on('response', read);
    stream.on('trailers', read);
    stream.on('error', reject);
    stream.on('close', () => {
      if (status === '0') resolve();
      else reject(new Error(`The collector answered gRPC status ${status}: ${message}`));
    });
    stream.resume();
    stream.end(body);
  });
}
