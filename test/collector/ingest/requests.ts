import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../../../src/main/collector/otlp/types.ts';
import { exportRequest } from '../../support/export-request.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

/** Turns an OTLP/JSON request into protobuf. */
export function protobuf(request: object, signal: Signal = 'traces'): Buffer {
  const json = JSON.stringify(request);
  return Buffer.from(jsonToProtobuf(signal, json, DEFAULT_DECODE_LIMITS).body);
}

/** A trace request of `count` spans of one trace, each with `padding` bytes of text. */
export function traceRequest(count = 1, padding = 0): object {
  const traceId = newTraceId();
  const attributes = padding === 0 ? {} : { padding: 'x'.repeat(padding) };
  return exportRequest(Array.from({ length: count }, () => ({ traceId, attributes })));
}

/** One good span beside one whose trace id is all zero. */
export function halfBadRequest(): object {
  const good = { traceId: newTraceId(), spanId: newSpanId() };
  return exportRequest([good, { ...good, traceId: '0'.repeat(32), spanId: newSpanId() }]);
}

export function logsRequest(): object {
  const record = { timeUnixNano: '1750000000000000000', body: { stringValue: 'hello' } };
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
}

export function metricsRequest(): object {
  const point = { timeUnixNano: '1750000000000000000', asInt: '1' };
  const metric = { name: 'requests', gauge: { dataPoints: [point, point] } };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** A plain TCP connection, for requests that no HTTP client would send. */
export class RawConnection {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #wake = (): void => {};
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.#wake();
    });
  }

  static async open(port: number, host = '127.0.0.1'): Promise<RawConnection> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(data: string | Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(data);
  }

  /** Everything received so far. */
  get text(): string {
    return this.#received.toString('latin1');
  }

  /** The next whole answer; rejects when the connection ends without one. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const answer = parseAnswer(this.#received);
      if (answer !== undefined) {
        this.#received = this.#received.subarray(answer.bytes);
        if (answer.status !== 100) return answer;
        continue;
      }
      if (this.closed) throw new Error(`closed without an answer: ${this.text.slice(0, 200)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Resolves when the connection is closed, reset or not. */
  ended(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
    });
  }
}

function parseAnswer(data: Buffer): (RawAnswer & { readonly bytes: number }) | undefined {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first, ...lines] = data.toString('latin1', 0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const length = Number(headers.get('content-length') ?? 0);
  const bytes = end + 4 + length;
  if (data.length < bytes) return undefined;
  const status = Number(first!.split(' ')[1]);
  return { status, headers, body: data.subarray(end + 4, bytes), bytes };
}

/** The head of a POST of telemetry with more header lines. */
export function head(path: string, ...lines: string[]): string {
  return [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...lines, '', ''].join('\r\n');
}
