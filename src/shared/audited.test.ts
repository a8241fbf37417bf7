import { expect, it } from 'vitest';
import { AUDITED } from './audited.ts';
import { Settings } from './contract/collector.ts';

it('every setting is kept in the audit log: one that is not would change without a trace', () => {
  const kept = Object.keys(AUDITED.settings.state.shape);
  expect(kept).toEqual(expect.arrayContaining(Object.keys(Settings.shape)));
});

it('no kept field has a name that a secret would have', () => {
  const fields = Object.values(AUDITED).flatMap(({ state }) => Object.keys(state.shape));
  expect(fields.filter((name) => /secret|password|token|sha256/i.test(name))).toEqual([]);
});
