import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import type { SavedFilterService } from '../saved-filters/saved-filter-service.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';
import type { AuditService } from '../audit/audit-service.ts';
import type { BackupService } from '../backup/backup-service.ts';
import type { Ingest } from '../ingest/types.ts';
import type { KeyService } from '../keys/key-service.ts';
import type { Log } from '../log.ts';
import type { OrganizationService } from '../organizations/organization-service.ts';
import type { InvitationAcceptance } from '../people/accept-invitation.ts';
import type { AccountService } from '../people/account-service.ts';
import type { InvitationService } from '../people/invitation-service.ts';
import type { MemberService } from '../people/member-service.ts';
import type { PeopleService } from '../people/people-service.ts';
import type { PersonSwitch } from '../people/person-switch.ts';
import type { ResetService } from '../people/reset-service.ts';
import type { SessionService } from '../people/session-service.ts';
import type { SignInService } from '../people/sign-in-service.ts';
import type { PriceService } from '../prices/price-service.ts';
import type { ExternalService } from '../projects/external-service.ts';
import type { OwnershipService } from '../projects/ownership-service.ts';
import type { ProjectService } from '../projects/project-service.ts';
import type { PastRedactionService } from '../redaction/past/past-redaction-service.ts';
import type { RedactionService } from '../redaction/redaction-service.ts';
import type { DeletionService } from '../retention/deletion-service.ts';
import type { DiskGuard } from '../retention/disk-guard.ts';
import type { RetentionService } from '../retention/retention-service.ts';
import type { Access } from '../roles/access.ts';
import type { AccessReporter } from '../roles/access-report.ts';
import type { RoleService } from '../roles/role-service.ts';
import type { SettingService } from '../settings/setting-service.ts';
import type { StoreCheck } from '../store/types.ts';
import type { Readings } from '../transfer/readings.ts';
import type { Workspaces } from '../transfer/workspaces.ts';
import type { Telemetry } from '../visibility/telemetry.ts';
import type { VisibilityService } from '../visibility/visibility-service.ts';
import type { UsageService } from '../usage/usage-service.ts';
import type { CollectorEvents } from './events.ts';
import type { RecentCreations } from './recent-creations.ts';

/** Everything the handlers work with; made once by `openCollector`. */
export interface Services {
  readonly audit: AuditService;
  readonly backup: BackupService;
  readonly access: Access;
  readonly accessReporter: AccessReporter;
  /** Where calls go that name no organization. */
  readonly firstOrganizationId: string;
  readonly organizations: OrganizationService;
  readonly people: PeopleService;
  readonly personSwitch: PersonSwitch;
  readonly invitations: InvitationService;
  readonly acceptance: InvitationAcceptance;
  readonly sessions: SessionService;
  readonly signIn: SignInService;
  readonly accounts: AccountService;
  readonly resets: ResetService;
  readonly members: MemberService;
  readonly roles: RoleService;
  readonly creations: RecentCreations;
  readonly keys: KeyService;
  readonly projects: ProjectService;
  readonly ownership: OwnershipService;
  readonly externals: ExternalService;
  readonly settings: SettingService;
  readonly prices: PriceService;
  readonly visibility: VisibilityService;
  /** Stored telemetry, as the caller may see it: handlers have no other way to it. */
  readonly telemetry: Telemetry;
  readonly usage: UsageService;
  readonly redaction: RedactionService;
  readonly pastRedaction: PastRedactionService;
  readonly annotations: AnnotationService;
  readonly savedFilters: SavedFilterService;
  readonly retention: RetentionService;
  readonly deletions: DeletionService;
  readonly disk: DiskGuard;
  readonly ingest: Ingest;
  /** Files that are being read into projects. */
  readonly readings: Readings;
  /** Files that are looked at without a project. */
  readonly workspaces: Workspaces;
  readonly events: CollectorEvents;
  readonly log: Log;
  status(): Promise<CollectorStatus>;
  /** Looks at the data folder and every file in it; changes nothing. */
  check(): Promise<StoreCheck[]>;
}
