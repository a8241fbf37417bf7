import { expect, test } from 'vitest';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { policy } from './policies.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const OBJECT = '{"email":"ada@corp.io","page":4}';
const CLEAN = '{"email":"[EMAIL]","page":4}';
const LETTER = 'Write to ada@corp.io or to bob@corp.io';
const CLEAN_LETTER = 'Write to [EMAIL] or to [EMAIL]';

test.each([
  ['a value as a whole', base64(LETTER), base64(CLEAN_LETTER)],
  ['base64 of base64', base64(base64(LETTER)), base64(base64(CLEAN_LETTER))],
  ['an object in a URL', `/list?cursor=${base64(OBJECT)}&n=2`, `/list?cursor=${base64(CLEAN)}&n=2`],
  [
    'an object for URLs',
    Buffer.from(OBJECT).toString('base64url'),
    Buffer.from(CLEAN).toString('base64url'),
  ],
  [
    'an object in JSON in JSON',
    JSON.stringify(JSON.stringify({ body: base64(OBJECT) })),
    JSON.stringify(JSON.stringify({ body: base64(CLEAN) })),
  ],
  ['a parameter', `data=${base64(LETTER)}&v=2`, `data=${base64(CLEAN_LETTER)}&v=2`],
  [
    'a padded part of a line',
    `got ${base64(`${LETTER}!!`)} in 3 ms`,
    `got ${base64(`${CLEAN_LETTER}!!`)} in 3 ms`,
  ],
  ['a login', base64('user=ada&password=hunter2!'), base64('user=ada&password=[SECRET]')],
])('%s is unpacked, redacted and packed again', (_what, text, expected) => {
  const redactor = new TextRedactor(policy());
  expect(redactor.redact(text, 'k').text).toBe(expected);
  const bytes = Buffer.from(text);
  expect(redactor.redactBytes(bytes, 0, bytes.length, 'k')?.text).toBe(expected);
  expect(redactor.redact(expected, 'k')).toEqual({ text: expected, hits: [] });
  expect(new TextRedactor(policy({ mode: 'detect' })).redact(text, 'k').text).toBe(text);
});

test.each([
  ['a cursor without anything', base64('{"id":123456,"page":4}')],
  ['a picture', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'],
  [
    'a digest',
    'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DQ6n/tKD1m2X/0bvsuYBEE',
  ],
  ['the name of a class', 'ChatCompletionStreamingEventHandler1'],
])('%s stays', (_what, text) => {
  expect(new TextRedactor(policy()).redact(text, 'k')).toEqual({ text, hits: [] });
});

test('what is allowed, and rules of a project, hold in base64 too', () => {
  const allowing = new TextRedactor(policy({ allowDomains: ['corp.io'] }));
  expect(allowing.redact(base64(LETTER), 'k').hits).toEqual([]);
  const rule = { id: 'r', type: 'NAME', kind: 'keywords', keywords: ['Bluebird'] } as const;
  const ruling = new TextRedactor(policy({ types: {}, rules: [rule] }));
  const text = base64('The project is called Bluebird');
  expect(ruling.redact(text, 'k').text).toBe(base64('The project is called [NAME]'));
});

test('base64 in which the scanner finds something by itself goes as a whole', () => {
  const text = `{"password":"${base64(LETTER)}"}`;
  expect(new TextRedactor(policy()).redact(text, 'k').text).toBe('{"password":"[SECRET]"}');
});
