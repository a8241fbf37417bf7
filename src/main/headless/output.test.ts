import { expect, test } from 'vitest';
import { formatTable } from './output.ts';
import { visible } from './visible.ts';

test('what senders write into names cannot steer the terminal or look like a row of its own', () => {
  const name = 'a\u001b[2J\u0007\r\nb\u009b31m\u202ec\tü🙂';
  const [heading, row, ...rest] = formatTable(['NAME', 'SPANS'], [[name, 1]]).split('\n');
  expect(row).toMatch(/^a\\u001b\[2J\\u0007\\u000d\\u000ab\\u009b31m\\u202ec\\u0009ü🙂 +1$/);
  expect(heading).toHaveLength(row!.length);
  expect(rest).toEqual([]);
});

test('lines of a text stay lines, and JSON means the same as before', () => {
  expect(visible('a\n\tb\u001b', '\n\t')).toBe('a\n\tb\\u001b');
  const value = { name: 'a\u009b\u2028\u202e\u200f\u061c\u0000' };
  const shown = visible(JSON.stringify(value));
  expect(shown).toMatch(/^[ -~]+$/);
  expect(JSON.parse(shown)).toEqual(value);
});

test('columns stand below each other whatever script a name is in; an empty table says that it is', () => {
  const rows = formatTable(
    ['NAME', 'SPANS'],
    [
      ['顧客サポート', 1],
      ['cafe\u0301', 20],
    ],
  ).split('\n');
  expect(rows).toEqual(['NAME          SPANS', '顧客サポート      1', 'cafe\u0301             20']);
  expect(formatTable(['NAME', 'SPANS'], [])).toBe('NAME  SPANS\n(none)');
});

test('names make way where a terminal is too narrow, ids and times do not', () => {
  const trace = 'a'.repeat(32);
  const table = (room?: number) =>
    formatTable(['TRACE', 'NAME', 'MS'], [[trace, 'POST /v1/support/answer', 12]], room).split(
      '\n',
    );
  expect(table(61)[1]).toBe(`${trace}  POST /v1/support/answer  12`);
  expect(table(52)).toEqual([
    `TRACE${' '.repeat(27)}  NAME            MS`,
    `${trace}  POST /v1/supp…  12`,
  ]);
  // Where even that is not enough a row takes several lines, and nothing is lost.
  expect(table(40)).toEqual([
    'TRACE',
    '  NAME                     MS',
    trace,
    '  POST /v1/support/answer  12',
  ]);
  expect(table()[1]).toContain('POST /v1/support/answer');
});

test('what is the same in every row is told once where a terminal has no room for it', () => {
  const rows = ['EMAIL', 'CREDIT_CARD'].map((kind, row) => [
    '2026-11-23T22:00Z',
    kind,
    'http.request.header.authorization',
    '',
    'on',
    row,
  ]);
  const table = (some: typeof rows, room?: number) =>
    formatTable(['HOUR', 'KIND', 'KEY', 'ENVIRONMENT', 'MODE', 'COUNT'], some, room).split('\n');
  expect(table(rows, 40)).toEqual([
    'Of all rows: HOUR 2026-11-23T22:00Z, KEY http.request.header.authorization, ENVIRONMENT (none), MODE on',
    '',
    'KIND         COUNT',
    'EMAIL            0',
    'CREDIT_CARD      1',
  ]);
  expect(table(rows, 80)[0]).toMatch(/^HOUR .* KEY +ENVIRONMENT  MODE  COUNT$/);
  expect(table(rows)[2]).toContain('http.request.header.authorization');
  expect(table(rows.slice(0, 1), 40)[0]).toMatch(/^HOUR/);
});

test('a row that no terminal has room for goes on in a line below, and no time is cut', () => {
  const time = '2026-11-24T01:48:27.103Z';
  const rows = [
    [time, 'a'.repeat(32), 'POST /v1/support/answer', 'api', 'never', 5],
    [time, 'b'.repeat(32), 'x', '', time, 1234],
  ];
  const headings = ['STARTED', 'TRACE', 'NAME', 'SERVICE', 'LAST USED', 'MS'];
  expect(formatTable(headings, rows, 76).split('\n')).toEqual([
    `Of all rows: STARTED ${time}`,
    '',
    'TRACE                             NAME                     SERVICE',
    '  LAST USED                    MS',
    `${'a'.repeat(32)}  POST /v1/support/answer  api`,
    '  never                         5',
    `${'b'.repeat(32)}  x`,
    `  ${time}  1,234`,
  ]);
});

test('times are told to the minute before a row goes on in a line below', () => {
  const row = ['key_5j025mncbebb', 'a name of some length', '2026-11-24T01:48:27.610Z', 7];
  const table = (room: number) =>
    formatTable(['ID', 'NAME', 'LAST USED', 'SPANS'], [row], room).split('\n')[1];
  expect(table(63)).toBe('key_5j025mncbebb  a name of s…  2026-11-24T01:48:27.610Z      7');
  expect(table(62)).toBe('key_5j025mncbebb  a name of some le…  2026-11-24T01:48Z      7');
});

test('amounts that are known only about stay whole', () => {
  const row = ['prj_efxa38yb45ba', '2026-11-22', 'traces', 'a part', 'a reason that is long', 7];
  const text = formatTable(['P', 'D', 'S', 'W', 'R', 'N', 'B'], [[...row, 'about 12,345,678']], 80);
  expect(text).toMatch(/…  7  about 12,345,678$/);
});

test('a table without headings has no line for them', () => {
  expect(formatTable(['', ''], [['mode', 'on']])).toBe('mode  on');
});
