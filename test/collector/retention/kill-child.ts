/*
 * Child process of kill.test.ts: says when a deletion begins and when it is done, and is killed on the way.
 * Arguments: data folder, project id, its name, attribute value.
 */
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [dataDir, projectId, confirm, value] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const { client } = await openCollector({ dataDir, log, listen: null });
process.stdout.write('deleting\n');
await client.retention.delete({
  projectId,
  target: { kind: 'attribute', key: 'user.id', value },
  confirm,
});
process.stdout.write('deleted\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
