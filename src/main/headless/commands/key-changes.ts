import { Option, type Command } from 'commander';
import type { FoundKey } from '../../../shared/contract/keys.ts';
import { AppError } from '../../../shared/errors.ts';
import { parseDuration } from '../duration.ts';
import { formatTable } from '../output.ts';
import { readStdin } from '../read-stdin.ts';
import { readText } from '../read-text.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';
import { describeNewKey } from './describe-key.ts';

interface ExpireOptions {
  readonly in?: string;
  readonly at?: string;
  readonly never?: boolean;
}

/** `spanward key expire|regenerate|check` */
export function addKeyChanges(key: Command): void {
  key
    .command('expire')
    .argument('<id>')
    .description('Set when a key ends, or that it never does; "key revoke" ends it now')
    .addOption(new Option('--in <duration>', 'from now, such as 30d').conflicts(['at', 'never']))
    .addOption(
      new Option('--at <time>', 'such as 2027-01-31 or 2027-01-31T12:00Z').conflicts('never'),
    )
    .option('--never', 'it does not end')
    .action((id: string, options: ExpireOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const updated = await client.keys.update({ keyId: id, expiresAt: endOf(options) });
        const end = updated.expiresAt === null ? 'never ends' : `ends at ${updated.expiresAt}`;
        output.result({ key: updated }, `Key ${id} ${end}.`);
      }),
    );

  key
    .command('regenerate')
    .argument('<id>')
    .description('Make a new key in place of one that stops at once')
    .action((id: string, _options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const regenerated = await client.keys.regenerate({ keyId: id });
        output.result(
          regenerated,
          `${describeNewKey(regenerated.key)}\nThe old key ${id} does not work any more.`,
        );
      }),
    );

  key
    .command('check')
    .argument('[file]', 'a text such as a log; - or nothing: standard input')
    .description('Tell which keys occur in a text; exit code 1 when one of them still works')
    .option('--revoke', 'stop those that work')
    .action((file: string | undefined, options: { revoke?: boolean }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const isPiped = file === undefined || file === '-';
        const content = isPiped ? await readStdin(output) : readText(file);
        const { found, unknown } = await client.keys.check({ text: content });
        const working = found.filter(({ works }) => works);
        if (options.revoke === true) {
          for (const { key: leaked } of working) await client.keys.revoke({ keyId: leaked.id });
        }
        const revoked = options.revoke === true ? working.map(({ key: { id } }) => id) : [];
        output.result({ found, unknown, revoked }, describeFound(found, unknown, revoked));
        if (working.length > revoked.length) process.exitCode = 1;
      }),
    );
}

/** @throws AppError `invalid` when no end is given, or one that is no time */
function endOf({ in: after, at, never }: ExpireOptions): string | null {
  if (never === true) return null;
  if (after !== undefined) {
    return new Date(Date.now() + parseDuration(after, '--in') * 1000).toISOString();
  }
  if (at === undefined) {
    throw new AppError('invalid', 'Say when the key ends: --in 30d, --at 2027-01-31 or --never.');
  }
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) {
    throw new AppError('invalid', `--at "${at}" is not a time. Write it as 2027-01-31T12:00Z.`);
  }
  return new Date(ms).toISOString();
}

function describeFound(
  found: readonly FoundKey[],
  unknown: number,
  revoked: readonly string[],
): string {
  const rows = found.map(({ key, projectName, works, count, line }) => [
    key.id,
    `${key.prefix}…${key.lastFour}`,
    key.name,
    projectName,
    works ? (revoked.includes(key.id) ? 'revoked now' : 'WORKS') : 'does not work',
    line,
    count,
  ]);
  const table =
    rows.length === 0
      ? 'No key of this instance is in it.'
      : formatTable(['ID', 'KEY', 'NAME', 'PROJECT', 'STATE', 'LINE', 'TIMES'], rows);
  return unknown === 0
    ? table
    : `${table}\nKeys of other instances or deleted projects: ${unknown}.`;
}
