import { expect, test } from 'vitest';
import { runJob } from '../../src/main/collector/ingest/decode-job.ts';
import {
  DONE,
  DONE_WIDTH,
  STATES,
  type DecodeJobDone,
} from '../../src/main/collector/ingest/job.ts';
import { JobBuilder } from '../../src/main/collector/ingest/job-builder.ts';
import type { IngestRequest } from '../../src/main/collector/ingest/types.ts';
import { SHIPPED_PRICES } from '../../src/main/collector/prices/table.ts';
import { NO_REDACTION } from '../../src/main/collector/redaction/policy.ts';
import { head, RawConnection } from '../collector/ingest/requests.ts';
import { startRig } from '../collector/ingest/rig.ts';
import { cpuMsOnce } from '../support/cpu-time.ts';
import { malformedBody, wholeBody, type MalformedBody } from './malformed-bodies.ts';
import { malformedHead } from './malformed-heads.ts';
import { Random } from './malformed-random.ts';

/** Every run breaks the same bodies; another seed is one environment variable away. */
const SEED = Number(process.env['SPANWARD_SEED'] ?? 20_261_121);
const BODIES = 100_000;
const JOB_SIZE = 200;
/** A whole request stands in every job at this row, and must never be hurt by its neighbors. */
const WHOLE_ROW = 25;
const SOCKET_BODIES = 2_000;
const SOCKET_HEADS = 1_000;

const project = 'prj_000000000000';

function toRequest({ signal, format, coding, body }: MalformedBody): IngestRequest {
  return { projectId: project, signal, format, coding, body: [body] };
}

function stateOf(done: DecodeJobDone, row: number): string {
  return STATES[done.table[row * DONE_WIDTH + DONE.state]!]!;
}

test(`${BODIES} malformed bodies are decoded or refused, never more`, { timeout: 240_000 }, () => {
  const random = new Random(SEED);
  const jobs = new JobBuilder(() => NO_REDACTION);
  const bugs: unknown[] = [];
  const context = {
    maxInflatedBytes: 1024 * 1024,
    prices: SHIPPED_PRICES,
    onBug: (error: unknown) => bugs.push(error),
  };
  const seen: Record<string, number> = {};
  const times: number[] = [];
  for (let count = 0; count < BODIES; count += JOB_SIZE - 1) {
    const bodies = Array.from({ length: JOB_SIZE }, () => malformedBody(random));
    const requests = bodies.map(toRequest);
    const { signal, format } = bodies[WHOLE_ROW]!;
    const body = [wholeBody(signal, format)];
    requests[WHOLE_ROW] = { projectId: project, signal, format, coding: 'identity', body };
    let done!: DecodeJobDone;
    times.push(cpuMsOnce(() => (done = runJob(jobs.build(requests), context))));
    const notes = new Map(done.notes);
    for (let row = 0; row < JOB_SIZE; row++) {
      const state = stateOf(done, row);
      seen[state] = (seen[state] ?? 0) + 1;
      const records = done.table[row * DONE_WIDTH + DONE.records]!;
      const rejected = done.table[row * DONE_WIDTH + DONE.rejected]!;
      if (row === WHOLE_ROW) {
        if (state !== 'decoded' || records === 0 || rejected > 0)
          throw new Error(`a neighbor was hurt: ${state}`);
        continue;
      }
      const { how, expected } = bodies[row]!;
      const label = `seed ${SEED}, body ${count + row}, ${how}`;
      if (state === 'internal') throw new Error(`${label}: internal failure ${String(bugs[0])}`);
      if (expected === 'refused' && state === 'decoded') throw new Error(`${label}: was taken`);
      if ((state !== 'decoded' || rejected > 0) && notes.get(row)?.[0] === undefined) {
        throw new Error(`${label}: refused without a reason`);
      }
    }
    jobs.recycle(done.buffer);
  }
  expect(bugs).toEqual([]);
  // Both kinds of answer must occur, or the generator has lost its edge.
  expect(seen['decoded']).toBeGreaterThan(BODIES / 10);
  expect(seen['invalid']).toBeGreaterThan(BODIES / 10);
  // Those with bodies that unpack to much take ten times as long as most; one that is read again and again would take more.
  const [slowest, middle] = [
    Math.max(...times),
    times.toSorted((a, b) => a - b)[times.length >> 1],
  ];
  expect(slowest).toBeLessThan(100 * middle!);
});

test(`${SOCKET_BODIES} malformed bodies over HTTP get 200, 400 or 413 in their own encoding`, async () => {
  const random = new Random(SEED + 1);
  const { http, log, admission } = await startRig();
  const connections = await Promise.all(
    Array.from({ length: 8 }, () => RawConnection.open(http.port)),
  );
  const send = async (connection: RawConnection): Promise<void> => {
    for (let i = 0; i < SOCKET_BODIES / connections.length; i++) {
      const { signal, format, coding, body, how, expected } = malformedBody(random);
      const type = format === 'json' ? 'application/json' : 'application/x-protobuf';
      const lines = [
        `Content-Type: ${type}`,
        `Content-Encoding: ${coding}`,
        `Content-Length: ${body.length}`,
      ];
      connection.send(Buffer.concat([Buffer.from(head(`/v1/${signal}`, ...lines)), body]));
      const answer = await connection.answer();
      expect({ how, status: answer.status }).toEqual({
        how,
        status: expect.toSatisfy(
          (status: number) =>
            (expected === 'any' && status === 200) || status === 400 || status === 413,
        ),
      });
      expect(answer.headers.get('content-type')).toBe(type);
    }
    connection.socket.destroy();
  };
  await Promise.all(connections.map(send));
  expect(admission.usedBytes).toBe(0);
  expect(log.lines).toEqual([]);
});

test(`${SOCKET_HEADS} malformed heads get an answer or a closed connection, and nobody else notices`, async () => {
  const random = new Random(SEED + 2);
  const { http, log, admission } = await startRig();
  const whole = wholeBody('traces', 'protobuf');
  const healthy = await RawConnection.open(http.port);
  const allowed = new Set([200, 204, 400, 401, 403, 404, 405, 408, 413, 415, 417, 431]);
  for (let i = 0; i < SOCKET_HEADS; i++) {
    const { text, how } = malformedHead(random);
    const connection = await RawConnection.open(http.port);
    connection.send(Buffer.concat([Buffer.from(text, 'latin1'), whole]));
    connection.socket.end();
    await connection.ended();
    // Where a body was expected, "go on" comes before the answer.
    const status = /^HTTP\/1\.1 (?!100)(\d{3}) /m.exec(connection.text)?.[1];
    // Nothing else is answered as a failure of ours than codings nobody can take apart (RFC 9112, 6.1).
    const isCoding = status === '501' && /Transfer-Encoding *:/i.test(text);
    if (status !== undefined && !allowed.has(Number(status)) && !isCoding) {
      throw new Error(`${how}: ${status}`);
    }
    if (i % 50 > 0) continue;
    const lines = ['Content-Type: application/x-protobuf', `Content-Length: ${whole.length}`];
    healthy.send(Buffer.concat([Buffer.from(head('/v1/traces', ...lines)), whole]));
    expect((await healthy.answer()).status).toBe(200);
  }
  healthy.socket.destroy();
  await expect.poll(() => admission.usedBytes).toBe(0);
  expect(log.lines).toEqual([]);
});
