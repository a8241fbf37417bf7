import type { AuditFilter } from '../../../shared/contract/audit.ts';

const DAY_MS = 86_400_000;

/** Times back from now that can be chosen, ms. */
const AUDIT_TIMES = {
  '1h': 3_600_000,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
} as const;
export type AuditTime = keyof typeof AUDIT_TIMES;

/** What is looked for in the audit log, as the address has it; empty means any. */
export interface AuditSearch {
  text: string;
  action: string;
  actor: string;
  resource: string;
  projectId: string;
  organizationId: string;
  time: AuditTime | '';
}

export const ANY_ENTRY: AuditSearch = {
  text: '',
  action: '',
  actor: '',
  resource: '',
  projectId: '',
  organizationId: '',
  time: '',
};

/**
 * The log one is led to: of the instance for its owners, of the project for others.
 *
 * @param isOwner undefined while it is not known
 */
export function ownLog(isOwner: boolean | undefined, projectId: string | undefined): AuditSearch {
  return isOwner === false && projectId !== undefined ? { ...ANY_ENTRY, projectId } : ANY_ENTRY;
}

const FIELDS = ['text', 'action', 'actor', 'resource'] as const;
const ORGANIZATION_ID = /^org_[0-9a-z]{12}$/;
const PROJECT_ID = /^prj_[0-9a-z]{12}$/;

/** Reads the query part of an address; what makes no sense is left out. */
export function readAuditSearch(query: URLSearchParams): AuditSearch {
  const search = { ...ANY_ENTRY };
  for (const field of FIELDS) search[field] = (query.get(field) ?? '').slice(0, 100);
  const project = query.get('project') ?? '';
  if (PROJECT_ID.test(project)) search.projectId = project;
  const organization = query.get('organization') ?? '';
  if (ORGANIZATION_ID.test(organization)) search.organizationId = organization;
  const time = query.get('time') ?? '';
  if (Object.hasOwn(AUDIT_TIMES, time)) search.time = time as AuditTime;
  return search;
}

export function writeAuditSearch(search: AuditSearch): URLSearchParams {
  const query = new URLSearchParams();
  for (const field of FIELDS) if (search[field]) query.set(field, search[field]);
  if (search.projectId) query.set('project', search.projectId);
  if (search.organizationId) query.set('organization', search.organizationId);
  if (search.time) query.set('time', search.time);
  return query;
}

export function isAnyEntry(search: AuditSearch): boolean {
  return Object.values(search).every((value) => value === '');
}

/** The filter of the contract; `nowMs` is what "the last hour" counts back from. */
export function toAuditFilter(search: AuditSearch, nowMs: number): AuditFilter {
  const { time, ...others } = search;
  const filter: AuditFilter = {};
  for (const [name, value] of Object.entries(others)) {
    if (value.trim() !== '') Object.assign(filter, { [name]: value.trim() });
  }
  if (time !== '') filter.since = new Date(nowMs - AUDIT_TIMES[time]).toISOString();
  return filter;
}
