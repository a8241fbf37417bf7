import zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';

const EMPTY = 'the file is empty: write it anew where it came from';
const NOTHING = 'it holds no spans, log records or metrics';
const UNKNOWN = 'nothing in it is of a known format';

const line = (name: string) => `${JSON.stringify(exportRequest([{ name }]))}\n`;
const member = (name: string) => zlib.gzipSync(line(name));

it.each([
  ['an empty file', '', EMPTY],
  [
    'a packed empty file',
    zlib.gzipSync(''),
    'there is nothing in it once it is unpacked: write it anew where it came from',
  ],
  ['white space', ' \r\n\t\n', 'there is nothing but white space in it'],
  ['an empty list', '[]', NOTHING],
  ['an empty object', '{}\n', NOTHING],
  ['a request without spans', '{"resourceSpans":[]}', NOTHING],
  ['an answer that found nothing', '{"data":null,"total":0}', NOTHING],
  ['names of columns', 'id,timestamp,name\n', NOTHING],
  ['words', 'hello\nworld\n', UNKNOWN],
  [
    'a ZIP archive',
    Buffer.from('PK\x03\x04\x14\0', 'latin1'),
    'it is a ZIP archive: unpack it first',
  ],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), UNKNOWN],
  ['an answer that failed', '{"error":{"message":"no"}}', 'it is JSON of no known form'],
])('tells of %s, of which nothing can be read', async (_what, file, reason) => {
  const { spans, problems } = await readFormats(file);
  expect(spans).toEqual([]);
  expect(problems.map((problem) => problem.reason)).toContain(reason);
});

it('reads UTF-16 of either order, with its mark and without', async () => {
  const lines = ['größer', '日本 🙂'].map((name) => JSON.stringify(exportRequest([{ name }])));
  const little = Buffer.from(lines.join('\r\n'), 'utf16le');
  const big = Buffer.from(little).swap16();
  const marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])] as const;
  const files = [little, big, Buffer.concat([marks[0], little]), Buffer.concat([marks[1], big])];
  for (const file of files) {
    const { spans, problems, formats } = await readFormats(zlib.gzipSync(file));
    expect(problems).toEqual([]);
    expect(formats).toEqual(['gzip', 'UTF-16', 'OTLP JSON']);
    expect(spans.map(({ name }) => name)).toEqual(['größer', '日本 🙂']);
  }
});

it('says once for how many lines there are words, and once that a text is not UTF-8', async () => {
  const words = await readFormats(`${line('a')}${'hello "you"\n\n'.repeat(50)}${line('b')}oh\n`);
  expect(words.spans.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(words.problems).toMatchObject([
    { place: { line: 2 }, reason: '50 lines from here hold no records', records: 50 },
    { place: { line: 103 }, reason: 'it is not valid JSON', records: 1 },
  ]);
  const latin = Buffer.from(line('größer').repeat(3), 'latin1');
  const { spans, problems } = await readFormats(latin);
  expect(spans).toHaveLength(3);
  expect(problems).toMatchObject([{ place: { line: 1 }, records: 0 }]);
  expect(problems[0]!.reason).toContain('it is not UTF-8');
});

it.each([
  ['a stream of events', 'data: ', ''],
  ['a log', '2026-11-21T12:00:00.123Z INFO [main] app, 7: sent ', ''],
  ['containers', 'web-1  | ', ''],
  ['syslog', '<14>Nov 21 12:00:00 host app[12]: ', ' (done: 1, 2})'],
])('reads what stands behind the words of lines of %s', async (_what, before, behind) => {
  const worded = (name: string): string => `${before}${line(name).trim()}${behind}\n`;
  const file = `${worded('a')}${worded('b')}${before}nothing\n${worded('c')}${line('d')}`;
  const { spans, problems } = await readFormats(file);
  expect(spans.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(problems.map(({ place }) => place.line)).toEqual(expect.arrayContaining([1, 2]));
});

it('reads every member of a gzip file, and what came before something that is none', async () => {
  const named = Buffer.concat([
    // With an extra field, a name, a comment and a checksum of the header (RFC 1952).
    Buffer.from('1f8b081e0000000000030200787961006200abcd', 'hex'),
    member('b').subarray(10),
  ]);
  const both = Buffer.concat([member('a'), named]);
  const cases: readonly (readonly [Buffer, string | undefined])[] = [
    [both, undefined],
    [Buffer.concat([both, Buffer.alloc(700)]), undefined],
    [Buffer.concat([both, Buffer.from('more')]), 'what follows is not gzip'],
    [Buffer.concat([both, member('c').subarray(0, 12)]), 'unexpected end of file'],
    [Buffer.concat([both.subarray(0, -6), Buffer.from('xxxxxx')]), 'incorrect data check'],
  ];
  for (const [file, damage] of cases) {
    const { spans, problems } = await readFormats(file);
    expect(spans.map(({ name }) => name)).toEqual(['a', 'b']);
    const told = problems.map(({ reason }) => reason).join();
    expect(told).toEqual(damage === undefined ? '' : expect.stringContaining(damage));
  }
});
