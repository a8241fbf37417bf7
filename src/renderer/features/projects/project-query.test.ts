import { expect, it } from 'vitest';
import type { Project } from '../../../shared/contract/projects.ts';
import { FIRST_VIEW, selectProjects, sortBy } from './project-query.ts';

const project = (name: string, change: Partial<Project> = {}): Project => ({
  id: `prj_${name}`,
  organizationId: 'org_000000000001',
  name,
  description: '',
  isDefault: false,
  createdAt: '2026-01-01T00:00:00Z',
  archivedAt: null,
  keyCount: 0,
  keyPrefixes: [],
  environments: [],
  memberCount: 0,
  externalAllowed: false,
  kept: { shortestDays: null, longestDays: null, legalHold: false },
  permissions: [],
  lastSpanAt: null,
  spanCount: 0,
  bytes: 0,
  ...change,
});

const projects = [
  project('team 10', { spanCount: 5, keyPrefixes: ['spw_abcdef'] }),
  project('Team 9', { spanCount: 50, description: 'Billing' }),
  project('old', { archivedAt: '2026-02-01T00:00:00Z' }),
];
const names = (view: Partial<typeof FIRST_VIEW>) =>
  selectProjects(projects, { ...FIRST_VIEW, ...view }).map(({ name }) => name);

it('shows what is in use, or what is archived', () => {
  expect(names({})).toEqual(['team 10', 'Team 9']);
  expect(names({ archived: true })).toEqual(['old']);
});

it('searches names, descriptions and prefixes of keys', () => {
  expect(names({ search: ' TEAM 1' })).toEqual(['team 10']);
  expect(names({ search: 'bill' })).toEqual(['Team 9']);
  expect(names({ search: 'spw_ABC' })).toEqual(['team 10']);
});

it('sorts by the time kept, forever last', () => {
  const some = [
    project('week', { kept: { shortestDays: 7, longestDays: 7, legalHold: false } }),
    project('ever'),
    project('month', { kept: { shortestDays: 7, longestDays: 30, legalHold: false } }),
  ];
  const view = { ...FIRST_VIEW, sort: 'kept' } as const;
  expect(selectProjects(some, view).map(({ name }) => name)).toEqual(['week', 'month', 'ever']);
});

it('sorts names as people count, and numbers from the largest', () => {
  expect(names(sortBy(FIRST_VIEW, 'name'))).toEqual(['Team 9', 'team 10']);
  expect(names(sortBy(FIRST_VIEW, 'spans'))).toEqual(['Team 9', 'team 10']);
  expect(names(sortBy(sortBy(FIRST_VIEW, 'spans'), 'spans'))).toEqual(['team 10', 'Team 9']);
});
