import { expect, it } from 'vitest';
import type { QuotaState } from '../../../shared/contract/usage.ts';
import { percentOf, warningText } from './quota-text.ts';

const state: QuotaState = {
  projectId: 'prj_000000000000',
  keyId: null,
  keyName: '',
  quota: 'spansPerDay',
  limit: 1000,
  used: 801,
  level: 'near',
  refused: 0,
  resetsAt: null,
};

it('says what is used up, whose limit it is, and until when', () => {
  expect(warningText(state)).toBe('This project has used 80 % of 1,000 spans a day.');
  const key = { ...state, keyId: 'key_000000000000', keyName: 'web', used: 1000 };
  expect(warningText({ ...key, level: 'reached' })).toBe(
    'The key “web” has used up 1,000 spans a day: more is refused until midnight UTC.',
  );
  const bytes = { ...state, quota: 'bytes', limit: 2e9, used: 3e9, level: 'reached' } as const;
  expect(warningText(bytes)).toBe(
    'This project has used up 2 GB kept: more is refused until the limit is raised.',
  );
  const rate = { ...state, quota: 'requestsPerSecond', limit: 1, used: null, refused: 3 } as const;
  expect(warningText({ ...rate, level: 'reached' })).toBe(
    'This project sent more than 1 request a second; 3 refused today.',
  );
});

it('does not round up to what is not reached', () => {
  expect(percentOf({ used: 999, limit: 1000 })).toBe(99);
});
