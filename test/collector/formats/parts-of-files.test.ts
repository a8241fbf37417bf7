import zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { BLOCK_BYTES, tarHeader } from '../../../src/main/collector/backup/tar.ts';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';
import { tarFile } from '../../support/tar-file.ts';

const request = (name: string) => Buffer.from(JSON.stringify(exportRequest([{ name }])));
const encrypted = Buffer.from('age-encryption.org/v1\n-> scrypt aGVsbG8 18\nbody\n--- mac\n');
let packedOften = request('too deep');
for (let times = 0; times < 6; times += 1) packedOften = zlib.gzipSync(packedOften);

function framed(body: Buffer, length = body.length): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(length);
  return Buffer.concat([prefix, body]);
}

async function read(file: Buffer | string) {
  const { spans, problems } = await readFormats(file);
  const reasons = problems.map(({ place, reason }) => [place.entry ?? place.line, reason]);
  return { names: spans.map(({ name }) => name), reasons };
}

it('reads of an archive what is not encrypted, packed too often or kept by macOS beside its files', async () => {
  const file = tarFile({
    'a.json': request('first'),
    'b.age': encrypted,
    'c.gz': packedOften,
    '._d.json': Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]),
    'd.json': request('last'),
  });
  expect(await read(file)).toEqual({
    names: ['first', 'last'],
    reasons: [
      ['b.age', 'The file is encrypted. Give the passphrase it was made with.'],
      ['c.gz', 'The file is compressed more than 4 times over.'],
    ],
  });
});

it('ends where archives are inside of each other again and again', async () => {
  const innermost = tarFile({ 'a.json': request('inside') });
  const headers = Array.from({ length: 3000 }, (_, at) =>
    tarHeader('n.tar', innermost.length + at * BLOCK_BYTES),
  );
  const file = Buffer.concat([...headers.toReversed(), innermost]);
  expect((await read(file)).reasons[0]).toEqual([
    'n.tar',
    'it is an archive inside of 4 others: unpack them first',
  ]);
});

it('finds packed and JSON messages again after one whose length is wrong, or that cannot be read', async () => {
  for (const pack of [(body: Buffer) => body, zlib.gzipSync, zlib.zstdCompressSync]) {
    const [first, second, third] = ['first', 'second', 'third'].map((name) => pack(request(name)));
    const file = Buffer.concat([
      framed(first!),
      framed(encrypted),
      framed(second!, second!.length + 300),
      framed(third!),
    ]);
    const { names, reasons } = await read(file);
    expect(names).toEqual(['first', 'second', 'third']);
    expect(reasons).toHaveLength(2);
  }
});

it('loses of a table the row whose quotes are wrong and no other', async () => {
  const rows = [1, 2, 3, 4].map(
    (at) => `${at},trace-${at},SPAN,row ${at},2026-11-20T10:00:0${at}Z,"{""a"":""b\nc""}"`,
  );
  const head = 'id,traceId,type,name,startTime,input\n';
  for (const broken of ['"2,trace-2', '2,"trace-2', '2,trace-2,"']) {
    const file = head + rows.join('\n').replace('2,trace-2', broken);
    const { names, reasons } = await read(file);
    expect(names, broken).toEqual(['row 1', 'row 3', 'row 4']);
    expect(reasons[0]?.[0]).toBe(4);
  }
  // A quote inside of a text is a part of it.
  const inches = head + rows.join('\n').replace('row 2', '5" pipe');
  expect(await read(inches)).toEqual({
    names: ['row 1', '5" pipe', 'row 3', 'row 4'],
    reasons: [],
  });
});

it('keeps spans of Jaeger whose tags are not of the type they say', async () => {
  const span = {
    traceID: '1',
    spanID: '2',
    startTime: 1_700_000_000_000_000,
    process: { serviceName: 'shop' },
    tags: [
      { key: 'big', type: 'int64', value: '99999999999999999999' },
      { key: 'edge', type: 'int64', value: '9223372036854775808' },
      { key: 'bytes', type: 'binary', value: 'not base64!' },
    ],
  };
  const { spans, problems } = await readFormats(JSON.stringify(span));
  expect(problems).toEqual([]);
  expect(spans[0]?.['attributes']).toEqual([
    { key: 'big', value: { stringValue: '99999999999999999999' } },
    { key: 'edge', value: { stringValue: '9223372036854775808' } },
    { key: 'bytes', value: { stringValue: 'not base64!' } },
  ]);
});

it('tells of an archive that is cut short, between its entries too', async () => {
  const content = JSON.stringify(exportRequest([{ name: 'good' }]));
  const whole = tarFile({ 'a.json': content, 'b.json': content });
  const entry = (whole.length - 1024) / 2;
  for (const end of [entry, entry - 1, 2 * entry, 2 * entry - 1]) {
    const { spans, problems } = await readFormats(whole.subarray(0, end));
    expect(spans).toHaveLength(Math.ceil(end / entry));
    expect(problems).toMatchObject([{ place: { byte: end } }]);
    expect(problems[0]!.reason).toContain('ends without its mark');
  }
});
