import { expect, it } from 'vitest';
import { fieldsOf, nameOf, NEW_RULE, readRule, typeOf } from './rule-fields.ts';

it('reads a pattern, its type after its name unless there is one', () => {
  const fields = { ...NEW_RULE, id: 'employee-id', pattern: 'EMP-\\d+' };
  expect(readRule(fields, [])).toEqual({
    rule: {
      id: 'employee-id',
      type: 'EMPLOYEE_ID',
      kind: 'pattern',
      pattern: 'EMP-\\d+',
      ignoreCase: false,
    },
  });
  expect(typeOf('a-b_c')).toBe('A_B_C');
  expect(nameOf('Employee number')).toBe('employee-number');
});

it('reads words one a line, each once', () => {
  const fields = {
    ...NEW_RULE,
    id: 'names',
    type: 'PROJECT',
    kind: 'keywords' as const,
    keywords: ' Falcon \n\nFalcon\nBlue Sky',
    ignoreCase: true,
  };
  const read = readRule(fields, []);
  expect(read).toMatchObject({ rule: { keywords: ['Falcon', 'Blue Sky'], type: 'PROJECT' } });
  expect('rule' in read && fieldsOf(read.rule)).toEqual({
    ...fields,
    keywords: 'Falcon\nBlue Sky',
  });
});

it.each([
  [{ id: 'emp', pattern: 'a' }, ['emp'], 'id'],
  [{ id: 'Émile', pattern: 'a' }, [], 'id'],
  [{ id: 'emp', type: 'no spaces', pattern: 'a' }, [], 'type'],
  [{ id: 'emp', pattern: '' }, [], 'words'],
  [{ id: 'emp', pattern: 'x'.repeat(1001) }, [], 'words'],
  [{ id: 'emp', kind: 'keywords' as const, keywords: ' \n ' }, [], 'words'],
  [{ id: 'emp', kind: 'keywords' as const, keywords: 'x'.repeat(201) }, [], 'words'],
])('says what is wrong with %j', (fields, taken, field) => {
  const read = readRule({ ...NEW_RULE, ...fields }, taken);
  expect('problems' in read && Object.keys(read.problems)).toEqual([field]);
});

it('says all that is wrong at once', () => {
  expect(readRule({ ...NEW_RULE, type: 'no spaces' }, [])).toEqual({
    problems: {
      id: 'Write a name.',
      type: expect.stringContaining('A-Z'),
      words: 'Write a pattern.',
    },
  });
});
