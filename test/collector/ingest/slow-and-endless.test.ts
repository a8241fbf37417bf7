import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import zlib from 'node:zlib';
import { grpcClient } from './grpc-client.ts';
import { head, protobuf, RawConnection, traceRequest } from './requests.ts';
import { DEFAULT_PROJECT, startRig, storedSpans } from './rig.ts';

const PROTOBUF = 'Content-Type: application/x-protobuf';
const PACE = { graceMs: 300, minBytesPerSecond: 10_000, maxMs: 60_000 };

const expects = (...lines: string[]): string =>
  head('/v1/traces', PROTOBUF, 'Expect: 100-continue', ...lines);

/** Sends one byte every few milliseconds until the connection ends. */
function trickle(connection: RawConnection, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (connection.closed) clearInterval(timer);
    else connection.send(text[at++ % text.length]!);
  }, 20);
}

/** A whole request with one trace, in one piece. */
function wholeRequest(): Buffer {
  const body = protobuf(traceRequest());
  const lines = head('/v1/traces', PROTOBUF, `Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(lines), body]);
}

async function sendOne(port: number): Promise<number> {
  const connection = await RawConnection.open(port);
  // In one piece: on a machine that stalls between two it would be a slow sender too.
  connection.send(wholeRequest());
  const { status } = await connection.answer();
  connection.socket.destroy();
  return status;
}

describe('slow senders', () => {
  test('a head that never ends is cut', async () => {
    const { http } = await startRig({ headersTimeoutMs: 400 });
    const connection = await RawConnection.open(http.port);
    connection.send('POST /v1/traces HTTP/1.1\r\nX-Slow: ');
    trickle(connection, 'a');
    expect((await connection.answer()).status).toBe(408);
    await connection.ended();
  });

  test('a connection that says nothing is closed', async () => {
    const { http } = await startRig({ headersTimeoutMs: 400 });
    await (await RawConnection.open(http.port)).ended();
  });

  test('over gRPC too, after ten seconds, and a client that speaks stays', async () => {
    // Only what the listener's sweep goes by.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { grpc } = await startRig();
    const send = grpcClient(grpc.url);
    const body = protobuf(traceRequest());
    expect(await send('traces', body)).toMatchObject({ code: 0 });
    const silent = await Promise.all([1, 2, 3].map(() => RawConnection.open(grpc.port)));
    // The listener has met them once it has answered somebody who came later.
    expect(await send('traces', body)).toMatchObject({ code: 0 });
    vi.advanceTimersByTime(9_000);
    expect(await send('traces', body)).toMatchObject({ code: 0 });
    expect(silent.map(({ closed }) => closed)).toEqual([false, false, false]);
    vi.advanceTimersByTime(3_000);
    await Promise.all(silent.map((connection) => connection.ended()));
    expect(await send('traces', body)).toMatchObject({ code: 0 });
  });

  test('many trickling bodies are cut one by one, and never stand in the way of others', async () => {
    const { http, admission } = await startRig({ pace: PACE });
    const slow = await Promise.all(
      Array.from({ length: 100 }, () => RawConnection.open(http.port)),
    );
    for (const connection of slow) {
      connection.send(head('/v1/traces', PROTOBUF, 'Content-Length: 50000000'));
      trickle(connection, '\n');
    }
    expect(await sendOne(http.port)).toBe(200);
    const answers = await Promise.all(slow.map((connection) => connection.answer()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([408]));
    expect(answers[0]!.headers.get('connection')).toBe('close');
    await Promise.all(slow.map((connection) => connection.ended()));
    expect(admission.usedBytes).toBe(0);
    expect(await sendOne(http.port)).toBe(200);
  });

  test('a sender that goes away in the middle leaves nothing behind', async () => {
    const { http, admission } = await startRig();
    const connection = await RawConnection.open(http.port);
    connection.send(head('/v1/traces', PROTOBUF, 'Content-Length: 1000000'));
    connection.send(Buffer.alloc(200_000));
    await expect.poll(() => admission.usedBytes).toBeGreaterThan(200_000);
    connection.socket.destroy();
    await expect.poll(() => admission.usedBytes).toBe(0);
  });
});

/** A connection that sends what it is given and never reads. */
async function openDeaf(port: number, text: string | Buffer): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

describe('connections that only take up room', () => {
  const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
  test('a body that stops is answered and its connection closed, however little is missing', async () => {
    const { http } = await startRig({ pace: PACE });
    const connection = await RawConnection.open(http.port);
    connection.send(head('/v1/traces', PROTOBUF, 'Content-Length: 100'));
    expect((await connection.answer()).status).toBe(408);
    await connection.ended();
  });

  test('a few requests may be sent ahead of their answers, hundreds end their connection', async () => {
    const { http, store, admission } = await startRig();
    const few = await RawConnection.open(http.port);
    few.send(Buffer.concat(Array.from({ length: 16 }, wholeRequest)));
    // As load testers do: one more with each answer.
    for (let count = 0; count < 16; count++) {
      expect((await few.answer()).status).toBe(200);
      few.send(wholeRequest());
    }
    for (let count = 0; count < 16; count++) expect((await few.answer()).status).toBe(200);
    const many = await RawConnection.open(http.port);
    many.send(Buffer.concat(Array.from({ length: 300 }, wholeRequest)));
    await many.ended();
    expect(await sendOne(http.port)).toBe(200);
    // What was taken before the connection ended stays, though nobody was told.
    await expect.poll(() => storedSpans(store, DEFAULT_PROJECT)).toBeGreaterThan(32 + 16);
    await expect.poll(() => admission.usedBytes).toBe(0);
  });

  test('a refused body that never comes takes its connection with it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { http } = await startRig();
    const connection = await RawConnection.open(http.port);
    connection.send(head('/v1/traces', 'Content-Type: text/plain', 'Content-Length: 100'));
    expect((await connection.answer()).status).toBe(415);
    vi.advanceTimersByTime(12_000);
    await connection.ended();
  });

  test.each([
    ['nothing', ''],
    ['a head that never ends', 'POST /v1/traces HTTP/1.1\r\nX-Slow: '],
  ])('three times as many as there may be, on which comes %s, keep nobody out', async (_, text) => {
    const { http } = await startRig({ maxConnections: 20 });
    const sending = await RawConnection.open(http.port);
    const whole = wholeRequest();
    sending.send(whole.subarray(0, -1));
    for (let count = 0; count < 60; count++) {
      await openDeaf(http.port, text);
      if (count % 10 === 9) expect(await sendOne(http.port)).toBe(200);
    }
    // A request under way is not cut for those.
    sending.send(whole.subarray(-1));
    expect((await sending.answer()).status).toBe(200);
  });

  test('gRPC: three times as many as there may be keep nobody out, nor do they end a call', async () => {
    const { grpc } = await startRig({ maxConnections: 20 });
    const send = grpcClient(grpc.url);
    const body = protobuf(traceRequest());
    for (let count = 0; count < 60; count++) {
      await openDeaf(grpc.port, count % 2 === 0 ? 'PRI' : PREFACE);
      if (count % 10 === 9) expect(await send('traces', body)).toMatchObject({ code: 0 });
    }
  });

  const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  test.each([
    ['a preface that never ends', 'PRI'],
    ['a preface and nothing else', PREFACE],
    ['a session without a call', Buffer.concat([Buffer.from(PREFACE), SETTINGS])],
  ])(
    'gRPC: as many as there may be, of %s, give way although they do not read',
    async (_name, text) => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
      onTestFinished(() => void vi.useRealTimers());
      const { grpc } = await startRig({ maxConnections: 20 });
      for (let count = 0; count < 20; count++) await openDeaf(grpc.port, text);
      const body = protobuf(traceRequest());
      await vi.waitFor(
        async () => {
          vi.advanceTimersByTime(3_000);
          expect(await grpcClient(grpc.url)('traces', body)).toMatchObject({ code: 0 });
        },
        { timeout: 120_000 },
      );
    },
  );
});

/** One byte as a chunk of its own. */
function chunkOf(byte: number): Buffer {
  return Buffer.concat([Buffer.from('1\r\n'), Buffer.of(byte), Buffer.from('\r\n')]);
}

describe('endless bodies', () => {
  test('chunks without end get 413, although the sender never stops, and the connection is closed', async () => {
    const { http, admission } = await startRig({ limits: { maxBodyBytes: 1_000_000 } });
    const connection = await RawConnection.open(http.port);
    connection.send(head('/v1/traces', PROTOBUF, 'Transfer-Encoding: chunked'));
    const chunk = Buffer.concat([
      Buffer.from('10000\r\n'),
      Buffer.alloc(0x10000),
      Buffer.from('\r\n'),
    ]);
    const timer = setInterval(() => connection.send(chunk), 5);
    const answer = await connection.answer();
    expect(answer.status).toBe(413);
    expect(answer.headers.get('connection')).toBe('close');
    await connection.ended();
    clearInterval(timer);
    expect(admission.usedBytes).toBe(0);
  });

  test('a body sent byte by byte is taken, but not an endless one', async () => {
    const { http, grpc, admission } = await startRig();
    const body = protobuf(traceRequest());
    const small = await RawConnection.open(http.port);
    small.send(head('/v1/traces', PROTOBUF, 'Transfer-Encoding: chunked'));
    small.send(Buffer.concat([...[...body].map(chunkOf), Buffer.from('0\r\n\r\n')]));
    expect((await small.answer()).status).toBe(200);
    const endless = await RawConnection.open(http.port);
    endless.send(head('/v1/traces', PROTOBUF, 'Transfer-Encoding: chunked'));
    endless.send('1\r\nx\r\n'.repeat(200_000));
    const { status, body: said } = await endless.answer();
    expect([status, said.toString()]).toEqual([
      400,
      expect.stringContaining('came in pieces of a few bytes and was cut'),
    ]);
    expect(admission.usedBytes).toBe(0);
    expect(await grpcClient(grpc.url)('traces', body)).toMatchObject({ code: 0 });
  });

  test('an announced length over the limit is answered before the body comes', async () => {
    const { http } = await startRig();
    const connection = await RawConnection.open(http.port);
    connection.send(head('/v1/traces', PROTOBUF, 'Content-Length: 99999999999'));
    expect((await connection.answer()).status).toBe(413);
  });

  test('who waits for 100 Continue is asked for the body only if it will be taken', async () => {
    const { http } = await startRig({ limits: { maxBodyBytes: 10_000 } });
    const body = protobuf(traceRequest());
    const good = await RawConnection.open(http.port);
    good.send(expects(`Content-Length: ${body.length}`));
    await expect.poll(() => good.text).toContain('100 Continue');
    good.send(body);
    expect((await good.answer()).status).toBe(200);
    for (const [line, status] of [
      ['Content-Length: 10001', 413],
      ['Content-Length: 10\r\nX-Api-Key: wrong', 401],
    ] as const) {
      const bad = await RawConnection.open(http.port);
      bad.send(expects(line));
      const answer = await bad.answer();
      expect([line, answer.status]).toEqual([line, status]);
      await bad.ended();
      expect(bad.text).not.toContain('100 Continue');
    }
  });
});

test('bombs of every compression get 413 and do not take the memory they promise', async () => {
  const { http } = await startRig();
  const zeros = Buffer.alloc(512 * 1024 * 1024);
  const bombs = {
    gzip: zlib.gzipSync(zeros, { level: 1 }),
    deflate: zlib.deflateSync(zeros, { level: 1 }),
    zstd: zlib.zstdCompressSync(zeros),
  };
  expect(await sendOne(http.port)).toBe(200);
  const before = process.memoryUsage.rss();
  for (const [coding, bomb] of Object.entries(bombs)) {
    for (let round = 0; round < 3; round++) {
      const response = await fetch(`${http.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf', 'content-encoding': coding },
        body: new Uint8Array(bomb),
      });
      expect([coding, response.status]).toEqual([coding, 413]);
    }
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1024 * 1024);
  expect(await sendOne(http.port)).toBe(200);
});

test('JSON that would fill a decode thread gets 413, and everybody else their answer', async () => {
  const { http } = await startRig();
  const bomb = `{"resourceSpans":[${'{},'.repeat(20_000_000)}{}]}`;
  const response = await fetch(`${http.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: new Uint8Array(zlib.gzipSync(bomb, { level: 1 })),
  });
  expect([response.status, await response.text()]).toEqual([
    413,
    expect.stringContaining('more values than one request may'),
  ]);
  expect(await sendOne(http.port)).toBe(200);
});
