import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { createTestFolder } from '../support/open-test-collector.ts';
import { runCommand, serve } from '../support/run-command.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const ROUNDS = 50;
const SENDERS = 4;
const SPANS = 20;

interface Batch {
  readonly ids: readonly string[];
  readonly request: object;
}

function newBatch(): Batch {
  const traceId = newTraceId();
  const spans = Array.from({ length: SPANS }, () => ({ traceId, spanId: newSpanId() }));
  return {
    ids: spans.map((span) => `${span.traceId}/${span.spanId}`),
    request: exportRequest(spans),
  };
}

/** Sends until the collector is gone; what was not acknowledged is sent again first next time, as exporters do. */
async function sendUntilGone(
  url: string,
  again: Batch[],
  acknowledged: Set<string>,
): Promise<void> {
  for (;;) {
    const batch = again.shift() ?? newBatch();
    try {
      const response = await postTraces(url, batch.request);
      await response.arrayBuffer();
      if (response.status === 200) for (const id of batch.ids) acknowledged.add(id);
      else again.push(batch);
    } catch {
      again.push(batch);
      return;
    }
  }
}

/** How often each stored span is exported, by trace and span id. */
async function countStored(folder: string): Promise<Map<string, number>> {
  const file = join(folder, 'all.jsonl');
  const done = await runCommand(
    'export',
    '--project',
    'Default Project',
    '-o',
    file,
    '--data-dir',
    folder,
  );
  expect(done.stderr).toBe('');
  expect(done.code).toBe(0);
  const counts = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    for (const { traceId, spanId } of JSON.parse(line).resourceSpans.flatMap(
      (group: { scopeSpans: { spans: object[] }[] }) =>
        group.scopeSpans.flatMap((scope) => scope.spans),
    )) {
      const id = `${traceId}/${spanId}`;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

describe('kill -9 under load', () => {
  it(`loses nothing acknowledged and stores nothing twice, ${ROUNDS} times`, async () => {
    const folder = createTestFolder();
    const acknowledged = new Set<string>();
    const again: Batch[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const running = await serve(folder);
      const senders = Array.from({ length: SENDERS }, () =>
        sendUntilGone(running.ready.otlpHttp, again, acknowledged),
      );
      const before = acknowledged.size;
      // Somewhere in the middle of the work: after a random number of acknowledgements.
      const moment = before + SPANS * (1 + Math.floor(Math.random() * 40));
      await expect
        .poll(() => acknowledged.size, { interval: 1, timeout: 20_000 })
        .toBeGreaterThanOrEqual(moment);
      await running.stop('SIGKILL');
      await Promise.all(senders);
    }
    const stored = await countStored(folder);
    const lost = [...acknowledged].filter((id) => !stored.has(id));
    const twice = [...stored].filter(([, count]) => count > 1);
    expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * SPANS);
    const doctor = await runCommand('doctor', '--data-dir', folder, '--json');
    expect(JSON.parse(doctor.stdout)).toMatchObject({ healthy: true });
  }, 240_000);
});
