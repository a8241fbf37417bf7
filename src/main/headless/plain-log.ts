import type { Log, LogFields } from '../collector/log.ts';
import { formatBytes } from '../../shared/format-bytes.ts';
import { visible } from './visible.ts';

/** Events that a command for people may come upon, in their words; others say what they can by themselves. */
const SENTENCES: Readonly<Record<string, (fields: LogFields) => string>> = {
  'retention.held': ({ forMs }) =>
    `The clock of this machine is more than two days ahead of when it was last at work: in case its date is wrong, nothing goes for its age for ${Math.ceil(Number(forMs) / 60_000)} minutes.`,
  'disk.low': ({ freeBytes }) =>
    `The disk of the data folder is getting full: ${formatBytes(Number(freeBytes))} are free.`,
  'disk.full': ({ freeBytes }) =>
    `The disk of the data folder is almost full: ${formatBytes(Number(freeBytes))} are free, and no data is taken. Free some space.`,
  'disk.enough': ({ freeBytes }) =>
    `There is room again on the disk of the data folder: ${formatBytes(Number(freeBytes))} are free.`,
};

const write: Log['warn'] = (event, fields = {}) => {
  process.stderr.write(`${visible(describeEvent(event, fields))}\n`);
};

/** The collector's warnings on stderr, a plain sentence each, for a command that opens the folder by itself. */
export const PLAIN_LOG: Log = { info: () => {}, warn: write, error: write };

/** What happened, for people. */
export function describeEvent(event: string, fields: LogFields): string {
  const sentence = SENTENCES[event]?.(fields);
  if (sentence !== undefined) return sentence;
  // Frames are for whoever looks for the bug, in the log of JSON.
  const { message, problem, reason, frames: _, ...more } = fields;
  const said = message ?? problem ?? reason;
  if (said !== undefined && Object.keys(more).length === 0) return String(said);
  const words = event.replaceAll(/[._-]/g, ' ');
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  const details = Object.entries(more).map(([key, value]) => `${key} ${value}`);
  const about = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `${name}${about}${said === undefined ? '.' : `: ${said}`}`;
}
