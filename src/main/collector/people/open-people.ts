import type { Services } from '../api/services.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { OrganizationService } from '../organizations/organization-service.ts';
import type { Access } from '../roles/access.ts';
import { AccessReporter } from '../roles/access-report.ts';
import { RoleService } from '../roles/role-service.ts';
import type { StoreCheck } from '../store/types.ts';
import { InvitationAcceptance } from './accept-invitation.ts';
import { AccountService } from './account-service.ts';
import { InvitationService } from './invitation-service.ts';
import { MemberService } from './member-service.ts';
import { Passwords, type PasswordCost } from './passwords.ts';
import { PeopleService } from './people-service.ts';
import { PersonSwitch } from './person-switch.ts';
import { ResetService } from './reset-service.ts';
import { SecondFactorKey } from './second-factor-key.ts';
import { SessionService } from './session-service.ts';
import { SignInService } from './sign-in-service.ts';
import { checkSecondFactors, sealStoredSecrets } from './stored-second-factors.ts';

interface PeopleOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly trail: AuditTrail;
  readonly access: Access;
  readonly dataDir: string;
  readonly nativeBinding: string | undefined;
  readonly log: Log;
  /** How long a session lives without anybody using it, ms. */
  readonly idleMs: () => number;
  readonly passwordCost: PasswordCost;
}

type PeopleServices = Pick<
  Services,
  | 'accessReporter'
  | 'organizations'
  | 'people'
  | 'personSwitch'
  | 'invitations'
  | 'acceptance'
  | 'sessions'
  | 'signIn'
  | 'accounts'
  | 'resets'
  | 'members'
  | 'roles'
>;

/** Everything about people and what they were given, and the check of what only their key file opens. */
export async function openPeople(
  options: PeopleOptions,
): Promise<{ services: PeopleServices; check: () => Promise<StoreCheck> }> {
  const { catalog, clock, trail, access, dataDir, nativeBinding, log, idleMs } = options;
  const secondFactorKey = await SecondFactorKey.open(dataDir, clock.now());
  await sealStoredSecrets({ catalog, trail, dataDir, key: secondFactorKey, nativeBinding });
  const passwords = new Passwords(options.passwordCost);
  const sessions = await SessionService.open(catalog, clock, trail, idleMs);
  const signIn = { catalog, clock, audit: trail, sessions, passwords, secondFactorKey, log };
  return {
    services: {
      accessReporter: new AccessReporter(catalog, clock),
      organizations: new OrganizationService(catalog, clock, trail),
      people: new PeopleService(catalog, trail, access),
      personSwitch: new PersonSwitch(clock, trail, sessions),
      invitations: new InvitationService(catalog, clock, trail),
      acceptance: new InvitationAcceptance(catalog, clock, trail, passwords),
      sessions,
      signIn: new SignInService(signIn),
      accounts: new AccountService(catalog, clock, trail, sessions, passwords, secondFactorKey),
      resets: new ResetService(clock, trail, sessions, passwords),
      members: new MemberService(catalog, clock, trail),
      roles: new RoleService(catalog, clock, trail),
    },
    check: () => checkSecondFactors(catalog, secondFactorKey),
  };
}
