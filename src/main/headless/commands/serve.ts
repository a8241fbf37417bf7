import type { Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import { HostName } from '../../../shared/host-name.ts';
import { describeBug } from '../../collector/describe-bug.ts';
import type { Log } from '../../collector/log.ts';
import { isLoopbackHost } from '../../collector/ingest/host-guard.ts';
import type { Collector } from '../../collector/open-collector.ts';
import { resolveDataDir } from '../../data-dir.ts';
import { VERSION } from '../../version.ts';
import { pageFolder } from '../page-folder.ts';
import { createOutput } from '../output.ts';
import { stderrLog } from '../stderr-log.ts';
import { readTlsChoice, type TlsOptions } from '../tls-options.ts';
import type { GlobalOptions } from '../with-client.ts';

interface ServeOptions extends GlobalOptions, TlsOptions {
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
    .option(
      '--tls <kind>',
      '"self-signed": a certificate made on the spot and kept in the data folder',
    )
    .option(
      '--tls-cert <file>',
      'certificate for TLS and its issuers (PEM); read again when it changes',
    )
    .option('--tls-key <file>', 'private key of the certificate (PEM)')
    .action(async (_options: object, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions>();
      const log = stderrLog('warn');
      const host = options.host ?? '127.0.0.1';
      const tls = readTlsChoice(options);
      dieOnBugs(log);
      const { openCollector } = await import('../../collector/open-collector.ts');
      const collector = await openCollector({
        dataDir: resolveDataDir(options.dataDir),
        log,
        listen: {
          host,
          tls,
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
      if (tls?.kind === 'files') reloadOnHangUp(collector);
      if (tls === undefined && !isLoopbackHost(host)) process.stderr.write(OPEN_AND_PLAIN);
      await announce(collector, options.json === true);
      await stopped;
    });
}

const OPEN_AND_PLAIN =
  'Warning: other machines can reach this, and what they send, keys and passwords included, is not encrypted. ' +
  'Add --tls self-signed, or --tls-cert and --tls-key.\n';

/** `systemctl reload` and tools that renew certificates send SIGHUP; a terminal that goes away does too. */
function reloadOnHangUp(collector: Collector): void {
  if (!process.stdin.isTTY) process.on('SIGHUP', () => collector.reloadCertificate());
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
  const { otlpHttp, otlpGrpc, console: page, tls } = collector.listeners;
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
      tls,
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
      ...(tls === null ? [] : [`  SHA-256    ${tls.fingerprint}`]),
      `  Data       ${collector.dataDir}`,
      ...moved,
      '',
      'Point any OpenTelemetry program here:',
      '',
      `  export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpHttp?.url}`,
      ...(tls?.selfSigned ? [`  export OTEL_EXPORTER_OTLP_CERTIFICATE=${tls.file}`] : []),
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
