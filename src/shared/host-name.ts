import { z } from 'zod';

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';

/**
 * A name that a server is reached under, as the `Host` header has it: lower case, without port and final dot.
 *
 * One exact name: a wildcard would also allow names whose owner may point them anywhere.
 */
export const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .overwrite((name) => name.replace(/\.$/, ''))
  .max(253, 'A host name has at most 253 characters.')
  .regex(
    new RegExp(`^${LABEL}(\\.${LABEL})*$`),
    'Write a host name such as traces.example.com: without scheme, port, path or wildcard.',
  );
