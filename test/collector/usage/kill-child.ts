/*
 * Child process of kill.test.ts: imports spans and prints how many were written down, until it is killed.
 * Argument: data folder.
 */
import { openCollector } from '../../../src/main/collector/open-collector.ts';
import { exportRequest } from '../../support/export-request.ts';

const [dataDir] = process.argv.slice(2) as [string];
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const { client } = await openCollector({ dataDir, log, listen: null });
const projectId = (await client.projects.list()).projects[0]!.id;
for (;;) {
  const lines = new Blob([JSON.stringify(exportRequest([{}, {}, {}]))]);
  await client.transfer.importFile({ projectId, file: lines });
  // Asking writes down what was counted.
  const { total } = await client.usage.report({ projectId });
  process.stdout.write(`${total.spans}\n`);
}
