import { expect, it } from 'vitest';
import { describeBug } from './describe-bug.ts';

it('says the code of what a system or a library refused', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  expect(describeBug(full)).toMatchObject({ name: 'Error', code: 'SQLITE_FULL' });
  const odd = Object.assign(new Error('no'), { code: 'ada@corp.io' });
  expect(describeBug(odd)).not.toHaveProperty('code');
});

it('says where, and never quotes what was parsed', () => {
  let bug: unknown;
  try {
    JSON.parse('{"card":"4111 1111\n at secret');
  } catch (error) {
    bug = error;
  }
  const fields = describeBug(bug);
  expect(fields['name']).toBe('SyntaxError');
  expect(fields['frames']).toContain('describe-bug.test');
  expect(JSON.stringify(fields)).not.toMatch(/4111|secret/);
});
