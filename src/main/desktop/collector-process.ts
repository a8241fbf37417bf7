import { openCollector, type Collector } from '../collector/open-collector.ts';
import { describeBug } from '../collector/describe-bug.ts';
import type { Log } from '../collector/log.ts';
import { AppError } from '../../shared/errors.ts';
import type { FromCollector, ToCollector } from './collector-messages.ts';
import { openLogFile } from './log-file.ts';

// Entry of the utility process: hosts the collector for the desktop app.

const SIGN_OF_LIFE_MS = 2_000;

// Ctrl+C and the end of a terminal reach every process of the app; the main one asks this one to close.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

const parent = process.parentPort;
let opening: Promise<void> | undefined;
let collector: Collector | undefined;

parent.on('message', (event) => {
  const message = event.data as ToCollector;
  const [port] = event.ports;
  if (message.type === 'open') opening = open(message);
  else if (message.type === 'close') void close();
  else if (port !== undefined) serve(port);
});

function serve(port: Electron.MessagePortMain): void {
  collector?.servePort(port);
  // What the window said so far waits until this.
  port.start();
}

async function open({ dataDir, listen }: ToCollector & { type: 'open' }): Promise<void> {
  const log = openLogFile(dataDir, 'collector');
  dieOnBugs(log);
  const life = setInterval(() => tell({ type: 'opening' }), SIGN_OF_LIFE_MS);
  try {
    collector = await openCollector({ dataDir, listen, log });
    tell({ type: 'ready' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error('collector.refused', { code: error.code, reason: error.message });
    // The main process ends this one when it has read the reason.
    tell({ type: 'refused', reason: error.message });
  } finally {
    clearInterval(life);
  }
}

async function close(): Promise<void> {
  // Never in the middle of a migration.
  await opening;
  await collector?.close();
  process.exit(0);
}

/** After a bug the state is unknown: end, so that a new process starts on what is stored. */
function dieOnBugs(log: Log): void {
  const die = (event: string) => (error: unknown) => {
    log.error(event, describeBug(error));
    process.exit(1);
  };
  process.on('uncaughtException', die('process.uncaught-exception'));
  process.on('unhandledRejection', die('process.unhandled-rejection'));
}

function tell(message: FromCollector): void {
  parent.postMessage(message);
}
