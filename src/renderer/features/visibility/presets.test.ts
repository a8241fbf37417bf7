import { expect, it } from 'vitest';
import { MAX_PATTERN } from '../../../shared/visibility.ts';
import { findTwin, PRESETS } from './presets.ts';

it('every preset is made of rules that could be made by hand, none of them twice', () => {
  for (const { rules } of PRESETS) {
    for (const [i, rule] of rules.entries()) {
      expect(rule.pattern.length).toBeGreaterThan(0);
      expect(rule.pattern.length).toBeLessThanOrEqual(MAX_PATTERN);
      expect(new Set(rule.scopes).size).toBe(rule.scopes.length);
      expect(findTwin(rules.slice(i + 1), rule)).toBeUndefined();
    }
  }
});

it('finds a rule of the same coverage whatever the order of its places', () => {
  const rule = { pattern: 'user.', match: 'prefix', scopes: ['span', 'log'] } as const;
  expect(findTwin([rule], { ...rule, scopes: ['log', 'span'] })).toBe(rule);
  expect(findTwin([rule], { ...rule, scopes: ['log'] })).toBeUndefined();
  expect(findTwin([rule], { ...rule, match: 'exact' })).toBeUndefined();
  expect(findTwin([rule], { ...rule, pattern: 'User.' })).toBeUndefined();
});
