import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';

/** Shortest passphrase that may seal the secrets of a backup, characters. */
export const MIN_PASSPHRASE = 12;
/** Longest one, characters. */
export const MAX_PASSPHRASE = 1024;

/** What a backup holds. */
export const BackupSummary = z.object({
  /** Version of Spanward that made it. */
  version: z.string(),
  at: z.iso.datetime(),
  projects: z.number().int(),
  keys: z.number().int(),
  people: z.number().int(),
  auditEntries: z.number().int(),
  spans: z.number().int(),
  logs: z.number().int(),
  metrics: z.number().int(),
  /** Whether the audit key and second factors are inside, sealed with a passphrase. */
  secrets: z.boolean(),
  /** Data files that could not be read and are not inside, and why. */
  leftOut: z.array(z.object({ file: z.string(), reason: z.string() })),
});
export type BackupSummary = z.infer<typeof BackupSummary>;

/** A piece of the archive, in order; after the last one what is in it. */
export const BackupPiece = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bytes'), base64: z.string() }),
  z.object({ type: z.literal('done'), bytes: z.number().int(), summary: BackupSummary }),
]);
export type BackupPiece = z.infer<typeof BackupPiece>;

/** A backup that was asked for. */
export const MadeBackup = z.object({
  at: z.iso.datetime(),
  /** Who asked, and by which way (window, console, command, ...). */
  actor: z.string(),
  via: z.string(),
  /** Whether the audit key and second factors are inside, sealed with a passphrase. */
  sealed: z.boolean(),
  /**
   * `ended` before its last byte was handed over: cancelled, or the connection or the collector stopped. `restored`:
   * this instance was restored from it.
   */
  state: z.enum(['running', 'complete', 'ended', 'restored']),
  /** Of a complete one. */
  bytes: z.number().int().nullable(),
  spans: z.number().int().nullable(),
  /** Damaged data files that are not inside. */
  leftOut: z.number().int(),
});
export type MadeBackup = z.infer<typeof MadeBackup>;

export const backup = {
  create: call({
    permission: 'instance:manage',
    summary: 'Everything of this instance as one archive, while it goes on working',
  })
    .input(z.object({ passphrase: z.string().min(MIN_PASSPHRASE).max(MAX_PASSPHRASE).optional() }))
    .output(eventIterator(BackupPiece)),
  history: call({
    permission: 'instance:manage',
    route: { method: 'GET', path: '/backups' },
    summary: 'Backups that were asked for, the newest first, as the audit log has them',
  }).output(z.object({ backups: z.array(MadeBackup).max(50) })),
};
