/*
 * Child process of sweep-kill.test.ts: sweeps, says so and when the first day changed, and is killed at some point.
 * Arguments: data folder, project id, time of the clock.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [dataDir, projectId, now] = process.argv.slice(2) as [string, string, string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const clock = { now: () => Number(now) };
const days = () => globSync(join(dataDir, 'projects/*/traces/*.db'));
const before = days();
const { client } = await openCollector({ dataDir, log, clock, listen: null });
process.stdout.write('sweeping\n');
const watching = setInterval(() => {
  const now = days();
  if (before.every((file) => now.includes(file))) return;
  clearInterval(watching);
  process.stdout.write('a day went\n');
}, 1);
await client.retention.sweep({ projectId });
clearInterval(watching);
process.stdout.write('swept\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
