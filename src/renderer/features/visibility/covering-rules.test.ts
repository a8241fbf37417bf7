import { expect, it } from 'vitest';
import { isAbout, rulesHiding } from './covering-rules.ts';

it.each([
  ['exact', 'user.id', 'user.id', true],
  ['exact', 'user.id', 'user.ids', false],
  ['prefix', 'user.', 'user.id', true],
  ['prefix', 'user.', 'enduser.id', false],
  ['glob', '*', '', true],
  ['glob', '*.body', 'http.request.body', true],
  ['glob', '*.body', 'http.request.body.size', false],
  ['glob', 'a*b*c', 'aXbXbXc', true],
  ['glob', 'a*b*c', 'aXcXb', false],
  ['glob', 'user.??', 'user.id', true],
  ['glob', 'user.?', 'user.id', false],
  ['glob', 'a?c', 'a🙂c', true],
] as const)('%s %s is about %s: %s', (match, pattern, key, about) => {
  expect(isAbout({ match, pattern }, key)).toBe(about);
});

it('names the rules that hide a key from a viewer, and not those that let them see it', () => {
  const seen = { match: 'prefix', pattern: 'user.', visibleTo: ['project_member'] } as const;
  const hiding = { match: 'exact', pattern: 'user.id', visibleTo: ['project_owner'] } as const;
  const rules = [seen, hiding].map((rule) => ({ ...rule, visibleTo: [...rule.visibleTo] }));
  expect(rulesHiding(rules, 'user.id', 'project_member')).toEqual([rules[1]]);
  expect(rulesHiding(rules, 'user.id', 'project_read_only')).toEqual(rules);
  expect(rulesHiding(rules, 'other', 'project_member')).toEqual([]);
});
