import {
  readAuditSearch,
  writeAuditSearch,
  type AuditSearch,
} from '../features/audit/audit-search.ts';
import {
  readAnalyticsSearch,
  writeAnalyticsSearch,
  type AnalyticsSearch,
} from './analytics-search.ts';
import { KEY_SORTS, KEY_STATES } from '../../shared/contract/keys.ts';
import { ThreadSort, type ThreadKind } from '../../shared/contract/threads.ts';
import {
  readSortedPlace,
  readTablePlace,
  writeTablePlace,
  type SortedPlace,
  type TablePlace,
} from './table-place.ts';
import { readTraceSearch, writeTraceSearch, type TraceSearch } from './trace-search.ts';

/** Every address the window has. A screen that has no address does not exist. */
export type Route =
  | { screen: 'home' }
  | ProjectsRoute
  | { screen: 'files' }
  | { screen: 'connect'; projectId: string }
  | { screen: 'traces'; projectId: string; search: TraceSearch }
  | {
      screen: 'trace';
      projectId: string;
      traceId: string;
      spanId: string | null;
      /** Part of the trace view that is open ("messages", "attributes"); the view knows its names. */
      view: string | null;
      /** How the trace is drawn; absent: as a timeline. */
      look?: TraceLook | undefined;
    }
  /** Two traces side by side; null for one that is still to be chosen. */
  | { screen: 'compare'; projectId: string; a: string | null; b: string | null }
  | { screen: 'analytics'; projectId: string; view: AnalyticsSearch }
  | SessionsRoute
  | KeysRoute
  | { screen: 'manage'; projectId: string }
  | MembersRoute
  | { screen: 'visibility'; projectId: string }
  | { screen: 'usage'; projectId: string }
  | { screen: 'privacy'; projectId: string; tab: PrivacyTab }
  | { screen: 'retention'; projectId: string }
  | PeopleRoute
  | { screen: 'audit'; search: AuditSearch }
  | { screen: 'collector'; tab: CollectorTab }
  | { screen: 'lost'; address: string };

/** The list of projects, and what of it is looked at. */
export interface ProjectsRoute extends TablePlace {
  readonly screen: 'projects';
  /** Those that are archived, in the place of those in use. */
  readonly archived?: true | undefined;
}

/** Lists of sessions and of end users; one session as a conversation; the sessions of one user. */
export interface SessionsRoute extends SortedPlace<ThreadSort> {
  readonly screen: 'sessions';
  readonly projectId: string;
  readonly kind: ThreadKind;
  readonly session: string | null;
  readonly user: string | null;
}

/** The keys of a project. */
export interface KeysRoute extends SortedPlace<(typeof KEY_SORTS)[number]> {
  readonly screen: 'keys';
  readonly projectId: string;
  /** Absent: those that work. */
  readonly state?: (typeof KEY_FILTERS)[number] | undefined;
  readonly environment?: string | undefined;
}
const KEY_FILTERS = [...KEY_STATES, 'all'] as const;

export const MEMBER_SORTS = ['name', 'role', 'since'] as const;

/** The members of a project. */
export interface MembersRoute extends SortedPlace<(typeof MEMBER_SORTS)[number]> {
  readonly screen: 'members';
  readonly projectId: string;
}

/** The people of an organization, its roles, who may do what in it, and one's own account. */
export interface PeopleRoute extends TablePlace {
  readonly screen: 'people';
  readonly tab: PeopleTab;
  /** Whose access is looked at. */
  readonly personId?: string | undefined;
  /** Absent: that of the project one works in. */
  readonly organizationId?: string | undefined;
}

/** Ways to look at a trace. */
const TRACE_LOOKS = ['timeline', 'tree', 'conversation', 'graph'] as const;
export type TraceLook = (typeof TRACE_LOOKS)[number];

const COLLECTOR_TABS = ['status', 'settings', 'backup', 'prices', 'appearance'] as const;
export type CollectorTab = (typeof COLLECTOR_TABS)[number];

