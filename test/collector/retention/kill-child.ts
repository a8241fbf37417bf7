/*
 * Child process of kill.test.ts: says when a deletion begins, how many days of it are done and when all are, and is killed on the way.
 * Arguments: data folder, project id, its name, attribute value.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
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
let said = 0;
const watching = setInterval(() => {
  const done = globSync(join(dataDir, 'projects/*/traces/*.1.db')).length;
  while (said < done) process.stdout.write(`day ${++said}\n`);
}, 1);
await client.retention.delete({
  projectId,
  target: { kind: 'attribute', key: 'user.id', value },
  confirm,
});
clearInterval(watching);
process.stdout.write('deleted\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
