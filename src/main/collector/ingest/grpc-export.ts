import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { exportResponse, RPC_CODE } from '../otlp/responses.ts';
import type { Signal } from '../otlp/types.ts';
import type { BodyReader } from './body-reader.ts';
import { Charge } from './charge.ts';
import { answerHttpStatus, answerMessage, answerStatus } from './grpc-answer.ts';
import { readFrame } from './grpc-frame.ts';
import type { IngestServices } from './http-export.ts';
import { ACCEPTED_CODINGS, parseContentCoding } from './media-type.ts';
import { failure, overload, refusal, type Refusal } from './refusal.ts';
import { checkLimits, countStored, identifySender, type Sender } from './sender.ts';
import type { ContentCoding } from './types.ts';
import { KEYLESS } from '../usage/usage-meter.ts';

export interface GrpcExportContext extends IngestServices {
  readonly loopback: boolean;
  readonly bodies: BodyReader;
}

const SERVICE = '/opentelemetry.proto.collector';
const SIGNAL_OF_METHOD: ReadonlyMap<string, Signal> = new Map([
  [`${SERVICE}.trace.v1.TraceService/Export`, 'traces'],
  [`${SERVICE}.logs.v1.LogsService/Export`, 'logs'],
  [`${SERVICE}.metrics.v1.MetricsService/Export`, 'metrics'],
]);

const HEALTH_CHECK = '/grpc.health.v1.Health/Check';
/** HealthCheckResponse with status SERVING. */
const SERVING = Uint8Array.of(8, 1);

/** Takes one gRPC call: the same way through charge, body and pipeline as over HTTP. Never throws. */
export function handleCall(
  context: GrpcExportContext,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  // A client that goes away in the middle is no news.
  stream.on('error', () => {});
  const refuse = (reason: Refusal): void => {
    context.stats.refuse(reason.status, reason.message);
    answerStatus(stream, reason);
  };
  if (headers[':method'] !== 'POST') return answerHttpStatus(stream, 405);
  if (!isGrpc(headers['content-type'])) return answerHttpStatus(stream, 415);
  const path = headers[':path'] ?? '';
  if (path === HEALTH_CHECK) {
    stream.resume();
    return answerMessage(stream, SERVING);
  }
  const signal = SIGNAL_OF_METHOD.get(path);
  if (signal === undefined) {
    const message = `There is no method ${path.slice(0, 200)}; this port takes the Export calls of OTLP.`;
    return refuse({ status: 404, rpcCode: RPC_CODE.unimplemented, message });
  }
  const address = stream.session?.socket.remoteAddress;
  const sender = identifySender(context.keys, headers, context.loopback, address);
  if ('status' in sender) return refuse(sender);
  const encoding = headers['grpc-encoding'];
  const coding = parseContentCoding(typeof encoding === 'string' ? encoding : undefined);
  if (coding === undefined) {
    const message = `grpc-encoding "${String(encoding).slice(0, 60)}" is not taken; send ${ACCEPTED_CODINGS}.`;
    return refuse({ status: 415, rpcCode: RPC_CODE.unimplemented, message });
  }
  receive(context, stream, { sender, signal, coding }, refuse);
}

interface Call {
  readonly sender: Sender;
  readonly signal: Signal;
  readonly coding: ContentCoding;
}

function receive(
  context: GrpcExportContext,
  stream: ServerHttp2Stream,
  { sender, signal, coding }: Call,
  refuse: (reason: Refusal) => void,
): void {
  const { projectId } = sender;
  const limited = checkLimits(context.meter, sender, signal);
  if (limited !== undefined) return refuse(limited);
  const charge = new Charge(context.admission, projectId);
  const full = charge.open(0);
  if (full !== undefined) return refuse(overload(full));
  context.bodies.read(stream, charge, (pieces) => {
    const message = Array.isArray(pieces) ? readFrame(pieces) : undefined;
    if (message === undefined || typeof message === 'string') {
      charge.release();
      if (typeof message === 'string') refuse(refusal('invalid', message));
      else if (pieces !== undefined) refuse(pieces as Refusal);
      return;
    }
    const request = {
      projectId,
      source: sender.keyId ?? KEYLESS,
      signal,
      format: 'protobuf',
      coding: message.compressed ? coding : 'identity',
      body: message.payload,
    } as const;
    context.pipeline.submit(request, (outcome) => {
      charge.release();
      if (outcome.kind === 'failed') refuse(failure(outcome));
      else {
        countStored(context.keys, sender, signal, outcome.accepted);
        const text = outcome.reasons.join('; ');
        answerMessage(stream, exportResponse(signal, 'protobuf', outcome.rejected, text));
      }
    });
  });
}

/** `application/grpc` and `application/grpc+proto`, with or without parameters. */
function isGrpc(contentType: string | undefined): boolean {
  return /^application\/grpc(\+proto)?\s*(;|$)/i.test(contentType ?? '');
}
