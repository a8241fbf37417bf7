import type { BackupSummary } from '../../shared/contract/backup.ts';

/** What the main process asks of a backup process: one thing in its life. */
export type BackupTask =
  | { readonly type: 'check'; readonly file: string }
  | {
      readonly type: 'restore';
      readonly file: string;
      /** Missing: it comes into being when all is unpacked and checked. */
      readonly dataDir: string;
      readonly passphrase: string | undefined;
    };

/** What a backup process answers: how far it is, then one answer. */
export type BackupAnswer =
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'checked'; readonly summary: BackupSummary }
  | {
      readonly type: 'restored';
      readonly auditEntries: number;
      readonly auditProblem: string | null;
      readonly sameAuditKey: boolean;
    }
  | { readonly type: 'failed'; readonly message: string };
