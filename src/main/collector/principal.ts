import type { KeyScope } from '../../shared/permissions.ts';

/**
 * Who makes a call.
 *
 * `local` is whoever sits at the machine: the app's window, a signed-in console, the `spanward` command with
 * access to the data folder. `key` is a program with an API key. `keyless` is telemetry from this machine
 * without a key, which may do nothing but ingest into the Default Project.
 */
export type Principal =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly projectId: string;
      readonly scopes: readonly KeyScope[];
      readonly expiresMs: number | null;
    }
  | { readonly kind: 'keyless'; readonly projectId: string };
