import { InvalidArgumentError, type Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import type { InstanceRetention } from '../../../shared/contract/retention.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import { BYTES_EXPECTED, parseBytes } from '../byte-size.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';

interface InstanceOptions {
  readonly ceiling?: number | 'none';
  readonly warnBelow?: number;
  readonly deleteBelow?: number;
  readonly refuseBelow?: number;
  readonly deleteOldest?: boolean;
}

/** `spanward retention instance` */
export function addInstanceRetentionCommand(retention: Command): void {
  retention
    .command('instance')
    .description('Show or set the ceiling of all projects and the guard of the disk')
    .option('--ceiling <days>', 'no project keeps anything longer, or "none"', ceiling)
    .option('--warn-below <bytes>', 'warn when less is free', bytes)
    .option('--delete-below <bytes>', 'remove the oldest days when less is free', bytes)
    .option('--refuse-below <bytes>', 'take nothing more when less is free', bytes)
    .option('--delete-oldest', 'allow the guard to remove days')
    .option('--no-delete-oldest', 'the guard removes nothing')
    .action((options: InstanceOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { ceiling: days, ...guard } = options;
        // Commander takes null for an option without a value.
        const ceilingDays = days === 'none' ? null : days;
        const disk = Object.fromEntries(
          Object.entries(guard).filter(([, value]) => value !== undefined),
        );
        if (ceilingDays !== undefined || Object.keys(disk).length > 0) {
          await client.retention.setInstance({
            ...(ceilingDays !== undefined && { ceilingDays }),
            ...(Object.keys(disk).length > 0 && { disk }),
          });
        }
        const state = await client.retention.instance();
        output.result(state, describeInstance(state, state.freeBytes));
      }),
    );
}

function ceiling(text: string): number | 'none' {
  if (text === 'none') return text;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Days as a whole number, or "none".');
}

function bytes(text: string): number {
  const value = parseBytes(text);
  if (value === undefined) throw new InvalidArgumentError(`Write ${BYTES_EXPECTED}.`);
  return value;
}

function describeInstance(
  { ceilingDays, disk }: InstanceRetention,
  freeBytes: number | null,
): string {
  return [
    `Ceiling: ${ceilingDays === null ? 'none' : countOf(ceilingDays, 'day')}`,
    `Free on the disk: ${freeBytes === null ? 'unknown' : formatBytes(freeBytes)}`,
    `Warn below ${formatBytes(disk.warnBelow)}`,
    disk.deleteOldest
      ? `Remove the oldest days below ${formatBytes(disk.deleteBelow)}`
      : 'Remove nothing to make room',
    `Refuse data below ${formatBytes(disk.refuseBelow)}`,
  ].join('\n');
}
