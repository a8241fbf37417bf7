/*
 * Child process of pack-kill.test.ts and pack-full.test.ts: packs a day, says so or why not, and is killed at some
 * point.
 * Arguments: data folder, project id, day.
 */
import { openStore } from '../../../src/main/collector/store/open-store.ts';

const [dataDir, projectId, day] = process.argv.slice(2) as [string, string, string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const store = await openStore({ dataDir, clock: { now: () => Date.now() }, log });
process.stdout.write('packing\n');
const watch = { signal: new AbortController().signal, mayReplace: () => true };
try {
  const { state } = await store.days.pack({ projectId, signal: 'traces', day }, watch);
  process.stdout.write(`${state}\n`);
} catch (error) {
  process.stdout.write(`failed: ${String(error)}\n`);
}
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