const PRIVACY_TABS = ['rules', 'playground', 'coverage', 'redactions', 'stored'] as const;
export type PrivacyTab = (typeof PRIVACY_TABS)[number];

const PEOPLE_TABS = ['people', 'roles', 'access', 'account'] as const;
export type PeopleTab = (typeof PEOPLE_TABS)[number];

/** Screens of a project that have nothing more in their address. */
const PROJECT_SCREENS = ['connect', 'visibility', 'usage', 'retention', 'manage'] as const;

const PROJECT_ID = /^prj_[0-9a-z]{12}$/;
const PERSON_ID = /^per_[0-9a-z]{12}$/;
const ORGANIZATION_ID = /^org_[0-9a-z]{12}$/;
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

function parseProject(parts: string[], query: URLSearchParams): Route | null {
  const [, projectId, screen, id] = parts;
  if (projectId === undefined || !PROJECT_ID.test(projectId)) return null;
  if (parts.length === 4 && screen === 'traces' && id !== undefined && TRACE_ID.test(id)) {
    const span = query.get('span');
    const look = TRACE_LOOKS.find((name) => name === query.get('look'));
    return {
      screen: 'trace',
      projectId,
      traceId: id.toLowerCase(),
      spanId: span !== null && SPAN_ID.test(span) ? span.toLowerCase() : null,
      view: query.get('view'),
      ...(look === undefined ? {} : { look }),
    };
  }
  if (screen === 'privacy' && parts.length <= 4) {
    const tab = PRIVACY_TABS.find((name) => name === (id ?? 'rules'));
    return tab === undefined ? null : { screen, projectId, tab };
  }
  if (parts.length !== 3) return null;
  if (screen === 'traces') return { screen, projectId, search: readTraceSearch(query) };
  if (screen === 'sessions') {
    const kind = query.get('kind') === 'user' ? 'user' : 'session';
    return {
      screen,
      projectId,
      kind,
      session: query.get('session'),
      user: query.get('user'),
      ...readSortedPlace(query, ThreadSort.options),
    };
  }
  if (screen === 'keys') {
    const state = KEY_FILTERS.find((name) => name === query.get('state'));
    const environment = query.get('environment')?.slice(0, 60);
    return {
      screen,
      projectId,
      ...(state === undefined ? {} : { state }),
      ...(environment ? { environment } : {}),
      ...readSortedPlace(query, KEY_SORTS),
    };
  }
  if (screen === 'members') {
    return { screen, projectId, ...readSortedPlace(query, MEMBER_SORTS) };
  }
  if (screen === 'compare') {
    return { screen, projectId, a: traceIdOf(query.get('a')), b: traceIdOf(query.get('b')) };
  }
  if (screen === 'analytics') return { screen, projectId, view: readAnalyticsSearch(query) };
  const plain = PROJECT_SCREENS.find((name) => name === screen);
  return plain === undefined ? null : { screen: plain, projectId };
}

function parsePeople(tab: PeopleTab, query: URLSearchParams): Route {
  const personId = query.get('person') ?? '';
  const organizationId = query.get('organization') ?? '';
  return {
    screen: 'people',
    tab,
    ...(tab === 'access' && PERSON_ID.test(personId) ? { personId } : {}),
    ...(ORGANIZATION_ID.test(organizationId) ? { organizationId } : {}),
    ...readTablePlace(query),
  };
}

function traceIdOf(text: string | null): string | null {
  return text !== null && TRACE_ID.test(text) ? text.toLowerCase() : null;
}

