import { expect, it } from 'vitest';
import { FIRST_VIEW, listInput, sortBy } from './key-query.ts';

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
