import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import { resolveDataDir } from '../data-dir.ts';
import type { GlobalOptions } from './with-client.ts';

/**
 * Commands that begin a data folder where there is none, and those that need none. For all others a folder that is not
 * there is a mistyped one: a backup of it would be one of nothing, and a check find all in order.
 */
const BEGIN_OR_NEED_NONE = new Set([
  'serve',
  'restore',
  'bench',
  'import',
  'open',
  'project create',
  'key create',
  'owner reset',
  'limits set',
  'redaction set',
  'redaction default',
  'redaction require',
  'redaction test',
  'retention set',
  'retention instance',
  'visibility add',
  'audit verify-export',
]);

/** Refuses a command whose data folder is not there. @throws AppError `invalid` */
export function requireDataFolder(command: Command): void {
  if (BEGIN_OR_NEED_NONE.has(pathOf(command))) return;
  const dataDir = resolveDataDir(command.optsWithGlobals<GlobalOptions>().dataDir);
  if (existsSync(dataDir)) return;
  throw new AppError(
    'invalid',
    `There is no data folder ${dataDir}. Name the right one with --data-dir; "spanward serve" and "spanward project create" begin a new one.`,
  );
}

/** The words of a command: `key create`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}
