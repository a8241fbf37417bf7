/*
 * Child process of keeping-kill.test.ts: deletes until a legal hold ends it, or makes room on a disk that is full, and
 * is killed on the way. Arguments: what it does (hold or guard), data folder, project id, its name, time of the clock.
 */
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [what, dataDir, projectId, confirm, now] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const clock = { now: () => Number(now) };
const freeBytes = async () => (what === 'guard' ? 0 : 1e12);
const { client } = await openCollector({ dataDir, log, clock, freeBytes, listen: null });
process.stdout.write('at work\n');
if (what === 'guard') {
  const disk = { warnBelow: 1e9, deleteBelow: 1e9, refuseBelow: 0, deleteOldest: true };
  await client.retention.setInstance({ disk });
} else {
  const target = { kind: 'attribute', key: 'user.id', value: 'somebody' } as const;
  const deleting = client.retention.delete({ projectId, target, confirm });
  const isRequested = async () =>
    (await client.audit.list({ action: 'traces.deletion_requested' })).entries.length > 0;
  while (!(await isRequested()));
  await client.retention.set({ projectId, legalHold: true });
  await deleting.catch(silent);
}
process.stdout.write('done\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
