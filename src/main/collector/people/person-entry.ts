import type { AuditDraft } from '../audit/draft.ts';
import type { PersonRow } from './find-person.ts';

type PersonVerb =
  | 'profile_changed'
  | 'password_changed'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'second_factor_sealed';

/** What the log says of a change to a person's own account. */
export function personEntry(
  verb: PersonVerb,
  { id, name, email }: Pick<PersonRow, 'id' | 'name' | 'email'>,
): AuditDraft & { resource: 'person' } {
  return {
    action: `person.${verb}`,
    resource: 'person',
    resourceId: id,
    resourceName: name,
    after: { name, email },
  };
}
