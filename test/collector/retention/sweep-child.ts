/*
 * Child process of sweep-kill.test.ts: sweeps, says so, and is killed at some point.
 * Arguments: data folder, project id, time of the clock.
 */
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [dataDir, projectId, now] = process.argv.slice(2) as [string, string, string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const clock = { now: () => Number(now) };
const { client } = await openCollector({ dataDir, log, clock, listen: null });
process.stdout.write('sweeping\n');
await client.retention.sweep({ projectId });
process.stdout.write('swept\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
