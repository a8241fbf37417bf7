import { z } from 'zod';
import { BackupSummary } from '../../../shared/contract/backup.ts';
import { ProjectId } from '../../../shared/ids.ts';

/** Version of the archive: what is in it and under which names. */
export const BACKUP_FORMAT = 1;

/** Names of the entries beside the data files, in the order they have in the archive. */
export const ENTRY = {
  /** First, so that an archive of a newer version is refused before anything else of it is read. */
  format: 'format.json',
  catalog: 'catalog.db',
  head: 'audit-head.json',
  /** Only where a passphrase was given. */
  secrets: 'secrets.sealed',
  manifest: 'manifest.json',
  /** SHA-256 of the manifest, hexadecimal: last. */
  manifestHash: 'manifest.sha256',
} as const;

/** What wrote the archive. */
export const FormatDocument = z.object({
  format: z.number().int(),
  version: z.string(),
  /** Schema versions of `catalog.db` and of data files. */
  catalogSchema: z.number().int(),
  dataSchema: z.number().int(),
});
export type FormatDocument = z.infer<typeof FormatDocument>;

/** Everything in the archive before this document, and what was counted. */
export const Manifest = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  summary: BackupSummary,
});
export type Manifest = z.infer<typeof Manifest>;

/** The newest audit entry when the backup began, signed by the instance. */
export const HeadDocument = z.object({
  sequence: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** As in the data folder's own `audit-head.json`. */
  signature: z.string(),
  /** PEM (SPKI). */
  publicKey: z.string(),
});
export type HeadDocument = z.infer<typeof HeadDocument>;

const DATA_NAME = /^projects\/([^/]+)\/(?:traces|logs|metrics)\/\d{4}-\d{2}-\d{2}\.db$/;

/** Whether an entry may have this name: nothing else is ever written to the disk. */
export function isEntryName(name: string): boolean {
  if ((Object.values(ENTRY) as string[]).includes(name)) return true;
  const projectId = DATA_NAME.exec(name)?.[1];
  return projectId !== undefined && ProjectId.safeParse(projectId).success;
}
