import {
  credentials,
  makeGenericClientConstructor,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import type { Signal } from '../../../src/main/collector/otlp/types.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  logs: 'logs.v1.LogsService',
  metrics: 'metrics.v1.MetricsService',
};

/** How an Export call ended. */
export interface GrpcAnswer {
  /** gRPC status, 0 for OK. */
  readonly code: number;
  readonly message: string;
  /** The response message. */
  readonly body: Buffer;
  /** `grpc-status-details-bin`. */
  readonly details: Buffer | undefined;
}

export type GrpcExport = (
  signal: Signal,
  body: Uint8Array,
  metadata?: Record<string, string>,
) => Promise<GrpcAnswer>;

const same = (bytes: Buffer): Buffer => bytes;

/** A real gRPC client whose messages are bytes; closed with the test. */
export function grpcClient(url: string, options: Record<string, number> = {}): GrpcExport {
  const methods = Object.fromEntries(
    Object.entries(SERVICES).map(([signal, service]) => [
      signal,
      {
        path: `/opentelemetry.proto.collector.${service}/Export`,
        requestStream: false,
        responseStream: false,
        requestSerialize: same,
        requestDeserialize: same,
        responseSerialize: same,
        responseDeserialize: same,
      },
    ]),
  );
  const Client = makeGenericClientConstructor(methods, 'Export');
  const client = new Client(new URL(url).host, credentials.createInsecure(), options);
  onTestFinished(() => client.close());
  return (signal, body, metadata = {}) =>
    new Promise((resolve) => {
      const sent = new Metadata();
      for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
      client[signal]!(Buffer.from(body), sent, (error: ServiceError | null, answer: Buffer) => {
        resolve({
          code: error?.code ?? 0,
          message: error?.details ?? '',
          body: answer ?? Buffer.alloc(0),
          details: error?.metadata.get('grpc-status-details-bin')[0] as Buffer | undefined,
        });
      });
    });
}
