import { connect, type Socket } from 'node:net';
import type { WireCoding, WireFormat } from './bodies.ts';

/** Sends one body and resolves when it was acknowledged; rejects on any other answer. */
export interface Sender {
  send(body: Buffer): Promise<void>;
  close(): void;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive HTTP/1.1 connection that sends one request at a time.
 *
 * Written on a bare socket, because on two cores every microsecond of the client is taken from the server.
 */
export function openHttpSender(
  port: number,
  key: string,
  format: WireFormat,
  coding: WireCoding,
): Promise<Sender> {
  const head =
    `POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-api-key: ${key}\r\n` +
    `content-type: application/${format === 'json' ? 'json' : 'x-protobuf'}\r\n` +
    (coding === 'gzip' ? 'content-encoding: gzip\r\n' : '') +
    'content-length: ';
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => resolve(createSender(socket, head)));
  });
}

function createSender(socket: Socket, head: string): Sender {
  let waiting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    received = received.length === 0 ? data : Buffer.concat([received, data]);
    const answer = takeAnswer(received);
    if (answer === undefined) return;
    received = Buffer.alloc(0);
    const { resolve, reject } = waiting!;
    waiting = undefined;
    if (answer.status === 200) resolve();
    else reject(new Error(`The collector answered ${answer.status}: ${answer.text}`));
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The collector closed the connection.')));
  return {
    send(body) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.cork();
        socket.write(`${head}${body.length}\r\n\r\n`, 'latin1');
        socket.write(body);
        socket.uncork();
      });
    },
    close: () => void socket.destroy(),
  };
}

/** The answer at the start of `data` once it is complete. */
function takeAnswer(data: Buffer): { status: number; text: string } | undefined {
  const end = data.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const head = data.toString('latin1', 0, end);
  const length = /content-length: *(\d+)/i.exec(head);
  const bodyStart = end + END_OF_HEAD.length;
  if (length === null || data.length < bodyStart + Number(length[1])) return undefined;
  return { status: Number(head.slice(9, 12)), text: data.toString('utf8', bodyStart) };
}
