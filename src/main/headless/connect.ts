import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors.ts';
import { Reason, type CallExtras } from '../../shared/reason.ts';
import { readInstance } from '../collector/instance-file.ts';
import { VERSION } from '../version.ts';
import { PLAIN_LOG } from './plain-log.ts';
import { stderrLog } from './stderr-log.ts';
import { visible } from './visible.ts';

/** Every call of the contract, wherever the collector runs. */
export type Client = ContractRouterClient<Contract, CallExtras>;

/** A collector to talk to, and how to let go of it. */
export interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

/** A command that takes longer, an import perhaps, does beside its own work what a collector does, ms. */
const CHORES_AFTER_MS = 5000;

const otherVersion = (running: string): string =>
  `The collector that runs is Spanward ${visible(running)}, this command is ${VERSION}: what only one of them knows fails. Start the collector anew.\n`;

/**
 * Talks to the instance that has the data folder open, or opens the folder itself.
 *
 * @param json whether programs read what it says; else what goes wrong beside it is told in sentences
 * @param reason why, for the audit log
 * @throws AppError `invalid` for a reason that no log takes, `conflict` when something else holds the folder and does not answer
 */
export async function connect(
  dataDir: string,
  json: boolean,
  reason?: string,
): Promise<Connection> {
  // An instance would refuse every call for it, and look as if it did not answer.
  const checked = Reason.safeParse(reason ?? '');
  if (!checked.success)
    throw new AppError('invalid', `--reason: ${checked.error.issues[0]!.message}`);
  // Each loads what only it needs: to talk to an instance takes a tenth of what a collector takes.
  const instance = readInstance(dataDir);
  if (instance?.url != null) {
    const { connectToInstance } = await import('./connect-to-instance.ts');
    const client = await connectToInstance(instance, instance.url, reason);
    // A file left behind by a killed instance: the folder's lock decides whether it may be opened.
    if (client !== undefined) {
      if (instance.version !== VERSION) process.stderr.write(otherVersion(instance.version));
      return { client, close: async () => {} };
    }
  }
  const { openCollector } = await import('../collector/open-collector.ts');
  const collector = await openCollector({
    dataDir,
    log: json ? stderrLog('warn') : PLAIN_LOG,
    listen: null,
    reason,
    choresAfterMs: CHORES_AFTER_MS,
  });
  return { client: collector.client, close: () => collector.close() };
}
