import { gzipSync } from 'node:zlib';
import { requestToJson } from '../otlp/protobuf-to-json.ts';
import { Workload } from './workload.ts';

export type WireFormat = 'protobuf' | 'json' | 'grpc';
export type WireCoding = 'identity' | 'gzip';

/** What a sender is to send. */
export interface BodyPlan {
  readonly format: WireFormat;
  readonly coding: WireCoding;
  readonly spansPerRequest: number;
  readonly requests: number;
  readonly seed: number;
  /** When the traces begin, microseconds since the epoch and between two of them; now and in quick succession where absent. */
  readonly times?: { readonly startUs: number; readonly spacingUs: number } | undefined;
}

/** Request bodies, ready to go out. */
export interface Bodies {
  readonly bodies: readonly Buffer[];
  /** Bytes of the same spans as plain OTLP protobuf. */
  readonly protobufBytes: number;
}

/** Makes every body before anything is timed. */
export function makeBodies(plan: BodyPlan): Bodies {
  const times = plan.times ?? { startUs: Date.now() * 1000 };
  const workload = new Workload({ seed: plan.seed, ...times });
  let protobufBytes = 0;
  const bodies = Array.from({ length: plan.requests }, () => {
    const protobuf = workload.next(plan.spansPerRequest);
    protobufBytes += protobuf.length;
    return encode(protobuf, plan);
  });
  return { bodies, protobufBytes };
}

function encode(protobuf: Uint8Array, { format, coding }: BodyPlan): Buffer {
  const plain =
    format === 'json' ? Buffer.from(JSON.stringify(requestToJson('traces', protobuf))) : protobuf;
  const coded = coding === 'gzip' ? gzipSync(plain, { level: 1 }) : Buffer.from(plain);
  if (format !== 'grpc') return coded;
  // gRPC's frame: one byte "compressed", four bytes of length.
  const frame = Buffer.alloc(5);
  frame[0] = coding === 'gzip' ? 1 : 0;
  frame.writeUInt32BE(coded.length, 1);
  return Buffer.concat([frame, coded]);
}
