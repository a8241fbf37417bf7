import { expect, it } from 'vitest';
import { FIRST_VIEW, listInput, routeOf, sortBy, viewOf } from './key-query.ts';

it('asks for one page, with the filters that are set', () => {
  expect(listInput('prj', { ...FIRST_VIEW, page: 2 })).toEqual({
    projectId: 'prj',
    search: '',
    state: 'active',
    sort: 'created',
    order: 'desc',
    offset: 200,
    limit: 100,
  });
  expect(listInput('prj', { ...FIRST_VIEW, state: 'all', environment: 'eu' })).toMatchObject({
    environment: 'eu',
  });
  expect(listInput('prj', { ...FIRST_VIEW, state: 'all' })).not.toHaveProperty('state');
});

it('sorts by another column from its own first direction and back, on the first page', () => {
  const byName = sortBy({ ...FIRST_VIEW, page: 3 }, 'name');
  expect(byName).toMatchObject({ sort: 'name', order: 'asc', page: 0 });
  expect(sortBy(byName, 'name')).toMatchObject({ order: 'desc' });
  expect(sortBy(byName, 'spans')).toMatchObject({ sort: 'spans', order: 'desc' });
});

it('is shown again at its address', () => {
  const view = { ...FIRST_VIEW, search: 'a', state: 'all', environment: 'eu', page: 2 } as const;
  const sorted = { ...view, sort: 'spans', order: 'asc' } as const;
  for (const each of [FIRST_VIEW, view, sorted]) expect(viewOf(routeOf('prj', each))).toEqual(each);
  expect(routeOf('prj', FIRST_VIEW)).toEqual({ screen: 'keys', projectId: 'prj' });
});

it.each([
  ['spw_3f9c2a', 'spw_3f9c2a'],
  ['spw_pub_3f9c2aXXXXXXXXXXXXXXXX', 'spw_pub_3f9c2aXXXXXXXXXXXXXXXX'],
  ['spw_3f9c2aX', undefined],
  ['authorization=Bearer spw_3f9c2aXXXXXXXXXXXXXXXXXXXXX', undefined],
])('has %s in its address only where it is no secret', (search, text) => {
  expect(routeOf('prj', { ...FIRST_VIEW, search }).text).toBe(text);
});
