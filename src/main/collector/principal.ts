import type { KeyScope } from '../../shared/permissions.ts';

/**
 * Who makes a call.
 *
 * `local` is whoever sits at the machine: the app's window and the `spanward` command with access to the data
 * folder; they act as the local owner. `person` is somebody signed in. `key` is a program with an API key.
 * `keyless` is telemetry from this machine without a key, which may do nothing but ingest into the Default Project.
 * `nobody` may sign in, and `reason` says what was missing.
 */
export type Principal =
  | { readonly kind: 'local' }
  | { readonly kind: 'person'; readonly personId: string; readonly sessionId: string }
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly projectId: string;
      readonly scopes: readonly KeyScope[];
      readonly expiresMs: number | null;
    }
  | { readonly kind: 'keyless'; readonly projectId: string }
  | { readonly kind: 'nobody'; readonly reason: string };
