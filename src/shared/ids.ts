import { z } from 'zod';

/** 32 lower-case hex digits, not all zero. */
export const TraceId = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, 'A trace id is 32 hexadecimal digits.')
  .toLowerCase();

/** 16 lower-case hex digits. */
export const SpanId = z
  .string()
  .regex(/^[0-9a-fA-F]{16}$/, 'A span id is 16 hexadecimal digits.')
  .toLowerCase();

/** `prj_` and 12 characters of Crockford base 32, lower case: safe as a folder name. */
export const ProjectId = z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{12}$/, 'Not a project id.');

/** `key_` and 12 characters of Crockford base 32, lower case. */
export const KeyId = z.string().regex(/^key_[0-9a-hjkmnp-tv-z]{12}$/, 'Not a key id.');

const rowId = (prefix: string, name: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{12}$`), `Not the id of ${name}.`);

/** `org_` and 12 characters of Crockford base 32, lower case. */
export const OrganizationId = rowId('org', 'an organization');
/** `per_` and 12 characters of Crockford base 32, lower case. */
export const PersonId = rowId('per', 'a person');
/** `ses_` and 12 characters of Crockford base 32, lower case. */
export const SessionId = rowId('ses', 'a session');
/** `inv_` and 12 characters of Crockford base 32, lower case. */
export const InvitationId = rowId('inv', 'an invitation');
/** `vis_` and 12 characters of Crockford base 32, lower case. */
export const VisibilityRuleId = rowId('vis', 'a visibility rule');
/** `not_` and 12 characters of Crockford base 32, lower case. */
export const NoteId = rowId('not', 'a note');
/** `sco_` and 12 characters of Crockford base 32, lower case. */
export const ScoreId = rowId('sco', 'a score');
/** `fil_` and 12 characters of Crockford base 32, lower case. */
export const SavedFilterId = rowId('fil', 'a saved filter');
/** `del_` and 12 characters of Crockford base 32, lower case. */
export const DeletionId = rowId('del', 'a deletion');
/** `rol_` and 12 characters of Crockford base 32, lower case, for a custom role; a name for a built-in one. */
export const RoleId = z
  .string()
  .regex(
    /^(?:rol_[0-9a-hjkmnp-tv-z]{12}|(?:organization|project)_[a-z_]{1,20})$/,
    'Not a role id.',
  );

/**
 * Microseconds since the Unix epoch; fits a double exactly until the year 2255. Senders write later ones too, for never
 * say, and they are whole numbers all the same, which `int` refuses.
 */
export const TimeUs = z.number().multipleOf(1).nonnegative();
