import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContractRouterClient } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import { z } from 'zod';
import type { Contract } from '../../../shared/contract/index.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';
import { readJson } from './call-body.ts';
import { sendError, sendJson } from './send-json.ts';

/** Largest body of a project to be made, bytes. */
const MAX_BODY_BYTES = 16 * 1024;

const NewProject = z.object({ name: z.string(), description: z.string().optional() });

/** Paths under which other systems' tools look for what `/api/v1` has under its own; names in snake case. */
export function isCompatiblePath(path: string): boolean {
  return path === '/v1/whoami' || path === '/v1/projects' || jamjetAnswer(path) !== undefined;
}

/** `/v1/projects/NAME/readiness` and `/v1/projects/NAME/policies`; the name is the sender's own label. */
const JAMJET_PROJECT = /^\/v1\/projects\/.+\/(readiness|policies)$/;

/**
 * What JamJet's SDKs ask for while a program starts: whether events are taken, and the policies kept for it. There are
 * none here, so that a program's own rules apply alone. Undefined for any other path.
 */
function jamjetAnswer(path: string): object | undefined {
  if (path === '/v1/policies') return { policies: [] };
  const about = JAMJET_PROJECT.exec(path)?.[1];
  if (about === undefined) return undefined;
  return about === 'readiness' ? { ready: true } : { rules: [] };
}

/** Answers one of the {@link isCompatiblePath} paths through the calls of the API, permission check included. */
export async function answerCompatible(
  client: ContractRouterClient<Contract>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method } = request;
  const fixed = method === 'GET' ? jamjetAnswer(path) : undefined;
  if (fixed !== undefined) {
    sendJson(response, 200, fixed);
    return;
  }
  try {
    if (path === '/v1/whoami' && method === 'GET') sendJson(response, 200, await whoAmI(client));
    else if (path === '/v1/projects' && method === 'GET') {
      const { projects } = await client.projects.list();
      sendJson(response, 200, { projects: projects.map(toSnakeCase) });
    } else if (path === '/v1/projects' && method === 'POST') {
      const body = NewProject.safeParse(
        await readJson(request, MAX_BODY_BYTES).catch(() => undefined),
      );
      if (!body.success) {
        sendError(response, 'invalid', 'Send JSON such as {"name": "Support bot"}.');
        return;
      }
      const { project, key } = await client.projects.create(body.data);
      sendJson(response, 201, { project: toSnakeCase(project), api_key: key.secret });
    } else sendError(response, 'not_found', `There is no ${method} ${path}.`);
  } catch (error) {
    if (!(error instanceof ORPCError) || !(error.code in ERROR_STATUS)) throw error;
    sendError(response, error.code as ErrorCode, error.message);
  }
}

async function whoAmI(client: ContractRouterClient<Contract>) {
  const who = await client.collector.whoami();
  const { keyId, projectId, projectName, scopes, expiresAt } = who;
  return {
    api_key_id: keyId,
    organization_id: who.organizationId,
    organization_name: who.organizationName,
    project_id: projectId,
    project_name: projectName,
    project_slug: projectName === null ? null : slugOf(projectName),
    scopes,
    expires_at: expiresAt,
  };
}

function toSnakeCase(project: Project) {
  return {
    id: project.id,
    name: project.name,
    slug: slugOf(project.name),
    description: project.description,
    key_prefix: project.keyPrefixes[0] ?? null,
    created_at: project.createdAt,
    archived_at: project.archivedAt,
  };
}

/** `Support bot (EU)` becomes `support-bot-eu`; names without Latin letters or digits have none. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
