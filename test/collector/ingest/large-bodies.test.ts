import { expect, test, vi } from 'vitest';
import { head, protobuf, RawConnection, traceRequest } from './requests.ts';
import { DEFAULT_PROJECT, startRig, storedSpans } from './rig.ts';

const SPANS = 8;

/** A request of at least so many bytes, with ids that no other has. */
const bodyOf = (bytes: number): Buffer => protobuf(traceRequest(SPANS, Math.ceil(bytes / SPANS)));

/** Announces a body and sends its first half. */
async function begin(port: number, body: Buffer): Promise<RawConnection> {
  const connection = await RawConnection.open(port);
  const length = `Content-Length: ${body.length}`;
  connection.send(head('/v1/traces', 'Content-Type: application/x-protobuf', length));
  connection.send(body.subarray(0, body.length >> 1));
  return connection;
}

async function finish(connection: RawConnection, body: Buffer): Promise<number> {
  connection.send(body.subarray(body.length >> 1));
  const { status } = await connection.answer();
  connection.socket.destroy();
  return status;
}

test('bodies of all sizes that come in pieces between each other are stored as they were sent', async () => {
  const { http, store } = await startRig();
  // Twice, so that the second ones find the memory of the first.
  for (let round = 1; round <= 2; round++) {
    const sizes = [100, 30_000, 33_000, 65_000, 66_000, 300_000, 700_000, 1_100_000, 5_000_000];
    const bodies = sizes.map(bodyOf);
    const connections = await Promise.all(bodies.map((body) => begin(http.port, body)));
    const ends = connections.map((connection, at) => finish(connection, bodies[at]!));
    expect(await Promise.all(ends)).toEqual(sizes.map(() => 200));
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(round * sizes.length * SPANS);
  }
});

test('so many at once that not each has a buffer, and some of them gone in the middle, are stored too', async () => {
  const { http, store, admission } = await startRig();
  const bodies = Array.from({ length: 40 }, () => bodyOf(1_000_000));
  const connections = await Promise.all(bodies.map((body) => begin(http.port, body)));
  await vi.waitFor(() => expect(admission.usedBytes).toBeGreaterThan(40 * 500_000));
  for (const { socket } of connections.slice(30)) socket.destroy();
  await vi.waitFor(() => expect(admission.usedBytes).toBeLessThan(31 * 510_000));
  const ends = bodies.slice(0, 30).map((body, at) => finish(connections[at]!, body));
  expect(await Promise.all(ends)).toEqual(ends.map(() => 200));
  const later = bodies.slice(30);
  const again = later.map(async (body) => finish(await begin(http.port, body), body));
  expect(await Promise.all(again)).toEqual(later.map(() => 200));
  expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(40 * SPANS);
});
