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
import { ThreadSort, type ThreadKind } from '../../shared/contract/threads.ts';
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
  | { screen: 'keys'; projectId: string }
  | { screen: 'manage'; projectId: string }
  | { screen: 'members'; projectId: string }
  | { screen: 'visibility'; projectId: string }
  | { screen: 'usage'; projectId: string }
  | { screen: 'privacy'; projectId: string; tab: PrivacyTab }
  | { screen: 'retention'; projectId: string }
  | { screen: 'people'; tab: PeopleTab; personId?: string }
  | { screen: 'audit'; search: AuditSearch }
  | { screen: 'collector'; tab: CollectorTab }
  | { screen: 'lost'; address: string };

/** The list of projects, and what of it is looked at. */
export interface ProjectsRoute {
  readonly screen: 'projects';
  /** What is looked for in names, descriptions, keys and environments. */
  readonly text?: string | undefined;
  /** Those that are archived, in the place of those in use. */
  readonly archived?: true | undefined;
  /** From 0; absent: the first. */
  readonly page?: number | undefined;
}

/** Lists of sessions and of end users; one session as a conversation; the sessions of one user. */
export interface SessionsRoute {
  readonly screen: 'sessions';
  readonly projectId: string;
  readonly kind: ThreadKind;
  readonly session: string | null;
  readonly user: string | null;
  /** Part of an id that is looked for. */
  readonly text?: string | undefined;
  /** What the list is in order of; absent: the last activity, the latest first. */
  readonly order?: { readonly by: ThreadSort; readonly descending: boolean } | undefined;
  /** Of the list, from 0; absent: the first. */
  readonly page?: number | undefined;
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
const PROJECT_SCREENS = [
  'connect',
  'keys',
  'members',
  'visibility',
  'usage',
  'retention',
  'manage',
] as const;

const PROJECT_ID = /^prj_[0-9a-z]{12}$/;
const PERSON_ID = /^per_[0-9a-z]{12}$/;
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** The page of a list: told from 1 on in addresses, as on the screen. */
function readPage(query: URLSearchParams): { page?: number } {
  const text = query.get('page') ?? '';
  const page = /^\d{1,9}$/.test(text) ? Number(text) - 1 : 0;
  return page > 0 ? { page } : {};
}

function writePage(page: number | undefined, query: URLSearchParams): void {
  if (page) query.set('page', String(page + 1));
}

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
    const text = query.get('text')?.slice(0, 512);
    const by = ThreadSort.safeParse(query.get('sort'));
    return {
      screen,
      projectId,
      kind,
      session: query.get('session'),
      user: query.get('user'),
      ...(text ? { text } : {}),
      ...(by.success
        ? { order: { by: by.data, descending: query.get('direction') !== 'up' } }
        : {}),
      ...readPage(query),
    };
  }
  if (screen === 'compare') {
    return { screen, projectId, a: traceIdOf(query.get('a')), b: traceIdOf(query.get('b')) };
  }
  if (screen === 'analytics') return { screen, projectId, view: readAnalyticsSearch(query) };
  const plain = PROJECT_SCREENS.find((name) => name === screen);
  return plain === undefined ? null : { screen: plain, projectId };
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
    const text = query.get('text')?.slice(0, 512);
    return {
      screen: 'projects',
      ...(text ? { text } : {}),
      ...(query.get('archived') === '1' ? { archived: true } : {}),
      ...readPage(query),
    };
  }
  if (parts[0] === 'files' && parts.length === 1) return { screen: 'files' };
  if (parts[0] === 'audit' && parts.length === 1) {
    return { screen: 'audit', search: readAuditSearch(new URLSearchParams(search)) };
  }
  if (parts[0] === 'people' && parts.length <= 2) {
    const tab = PEOPLE_TABS.find((name) => name === (parts[1] ?? 'people'));
    const personId = new URLSearchParams(search).get('person') ?? '';
    if (tab === 'access' && PERSON_ID.test(personId)) return { screen: 'people', tab, personId };
    if (tab) return { screen: 'people', tab };
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
      if (route.text) query.set('text', route.text);
      if (route.archived) query.set('archived', '1');
      writePage(route.page, query);
      return withQuery('#/projects', query);
    }
    case 'files':
      return '#/files';
    case 'connect':
    case 'keys':
    case 'members':
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
      if (route.text) query.set('text', route.text);
      if (route.order) query.set('sort', route.order.by);
      if (route.order?.descending === false) query.set('direction', 'up');
      writePage(route.page, query);
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
    case 'people':
      if (route.tab === 'people') return '#/people';
      return `#/people/${route.tab}${route.personId === undefined ? '' : `?person=${route.personId}`}`;
    case 'audit':
      return withQuery('#/audit', writeAuditSearch(route.search));
    case 'collector':
      return route.tab === 'status' ? '#/collector' : `#/collector/${route.tab}`;
    case 'lost':
      return `#${route.address}`;
  }
}