/** Reads the address behind the `#`; never throws, an unknown one is the `lost` screen. */
export function parseRoute(hash: string): Route {
  const address = hash.replace(/^#/, '');
  const [path = '', search = ''] = address.split('?', 2);
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { screen: 'home' };
  if (parts[0] === 'projects') {
    const query = new URLSearchParams(search);
    if (parts.length > 1) return parseProject(parts, query) ?? { screen: 'lost', address };
    return {
      screen: 'projects',
      ...(query.get('archived') === '1' ? { archived: true } : {}),
      ...readTablePlace(query),
    };
  }
  if (parts[0] === 'files' && parts.length === 1) return { screen: 'files' };
  if (parts[0] === 'audit' && parts.length === 1) {
    return { screen: 'audit', search: readAuditSearch(new URLSearchParams(search)) };
  }
  if (parts[0] === 'people' && parts.length <= 2) {
    const tab = PEOPLE_TABS.find((name) => name === (parts[1] ?? 'people'));
    if (tab) return parsePeople(tab, new URLSearchParams(search));
  }
  if (parts[0] === 'collector' && parts.length <= 2) {
    const tab = COLLECTOR_TABS.find((name) => name === (parts[1] ?? 'status'));
    if (tab) return { screen: 'collector', tab };
  }
  return { screen: 'lost', address };
}

/** The list of sessions of a project. */
export function sessionsOf(projectId: string): SessionsRoute {
  return { screen: 'sessions', projectId, kind: 'session', session: null, user: null };
}

const withQuery = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}?${query}`;

/** The address of a route, for `href`. */
export function hrefOf(route: Route): string {
  switch (route.screen) {
    case 'home':
      return '#/';
    case 'projects': {
      const query = new URLSearchParams();
      if (route.archived) query.set('archived', '1');
      writeTablePlace(route, query);
      return withQuery('#/projects', query);
    }
    case 'files':
      return '#/files';
    case 'connect':
    case 'visibility':
    case 'usage':
    case 'retention':
    case 'manage':
      return `#/projects/${route.projectId}/${route.screen}`;
    case 'analytics':
      return withQuery(`#/projects/${route.projectId}/analytics`, writeAnalyticsSearch(route.view));
    case 'traces':
      return withQuery(`#/projects/${route.projectId}/traces`, writeTraceSearch(route.search));
    case 'trace': {
      const query = new URLSearchParams();
      if (route.spanId) query.set('span', route.spanId);
      if (route.view) query.set('view', route.view);
      if (route.look && route.look !== 'timeline') query.set('look', route.look);
      return withQuery(`#/projects/${route.projectId}/traces/${route.traceId}`, query);
    }
    case 'sessions': {
      const query = new URLSearchParams();
      if (route.kind === 'user') query.set('kind', route.kind);
      if (route.session !== null) query.set('session', route.session);
      if (route.user !== null) query.set('user', route.user);
      writeTablePlace(route, query);
      return withQuery(`#/projects/${route.projectId}/sessions`, query);
    }
    case 'compare': {
      const query = new URLSearchParams();
      if (route.a) query.set('a', route.a);
      if (route.b) query.set('b', route.b);
      return withQuery(`#/projects/${route.projectId}/compare`, query);
    }
    case 'privacy': {
      const tab = route.tab === 'rules' ? '' : `/${route.tab}`;
      return `#/projects/${route.projectId}/privacy${tab}`;
    }
    case 'keys': {
      const query = new URLSearchParams();
      if (route.state) query.set('state', route.state);
      if (route.environment) query.set('environment', route.environment);
      writeTablePlace(route, query);
      return withQuery(`#/projects/${route.projectId}/keys`, query);
    }
    case 'members': {
      const query = new URLSearchParams();
      writeTablePlace(route, query);
      return withQuery(`#/projects/${route.projectId}/members`, query);
    }
    case 'people': {
      const query = new URLSearchParams();
      if (route.personId) query.set('person', route.personId);
      if (route.organizationId) query.set('organization', route.organizationId);
      writeTablePlace(route, query);
      return withQuery(route.tab === 'people' ? '#/people' : `#/people/${route.tab}`, query);
    }
    case 'audit':
      return withQuery('#/audit', writeAuditSearch(route.search));
    case 'collector':
      return route.tab === 'status' ? '#/collector' : `#/collector/${route.tab}`;
    case 'lost':
      return `#${route.address}`;
  }
}
