import type { AnyContractProcedure } from '@orpc/contract';
import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { AuditEntry, AuditVerification } from '../../../shared/contract/audit.ts';
import type { CallMeta } from '../../../shared/contract/call.ts';
import { CollectorStatus, Settings, WhoAmI } from '../../../shared/contract/collector.ts';
import { contract } from '../../../shared/contract/index.ts';
import { Invitation, NewInvitation } from '../../../shared/contract/invitations.ts';
import { ApiKey, FoundKey, NewKey } from '../../../shared/contract/keys.ts';
import { Member } from '../../../shared/contract/members.ts';
import { Organization } from '../../../shared/contract/organizations.ts';
import { Person } from '../../../shared/contract/people.ts';
import { Project, ProjectContents } from '../../../shared/contract/projects.ts';
import { ModelPrice } from '../../../shared/contract/prices.ts';
import { Role } from '../../../shared/contract/roles.ts';
import { Profile, Session } from '../../../shared/contract/session.ts';
import { TraceFilter, TraceSummary } from '../../../shared/contract/traces.ts';
import { ERROR_STATUS } from '../../../shared/errors.ts';
import { MAX_REASON } from '../../../shared/reason.ts';
import { IDEMPOTENT_CALLS } from './recent-creations.ts';
import { isRestCall } from './rest-calls.ts';

/** Schemas of answers that are written down once and referred to. */
const ANSWERS = {
  ApiKey,
  AuditEntry,
  AuditVerification,
  CollectorStatus,
  FoundKey,
  Invitation,
  Member,
  ModelPrice,
  NewInvitation,
  NewKey,
  Organization,
  Person,
  Profile,
  Project,
  ProjectContents,
  Role,
  Session,
  Settings,
  TraceSummary,
  WhoAmI,
};

const ERROR_SCHEMA = {
  type: 'object',
  properties: {
    code: { enum: Object.keys(ERROR_STATUS) },
    status: { type: 'integer' },
    message: { type: 'string', description: 'What happened, where, and what to do.' },
    data: {
      type: 'object',
      properties: { retryAfterSeconds: { type: 'number' } },
    },
  },
  required: ['code', 'status', 'message'],
} as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same request with the same key within ten minutes gets the same answer.',
  schema: { type: 'string', maxLength: 200 },
} as const;

const REASON = {
  name: 'X-Spanward-Reason',
  in: 'header',
  description:
    "Why, for the audit log: one line of text, or percent-encoded UTF-8 after `UTF-8''` (RFC 8187).",
  schema: { type: 'string', maxLength: MAX_REASON },
} as const;

/** Media types of answers that are files. */
const FILES: Readonly<Record<string, string>> = {
  'audit.export': 'application/x-ndjson',
  'transfer.exportFile': 'application/octet-stream',
  'traces.otlp': 'application/json',
  'traces.logs': 'application/x-ndjson',
};

/**
 * The REST API as an OpenAPI 3.1 document, made from the contract alone: the same for every instance of a version.
 *
 * What is the same for all calls (errors, large schemas) is written once and referred to.
 */
export async function describeApi(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const answers = Object.entries(ANSWERS).map(
    ([name, schema]) => [name, { schema, strategy: 'output' }] as const,
  );
  const document = await generator.generate(contract, {
    info: {
      title: 'Spanward',
      version,
      description: 'Read traces and administer a Spanward collector.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { header: [] }, { basic: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a session.' },
        header: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        basic: { type: 'http', scheme: 'basic', description: 'A key pair, or api-key and a key.' },
      },
    },
    commonSchemas: { ...Object.fromEntries(answers), TraceFilter: { schema: TraceFilter } },
    filter: ({ contract: procedure }) => isRestCall(procedure),
  });
  document.components!.schemas!['Error'] = ERROR_SCHEMA as unknown as OpenAPI.SchemaObject;
  document.components!.responses = {
    Error: {
      description: 'Refused or failed; the status is that of the code.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  };
  document.components!.parameters = { Reason: REASON };
  for (const item of Object.values(document.paths!)) {
    for (const [method, operation] of Object.entries(item!)) {
      if (typeof operation !== 'object' || !('responses' in operation)) continue;
      settle(operation);
      if (method !== 'get' && operation.security?.length !== 0) {
        const reason = { $ref: '#/components/parameters/Reason' };
        operation.parameters = [...(operation.parameters ?? []), reason];
      }
    }
  }
  return withoutBareLimits(document);
}

/** Leaves out the limits that every integer has because it is a number of JavaScript; whole numbers are integers too. */
function withoutBareLimits(document: OpenAPI.Document): OpenAPI.Document {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    const isLimit = /^(?:min|max)imum$/.test(key);
    if (isLimit && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return undefined;
    if (typeof value !== 'object' || value === null || !('multipleOf' in value)) return value;
    const { multipleOf, ...schema } = value;
    return multipleOf === 1 ? { ...schema, type: 'integer' } : value;
  }) as OpenAPI.Document;
}

/** Puts references in place of what every call repeats, and adds what the contract does not know of the transport. */
function settle(operation: OpenAPI.OperationObject): void {
  const id = operation.operationId!;
  const [subject, name] = id.split('.') as [keyof typeof contract, string];
  operation.tags = [subject];
  const success = operation.responses!['200'] as OpenAPI.ResponseObject;
  operation.responses = { 200: success, default: { $ref: '#/components/responses/Error' } };
  const calls: Record<string, AnyContractProcedure> = contract[subject];
  const { meta, outputSchema } = calls[name]!['~orpc'];
  if ((meta as CallMeta).permission === 'open') operation.security = [];
  if (outputSchema === undefined) delete success.content;
  const file = FILES[id];
  if (file !== undefined) success.content = { [file]: {} };
  if ((IDEMPOTENT_CALLS as readonly string[]).includes(id)) {
    operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  }
}
