import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { HostName } from '../host-name.ts';
import { OrganizationId, PersonId, ProjectId } from '../ids.ts';
import { KEY_SCOPES } from '../permissions.ts';
import { call } from './call.ts';

const Listener = z.object({
  host: z.string(),
  port: z.number().int(),
  url: z.string(),
  /** The default port that was taken, when the listener stepped forward; else null. */
  movedFrom: z.number().int().nullable(),
});

/** The certificate that the listeners show. */
const ServerCertificate = z.object({
  /** SHA-256 of the certificate, as `AB:CD:...`: what people compare. */
  fingerprint: z.string(),
  expiresAt: z.iso.datetime(),
  /** Made by the collector itself: clients have to be told to trust it. */
  selfSigned: z.boolean(),
  /** Where it lies on the server; '' for those who do not manage it. */
  file: z.string(),
  /** The certificate as PEM; it is no secret. */
  certificate: z.string(),
});

/** What the collector is doing now; numbers count since it started. */
export const CollectorStatus = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  dataDir: z.string(),
  otlpHttp: Listener.nullable(),
  otlpGrpc: Listener.nullable(),
  console: Listener.nullable(),
  /** Null while the listeners speak plain text. */
  tls: ServerCertificate.nullable(),
  keylessIngest: z.boolean(),
  spansPerSecond: z.number(),
  spansAccepted: z.number().int(),
  spansRejected: z.number().int(),
  spansDuplicate: z.number().int(),
  logsAccepted: z.number().int(),
  metricPointsAccepted: z.number().int(),
  /** Requests answered 4xx or 5xx. */
  requestsRefused: z.number().int(),
  /** Newest refusals: when, status, why. Never span content. */
  recentRefusals: z.array(
    z.object({ at: z.iso.datetime(), status: z.number().int(), reason: z.string() }),
  ),
  /** Keys that end within seven days and are still needed, in all projects. */
  expiringKeys: z.number().int(),
  /** Bytes accepted but not yet stored. */
  queuedBytes: z.number().int(),
  storedBytes: z.number().int(),
  /** Free space: `low`, below the threshold of the warning; `full`, so little that no data is taken. */
  disk: z.enum(['ok', 'low', 'full']),
});
export type CollectorStatus = z.infer<typeof CollectorStatus>;

/** What a window hears without asking. */
export const CollectorEvent = z.discriminatedUnion('type', [
  /** At most four a second a project: data arrived. `traceId` is one of the traces that did. */
  z.object({
    type: z.literal('stored'),
    projectId: ProjectId,
    spans: z.number().int(),
    traceId: z.string().nullable(),
  }),
  /** Once a second while anything changes. */
  z.object({ type: z.literal('status'), status: CollectorStatus }),
  /** A limit of a project or of one of its keys is used up further than before, or was changed. */
  z.object({ type: z.literal('limits'), projectId: ProjectId }),
  /**
   * Projects, keys or settings were changed by anybody; `audit`: there are new entries, so a sweep, a deletion, a scan
   * or a rewrite may have begun or ended. What is kept and redacted of projects is told as theirs.
   */
  z.object({
    type: z.literal('changed'),
    subject: z.enum([
      'projects',
      'keys',
      'settings',
      'prices',
      'audit',
      'organizations',
      'people',
      'visibility',
      'annotations',
    ]),
  }),
]);
export type CollectorEvent = z.infer<typeof CollectorEvent>;

/** What an administrator may set; defaults are those of a first start. */
export const Settings = z.object({
  /** OTLP from this machine without a key goes to the Default Project. */
  keylessIngest: z.boolean(),
  /** Web origins whose pages may send telemetry (CORS); none by default. */
  allowedOrigins: z.array(z.url()).max(50),
  /** Names beside addresses under which a server may be asked for; none by default. */
  allowedHosts: z.array(HostName).max(50),
  /** In the browser console the printed link no longer signs in: e-mail and password do. */
  requireSignIn: z.boolean(),
  /** Audit entries older than so many days are removed. */
  auditRetentionDays: z.number().int().min(30).max(2555),
  /** A session in the browser console ends after so many minutes in which nobody used it. */
  sessionIdleMinutes: z.number().int().min(5).max(1440),
});
export type Settings = z.infer<typeof Settings>;

export const WhoAmI = z.object({
  kind: z.enum(['local', 'person', 'key']),
  personId: PersonId.nullable(),
  projectId: ProjectId.nullable(),
  projectName: z.string().nullable(),
  organizationId: OrganizationId.nullable(),
  organizationName: z.string().nullable(),
  keyId: z.string().nullable(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  expiresAt: z.iso.datetime().nullable(),
});

const Check = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  message: z.string(),
});

export const collector = {
  status: call({
    permission: 'instance:read',
    route: { method: 'GET', path: '/status' },
    summary: 'What the collector is doing',
  }).output(CollectorStatus),
  whoami: call({
    permission: 'none',
    route: { method: 'GET', path: '/whoami' },
    summary: 'Which key this is and what it may do',
  }).output(WhoAmI),
  events: call({ permission: 'instance:read', summary: 'Live changes' }).output(
    eventIterator(CollectorEvent),
  ),
  settings: call({
    permission: 'instance:read',
    route: { method: 'GET', path: '/settings' },
    summary: 'Settings of this instance',
  }).output(Settings),
  setSettings: call({
    permission: 'instance:manage',
    route: { method: 'PATCH', path: '/settings' },
    summary: 'Change settings; those left out stay',
  })
    .input(Settings.partial())
    .output(Settings),
  doctor: call({
    permission: 'instance:manage',
    route: { method: 'GET', path: '/doctor' },
    summary: 'Check the data folder and every file in it',
  }).output(z.object({ healthy: z.boolean(), checks: z.array(Check) })),
  sendTestTrace: call({ permission: 'traces:write', summary: 'Store a small example trace' })
    .input(z.object({ projectId: ProjectId }))
    .output(z.object({ traceId: z.string() })),
};
