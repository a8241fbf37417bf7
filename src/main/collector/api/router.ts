import { accessHandlers } from './handlers/access-handlers.ts';
import { analyticsHandlers } from './handlers/analytics-handlers.ts';
import { savedFilterHandlers } from './handlers/saved-filter-handlers.ts';
import { annotationHandlers } from './handlers/annotation-handlers.ts';
import { auditHandlers } from './handlers/audit-handlers.ts';
import { backupHandlers } from './handlers/backup-handlers.ts';
import { collectorHandlers } from './handlers/collector-handlers.ts';
import { fileHandlers } from './handlers/file-handlers.ts';
import { invitationHandlers } from './handlers/invitation-handlers.ts';
import { keyHandlers } from './handlers/key-handlers.ts';
import { memberHandlers } from './handlers/member-handlers.ts';
import { organizationHandlers } from './handlers/organization-handlers.ts';
import { pastRedactionHandlers } from './handlers/past-redaction-handlers.ts';
import { peopleHandlers } from './handlers/people-handlers.ts';
import { priceHandlers } from './handlers/price-handlers.ts';
import { projectHandlers } from './handlers/project-handlers.ts';
import { redactionHandlers } from './handlers/redaction-handlers.ts';
import { retentionHandlers } from './handlers/retention-handlers.ts';
import { roleHandlers } from './handlers/role-handlers.ts';
import { sessionHandlers } from './handlers/session-handlers.ts';
import { threadHandlers } from './handlers/thread-handlers.ts';
import { traceHandlers } from './handlers/trace-handlers.ts';
import { transferHandlers } from './handlers/transfer-handlers.ts';
import { visibilityHandlers } from './handlers/visibility-handlers.ts';
import { usageHandlers } from './handlers/usage-handlers.ts';
import { procedures } from './procedures.ts';
import type { Services } from './services.ts';

/** The one router behind the window's port, the console, REST, the `spanward` command and tests. */
export function createRouter(services: Services) {
  const os = procedures(services);
  return os.router({
    collector: collectorHandlers(os.collector, services),
    projects: projectHandlers(os.projects, services),
    keys: keyHandlers(os.keys, services),
    traces: traceHandlers(os.traces, services),
    threads: threadHandlers(os.threads, services),
    analytics: analyticsHandlers(os.analytics, services),
    transfer: transferHandlers(os.transfer, services),
    files: fileHandlers(os.files, services),
    prices: priceHandlers(os.prices, services),
    audit: auditHandlers(os.audit, services),
    backup: backupHandlers(os.backup, services),
    organizations: organizationHandlers(os.organizations, services),
    pastRedaction: pastRedactionHandlers(os.pastRedaction, services),
    people: peopleHandlers(os.people, services),
    invitations: invitationHandlers(os.invitations, services),
    session: sessionHandlers(os.session, services),
    members: memberHandlers(os.members, services),
    roles: roleHandlers(os.roles, services),
    access: accessHandlers(os.access, services),
    visibility: visibilityHandlers(os.visibility, services),
    usage: usageHandlers(os.usage, services),
    redaction: redactionHandlers(os.redaction, services),
    retention: retentionHandlers(os.retention, services),
    annotations: annotationHandlers(os.annotations, services),
    savedFilters: savedFilterHandlers(os.savedFilters, services),
  });
}

export type CollectorRouter = ReturnType<typeof createRouter>;
