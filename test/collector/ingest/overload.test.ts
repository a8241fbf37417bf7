import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { head, protobuf, RawConnection } from './requests.ts';
import { DEFAULT_PROJECT, startRig } from './rig.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

const MIB = 1024 * 1024;
const BUDGET = 4 * MIB;
const SPANS = 20;

/** A request of one trace that nobody else sends, about 100 KB of it. */
function uniqueRequest(): { traceId: string; wire: Buffer } {
  const traceId = newTraceId();
  const padding = randomBytes(2500).toString('hex');
  const spans = Array.from({ length: SPANS }, () => ({
    traceId,
    spanId: newSpanId(),
    attributes: { padding },
  }));
  const body = protobuf(exportRequest(spans));
  const lines = ['Content-Type: application/x-protobuf', `Content-Length: ${body.length}`];
  return { traceId, wire: Buffer.concat([Buffer.from(head('/v1/traces', ...lines)), body]) };
}

describe('with ten times more than fits', () => {
  test('answers are 200 or retryable, the budget holds, and all that was acknowledged is stored', async () => {
    // The store takes one append at a time, so that the load is far above what it can take.
    let last: Promise<unknown> = Promise.resolve();
    const { http, admission, store, pipeline } = await startRig({
      limits: { budgetBytes: BUDGET },
      append: (store, ...args) => {
        const result = last.then(() => store.append(...args));
        last = result.catch(() => {});
        return result;
      },
    });
    const acknowledged: string[] = [];
    const statuses = new Map<number, number>();
    let mostBytes = 0;
    const senders = Array.from({ length: 100 }, async () => {
      const connection = await RawConnection.open(http.port);
      for (let i = 0; i < 8; i++) {
        const { traceId, wire } = uniqueRequest();
        connection.send(wire);
        const { status, headers } = await connection.answer();
        mostBytes = Math.max(mostBytes, admission.usedBytes);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200) acknowledged.push(traceId);
        else expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      connection.socket.destroy();
    });
    await Promise.all(senders);
    expect([...statuses.keys()].toSorted()).toEqual([200, 503]);
    expect(mostBytes).toBeLessThanOrEqual(BUDGET);
    expect(mostBytes).toBeGreaterThan(BUDGET / 4);
    expect(admission.usedBytes).toBe(0);
    expect(pipeline.unanswered).toBe(0);
    for (const traceId of acknowledged) {
      expect(await store.summary(DEFAULT_PROJECT, traceId)).toMatchObject({ spanCount: SPANS });
    }
  });

  test('a stuck store does not let memory grow: requests are refused until it moves again', async () => {
    const gate = new EventEmitter();
    const opened = once(gate, 'open');
    const { http, admission } = await startRig({
      limits: { budgetBytes: BUDGET },
      append: async (store, ...args) => {
        await opened;
        return store.append(...args);
      },
    });
    const connections = await Promise.all(
      Array.from({ length: 120 }, () => RawConnection.open(http.port)),
    );
    const answers = connections.map((connection) => {
      connection.send(uniqueRequest().wire);
      return connection.answer();
    });
    // About 40 of them fit; the others are answered while the store is still stuck.
    const refused = new Promise<void>((resolve) => {
      let count = 0;
      for (const answer of answers) {
        void answer.then(({ status }) => {
          if (status === 503 && ++count > 60) resolve();
        });
      }
    });
    await refused;
    expect(admission.usedBytes).toBeLessThanOrEqual(BUDGET);
    gate.emit('open');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10);
    expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
    expect(admission.usedBytes).toBe(0);
    for (const connection of connections) connection.socket.destroy();
  });
});
