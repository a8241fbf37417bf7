import { describe, expect, it } from 'vitest';
import { ANY_ENTRY } from '../features/audit/audit-search.ts';
import { hrefOf, parseRoute, type Route } from './route.ts';

const projectId = 'prj_0123456789ab';
const traceId = '0af7651916cd43dd8448eb211c80319c';

describe('routes', () => {
  it.each<Route>([
    { screen: 'home' },
    { screen: 'projects' },
    { screen: 'projects', text: 'a & b', archived: true, page: 3 },
    { screen: 'connect', projectId },
    { screen: 'keys', projectId },
    {
      screen: 'keys',
      projectId,
      text: 'checkout & co',
      state: 'all',
      environment: 'a b',
      order: { by: 'name', descending: false },
      page: 1,
    },
    { screen: 'members', projectId },
    {
      screen: 'members',
      projectId,
      text: '.777@',
      order: { by: 'role', descending: true },
      page: 13,
    },
    { screen: 'privacy', projectId, tab: 'rules' },
    { screen: 'privacy', projectId, tab: 'redactions' },
    { screen: 'people', tab: 'people' },
    { screen: 'people', tab: 'people', organizationId: 'org_0123456789ab', text: 'ü', page: 1 },
    { screen: 'people', tab: 'roles' },
    { screen: 'people', tab: 'access', personId: 'per_0123456789ab' },
    { screen: 'audit', search: ANY_ENTRY },
    { screen: 'audit', search: { ...ANY_ENTRY, text: 'a?b#c&d', action: 'key.*', projectId } },
    { screen: 'collector', tab: 'status' },
    { screen: 'collector', tab: 'prices' },
    { screen: 'trace', projectId, traceId, spanId: null, view: null },
    { screen: 'trace', projectId, traceId, spanId: 'b7ad6b7169203331', view: 'messages' },
    {
      screen: 'traces',
      projectId,
      search: {
        time: { kind: 'between', fromUs: 1_700_000_000_000_000, toUs: 1_700_000_060_000_000 },
        terms: {
          services: ['a & b', 'c/d'],
          environments: [''],
          models: ['gpt-4.1'],
          status: 'error',
          minDurationUs: 1500,
          maxDurationUs: 2_000_000,
          name: 'POST /x?y=#1',
          session: 's 1',
          user: 'ü',
          attributes: [
            { key: 'a', value: 'x=y' },
            { key: 'b.c', value: '' },
            { key: 'x=1%3D', value: '=' },
          ],
        },
      },
    },
    {
      screen: 'traces',
      projectId,
      search: { time: { kind: 'last', range: '6h' }, terms: {} },
    },
    { screen: 'trace', projectId, traceId, spanId: null, view: null, look: 'graph' },
    { screen: 'compare', projectId, a: traceId, b: null },
    { screen: 'sessions', projectId, kind: 'session', session: 'a/b ü&=#', user: null },
    { screen: 'sessions', projectId, kind: 'user', session: null, user: '利用者' },
    {
      screen: 'sessions',
      projectId,
      kind: 'session',
      session: null,
      user: null,
      text: 'a b',
      order: { by: 'cost', descending: false },
      page: 2,
    },
  ])('has an address that leads back: %o', (route) => {
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });

  it('knows ids by their shape, whatever their letter case', () => {
    const address = `#/projects/${projectId}/traces/${traceId.toUpperCase()}?span=zzz`;
    expect(parseRoute(address)).toEqual({
      screen: 'trace',
      projectId,
      traceId,
      spanId: null,
      view: null,
    });
  });

  it.each(['0', '1', '-3', 'x', '1e9'])('reads page %s as the first', (page) => {
    expect(parseRoute(`#/projects?page=${page}`)).toEqual({ screen: 'projects' });
  });

  it.each(['state=nothing', 'sort=secret', 'direction=up', 'environment=', 'text='])(
    'leaves out %s, which says nothing of keys',
    (query) => {
      const address = `#/projects/${projectId}/keys?${query}`;
      expect(parseRoute(address)).toEqual({ screen: 'keys', projectId });
    },
  );

  it.each([
    '#/projects/nonsense/traces',
    `#/projects/${projectId}`,
    `#/projects/${projectId}/traces/123`,
    `#/projects/${projectId}/traces/${traceId}/more`,
    '#/collector/secrets',
    `#/projects/${projectId}/privacy/nothing`,
    '#/constructor',
  ])('is lost at %s', (address) => {
    expect(parseRoute(address)).toEqual({ screen: 'lost', address: address.slice(1) });
  });
});
