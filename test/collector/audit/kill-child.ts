/*
 * Child process of kill.test.ts: changes the catalog without end and prints the name of every change that was
 * acknowledged. Arguments: data folder, number of this run.
 */
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { AuditTrail } from '../../../src/main/collector/audit/audit-trail.ts';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';

const [dataDir, run] = process.argv.slice(2) as [string, string];
const log = { info() {}, warn() {}, error() {} };
const clock = { now: () => Date.now() };
const catalog = await openCatalog(dataDir);
const trail = await AuditTrail.open({ catalog, dataDir, clock, log });

async function changeForever(worker: number): Promise<void> {
  for (let i = 0; ; i += 1) {
    const name = `s-${run}-${worker}-${i}`;
    await trail.change(systemActor('child'), async (tx) => {
      await tx.insertInto('setting').values({ name, value: '1' }).execute();
      const entry = { action: 'settings.changed', resource: 'settings', resourceId: name } as const;
      return { answer: undefined, entries: [entry] };
    });
    process.stdout.write(`${name}\n`);
  }
}

await Promise.all([changeForever(0), changeForever(1), changeForever(2)]);
