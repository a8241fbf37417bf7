/**
 * The file to start a child process of a test from.
 *
 * @param script its source. Under test this module is another one, which names the bundle of it: see
 *   `bundled-workers.ts`.
 */
export function childScript(script: string): string {
  return script;
}
