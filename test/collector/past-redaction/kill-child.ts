/*
 * Child process of kill.test.ts: scans or rewrites what is stored, or goes on with it, and is killed on the way.
 * Arguments: data folder, project id, its name, `scan` or `rewrite`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [dataDir, projectId, confirm, kind] = process.argv.slice(2) as [
  string,
  string,
  string,
  'scan' | 'rewrite',
];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const { client } = await openCollector({ dataDir, log, listen: null });
const state = async () => (await client.pastRedaction.get({ projectId }))[kind]?.state;
if ((await state()) === undefined) {
  if (kind === 'scan') await client.pastRedaction.scan({ projectId });
  else await client.pastRedaction.rewrite({ projectId, confirm });
}
process.stdout.write('begun\n');
while ((await state()) === 'running') await sleep(5);
process.stdout.write('ended\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
