import { makeBodies, type BodyPlan } from './bodies.ts';
import type { FromClient, ToClient } from './client-protocol.ts';
import { measureCpuLimits, measureZstd } from './cpu-limits.ts';
import { measureSyncs } from './disk-limit.ts';
import { openGrpcSender } from './grpc-sender.ts';
import { openHttpSender, type Sender } from './http-sender.ts';

// The sending side of the benchmark: a process of its own, so that its time is not counted as the collector's.

let plan: BodyPlan | undefined;
let bodies: readonly Buffer[] = [];

process.on('message', (message: ToClient) => {
  handle(message).then(
    (answer) => process.send!(answer),
    (error: unknown) =>
      process.send!({ kind: 'failed', message: String(error) } satisfies FromClient),
  );
});

async function handle(message: ToClient): Promise<FromClient> {
  if (message.kind === 'limits') return { kind: 'limited', limits: await measureCpuLimits() };
  if (message.kind === 'zstd') {
    return { kind: 'compressed', zstdUsPerSpan: await measureZstd() };
  }
  if (message.kind === 'sync') {
    return { kind: 'synced', latenciesMs: await measureSyncs(message.plan) };
  }
  if (message.kind === 'prepare') {
    plan = message.plan;
    const made = makeBodies(plan);
    bodies = made.bodies;
    return { kind: 'prepared', protobufBytes: made.protobufBytes };
  }
  const { format, coding } = plan!;
  const open = () =>
    format === 'grpc'
      ? openGrpcSender(message.port, message.key, coding)
      : openHttpSender(message.port, message.key, format, coding);
  const senders = await Promise.all(Array.from({ length: message.connections }, open));
  try {
    return message.kind === 'run'
      ? await run(senders)
      : await pace(senders, message.requestsPerSecond);
  } finally {
    for (const sender of senders) sender.close();
  }
}

async function run(senders: readonly Sender[]): Promise<FromClient> {
  const latenciesMs: number[] = [];
  const remaining = bodies.values();
  const start = performance.now();
  await Promise.all(
    senders.map(async (sender) => {
      for (const body of remaining) {
        const sent = performance.now();
        await sender.send(body);
        latenciesMs.push(performance.now() - sent);
      }
    }),
  );
  return { kind: 'ran', seconds: (performance.now() - start) / 1000, latenciesMs };
}

/** Latency counts from when a request was due, so that a stall is felt by all that wait behind it. */
async function pace(senders: readonly Sender[], requestsPerSecond: number): Promise<FromClient> {
  const latenciesMs: number[] = [];
  const start = performance.now();
  const due = (index: number) => start + (index * 1000) / requestsPerSecond;
  let next = 0;
  await Promise.all(
    senders.map(async (sender) => {
      for (let index = next++; index < bodies.length; index = next++) {
        const wait = due(index) - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        await sender.send(bodies[index]!);
        latenciesMs.push(performance.now() - Math.max(due(index), start));
      }
    }),
  );
  return { kind: 'ran', seconds: (performance.now() - start) / 1000, latenciesMs };
}
