import { access } from './access.ts';
import { annotations } from './annotations.ts';
import { savedFilters } from './saved-filters.ts';
import { analytics } from './analytics.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { collector } from './collector.ts';
import { files } from './files.ts';
import { invitations } from './invitations.ts';
import { keys } from './keys.ts';
import { members } from './members.ts';
import { organizations } from './organizations.ts';
import { pastRedaction } from './past-redaction.ts';
import { people } from './people.ts';
import { prices } from './prices.ts';
import { projects } from './projects.ts';
import { redaction } from './redaction.ts';
import { retention } from './retention.ts';
import { roles } from './roles.ts';
import { session } from './session.ts';
import { threads } from './threads.ts';
import { traces } from './traces.ts';
import { transfer } from './transfer.ts';
import { visibility } from './visibility.ts';
import { usage } from './usage.ts';

/** Every call there is. Window, console, REST and tests are served from this one declaration. */
export const contract = {
  collector,
  projects,
  keys,
  traces,
  threads,
  analytics,
  transfer,
  files,
  prices,
  audit,
  backup,
  organizations,
  people,
  invitations,
  members,
  roles,
  access,
  session,
  visibility,
  usage,
  redaction,
  pastRedaction,
  retention,
  annotations,
  savedFilters,
};
export type Contract = typeof contract;
