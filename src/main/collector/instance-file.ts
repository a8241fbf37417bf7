import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How the `spanward` command finds and may talk to the instance that has a data folder open. */
export const InstanceFile = z.object({
  pid: z.number().int(),
  version: z.string(),
  /** Address of the OTLP and REST listener; null when that instance has none. */
  url: z.string().nullable(),
  /** SHA-256 of the certificate that address shows, when it speaks TLS. */
  certificate: z.string().optional(),
  /** Grants what owning the folder grants; new at every start; the file is readable by its owner only. */
  token: z.string(),
});
export type InstanceFile = z.infer<typeof InstanceFile>;

/** Where it is in a data folder. */
export const instanceFileOf = (dataDir: string): string => join(dataDir, 'instance.json');

/** The instance that has this folder open, or undefined; a file left behind by a killed one is possible. */
export function readInstance(path: string): InstanceFile | undefined {
  try {
    return InstanceFile.parse(JSON.parse(readFileSync(instanceFileOf(path), 'utf8')));
  } catch {
    return undefined;
  }
}
