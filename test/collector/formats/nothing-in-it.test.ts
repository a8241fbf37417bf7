import zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';

const EMPTY = 'the file is empty: write it anew where it came from';
const NOTHING = 'it holds no spans, log records or metrics';
const UNKNOWN = 'nothing in it is of a known format';

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
