import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** What a row is: a project, key, organization, person, role, session, invitation, audit entry, visibility rule, redaction of past data, deletion, note, score or saved filter. */
export type RowPrefix =
  | 'prj'
  | 'key'
  | 'org'
  | 'per'
  | 'rol'
  | 'ses'
  | 'inv'
  | 'aud'
  | 'vis'
  | 'pas'
  | 'del'
  | 'not'
  | 'sco'
  | 'fil';

/** `<prefix>_` and 12 random characters (60 bits) that are safe in a path, a URL and a shell. */
export function createRowId(prefix: RowPrefix): string {
  let id = `${prefix}_`;
  for (const byte of randomBytes(12)) id += CROCKFORD[byte & 31];
  return id;
}
