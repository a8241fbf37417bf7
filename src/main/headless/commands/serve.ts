import type { Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import { HostName } from '../../../shared/host-name.ts';
import { describeBug } from '../../collector/describe-bug.ts';
import type { Log } from '../../collector/log.ts';
import { openCollector, type Collector } from '../../collector/open-collector.ts';
import { resolveDataDir } from '../../data-dir.ts';
import { VERSION } from '../../version.ts';
import { pageFolder } from '../page-folder.ts';
import { createOutput } from '../output.ts';
import { stderrLog } from '../stderr-log.ts';
import type { GlobalOptions } from '../with-client.ts';

interface ServeOptions extends GlobalOptions {
  readonly host?: string;
  readonly allowedHost?: readonly string[];
  readonly port?: string;
  readonly grpcPort?: string;
  readonly consolePort?: string;
}

/** `spanward serve` */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Run the collector with its browser console')
    .option(
      '--host <address>',
      'address to listen on; anything but loopback demands a key of everybody',
      '127.0.0.1',
    )
    .option(
      '--allowed-host <name>',
      'name this machine is reached under, besides its addresses; may be given several times',
      (name, others: readonly string[]) => [...others, readHostName(name)],
      [],
    )
    .option('--port <port>', 'OTLP over HTTP and REST (default: 4318)')
    .option('--grpc-port <port>', 'OTLP over gRPC (default: 4317)')
    .option('--console-port <port>', 'browser console (default: 4319)')
    .action(async (_options: object, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions>();
      const log = stderrLog('warn');
      dieOnBugs(log);
      const collector = await openCollector({
        dataDir: resolveDataDir(options.dataDir),
        log,
        listen: {
          host: options.host ?? '127.0.0.1',
          allowedHosts: options.allowedHost,
          httpPort: readPort(options.port, '--port'),
          grpcPort: readPort(options.grpcPort, '--grpc-port'),
          console: {
            port: readPort(options.consolePort, '--console-port'),
            pageFolder: pageFolder(),
          },
        },
      });
      const stopped = stopOnSignal(collector);
      await announce(collector, options.json === true);
      await stopped;
    });
}

/** After a bug the state is unknown: end, so that whoever supervises this starts it anew on what is stored. */
function dieOnBugs(log: Log): void {
  const die = (event: string) => (error: unknown) => {
    log.error(event, describeBug(error));
    process.exit(1);
  };
  process.on('uncaughtException', die('uncaught_exception'));
  process.on('unhandledRejection', die('unhandled_rejection'));
}

function readHostName(text: string): string {
  const { data, error } = HostName.safeParse(text);
  if (data !== undefined) return data;
  const why = error.issues[0]?.message;
  throw new AppError('invalid', `--allowed-host "${text}" is not a host name. ${why}`);
}

function readPort(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new AppError(
      'invalid',
      `${option} "${text}" is not a port: a number from 0 (any free one) to 65535.`,
    );
  }
  return port;
}

async function announce(collector: Collector, json: boolean): Promise<void> {
  const { otlpHttp, otlpGrpc, console: page } = collector.listeners;
  const signIn = collector.signInUrl;
  const moved = [otlpHttp, otlpGrpc, page]
    .filter((listener) => listener?.movedFrom != null)
    .map((listener) => `  Port ${listener!.movedFrom} was taken; using ${listener!.port} instead.`);
  createOutput(json).result(
    {
      event: 'ready',
      otlpHttp: otlpHttp?.url ?? null,
      otlpGrpc: otlpGrpc?.url ?? null,
      console: page?.url ?? null,
      signIn,
      pid: process.pid,
      version: VERSION,
    },
    [
      `Spanward ${VERSION} is listening.`,
      '',
      `  OTLP/HTTP  ${otlpHttp?.url}`,
      `  OTLP/gRPC  ${otlpGrpc?.url}`,
      `  Console    ${page?.url}`,
      `  Sign in    ${signIn}`,
      `  Data       ${collector.dataDir}`,
      ...moved,
      '',
      'Point any OpenTelemetry program here:',
      '',
      `  export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpHttp?.url}`,
      '',
      'Stop with Ctrl+C.',
    ].join('\n'),
  );
}

/** Resolves after a clean stop; a second signal ends the process at once. */
function stopOnSignal(collector: Collector): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      collector.close().then(resolve, reject);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
