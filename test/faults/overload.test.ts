import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/main/collector/ingest/limits.ts';
import { head, protobuf, RawConnection, type RawAnswer } from '../collector/ingest/requests.ts';
import { exportRequest } from '../support/export-request.ts';
import { createTestFolder } from '../support/open-test-collector.ts';
import { runCommand, serve } from '../support/run-command.ts';

const MIB = 1024 * 1024;
const { budgetBytes } = DEFAULT_LIMITS;
const BODY_BYTES = 2 * MIB;
const PIECE_BYTES = 64 * 1024;

/** Makes bodies of one span of about 2 MiB, alike but for its trace; in two parts, so that most is shared. */
function createBodies(): (traceId: Buffer) => readonly [own: Buffer, shared: Buffer] {
  const id = randomBytes(16);
  const padding = randomBytes(BODY_BYTES / 2).toString('hex');
  const span = { traceId: id.toString('hex'), attributes: { padding } };
  const template = protobuf(exportRequest([span]));
  const place = template.indexOf(id);
  const end = place + id.length;
  expect(place).toBeGreaterThan(0);
  return (traceId) => [
    Buffer.concat([template.subarray(0, place), traceId]),
    template.subarray(end),
  ];
}

/** A request whose last byte is held back, so that it takes its part of the budget for as long as the test wants. */
interface HeldRequest {
  readonly traceId: string;
  /** Resolves when all but the last byte is sent, or when it has been refused before. */
  readonly sent: Promise<void>;
  readonly answer: Promise<RawAnswer>;
  finish(): void;
}

async function startRequest(
  port: number,
  traceId: Buffer,
  [own, shared]: readonly [Buffer, Buffer],
  key = '',
): Promise<HeldRequest> {
  const connection = await RawConnection.open(port);
  const length = `Content-Length: ${own.length + shared.length}`;
  const lines = ['Content-Type: application/x-protobuf', length];
  connection.send(head('/v1/traces', ...lines, ...(key === '' ? [] : [`X-Api-Key: ${key}`])));
  connection.send(own);
  const answer = connection.answer();
  return {
    traceId: traceId.toString('hex'),
    sent: sendUntil(answer, connection, shared.subarray(0, -1)),
    answer,
    finish: () => connection.send(shared.subarray(-1)),
  };
}

/** Sends as fast as it is read, and stops when it has been answered, as HTTP clients do. */
async function sendUntil(
  answer: Promise<unknown>,
  { socket }: RawConnection,
  body: Buffer,
): Promise<void> {
  const stop = new AbortController();
  const stopped = answer.then(
    () => stop.abort(),
    () => stop.abort(),
  );
  for (let at = 0; at < body.length && !stop.signal.aborted; at += PIECE_BYTES) {
    const room = socket.write(body.subarray(at, at + PIECE_BYTES));
    if (!room) await Promise.race([once(socket, 'drain'), stopped]);
  }
}

/** Resident memory of a process now and at its highest, bytes. */
function memoryOf(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
  return { now: field('VmRSS'), highest: field('VmHWM') };
}

/** Traces of the Default Project. */
async function storedTraces(folder: string): Promise<Set<string>> {
  const filter = ['--project', 'Default Project', '--limit', '2000', '--data-dir', folder];
  const { stdout } = await runCommand('traces', '--json', ...filter);
  const lines = stdout.trim().split('\n');
  return new Set(lines.map((line) => (JSON.parse(line) as { traceId: string }).traceId));
}

it.skipIf(process.platform !== 'linux')(
  'ten times more at once than the budget holds: 429 and 503, bounded memory, nothing acknowledged is lost',
  async () => {
    const folder = createTestFolder();
    const { ready, stop } = await serve(folder);
    const port = Number(new URL(ready.otlpHttp).port);
    const bodyOf = createBodies();
    const acknowledged: string[] = [];
    const start = async (key = ''): Promise<HeldRequest> => {
      const traceId = randomBytes(16);
      return startRequest(port, traceId, bodyOf(traceId), key);
    };
    /** Sends `bytes` of bodies side by side; returns how often each status was answered. */
    const flood = async (bytes: number): Promise<Record<number, number>> => {
      const requests = await Promise.all(Array.from({ length: bytes / BODY_BYTES }, () => start()));
      await Promise.all(requests.map(({ sent }) => sent));
      const statuses: Record<number, number> = {};
      for (const { traceId, answer, finish } of requests) {
        finish();
        const { status, headers } = await answer;
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 200) acknowledged.push(traceId);
        else expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      return statuses;
    };

    expect(await flood(BODY_BYTES)).toEqual({ 200: 1 });
    const before = memoryOf(ready.pid).now;
    // While another project has a request under way, the runaway sender is the one to slow down.
    const created = await runCommand('project', 'create', 'Other', '--json', '--data-dir', folder);
    const { key } = JSON.parse(created.stdout) as { key: { secret: string } };
    const other = await start(key.secret);
    await other.sent;
    const crowded = await flood(10 * budgetBytes);
    expect(Object.keys(crowded)).toEqual(['200', '429']);
    expect(crowded[429]).toBeGreaterThan(crowded[200]!);
    other.finish();
    expect((await other.answer).status).toBe(200);
    expect(Object.keys(await flood(2 * budgetBytes))).toEqual(['200', '503']);
    // What was kept, its copies on the way through the threads, and no more: ten times the budget was offered.
    expect(memoryOf(ready.pid).highest - before).toBeLessThan(6 * budgetBytes);
    expect(await flood(BODY_BYTES)).toEqual({ 200: 1 });

    expect(await stop()).toBe(0);
    const stored = await storedTraces(folder);
    expect(acknowledged.filter((traceId) => !stored.has(traceId))).toEqual([]);
  },
);
