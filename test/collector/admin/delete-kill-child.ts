/*
 * Child process of delete-kill.test.ts: deletes a project and is killed on the way.
 * Arguments: data folder, project id, its name.
 */
import { openCollector } from '../../../src/main/collector/open-collector.ts';

const [dataDir, projectId, confirm] = process.argv.slice(2) as [string, string, string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const { client } = await openCollector({ dataDir, log, listen: null });
process.stdout.write('deleting\n');
await client.projects.delete({ projectId, confirm });
process.stdout.write('deleted\n');
// Stays until it is killed, as a service would.
setInterval(silent, 60_000);
