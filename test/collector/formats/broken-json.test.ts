import { expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';

const groups = ['a', 'b', 'c'].map((name) => {
  const spans = [1, 2].map((number) => ({ name: `${name}${number}`, attributes: { path: '{[' } }));
  return (exportRequest(spans, name) as { resourceSpans: unknown[] }).resourceSpans[0];
});

const span = (name: string) => ({
  id: name.repeat(16),
  traceId: name.repeat(32),
  name,
  timestamp: 1_700_000_000_000_000,
  duration: 5,
  tags: { 'http.path': '/' },
});
const jaegerSpan = (name: string) => ({
  traceID: name.repeat(32),
  spanID: name.repeat(16),
  operationName: name,
  startTime: 1_700_000_000_000_000,
  duration: 5,
  tags: [{ key: 'path', type: 'string', value: '/' }],
  processID: 'p1',
});
const jaegerTrace = (name: string) => ({
  traceID: name.repeat(32),
  spans: [jaegerSpan(name)],
  processes: { p1: { serviceName: 'shop', tags: [] } },
});

const FILES: Readonly<Record<string, string>> = {
  'a request': JSON.stringify({ resourceSpans: groups }, null, 2),
  'a list of requests': JSON.stringify(
    groups.map((group) => ({ resourceSpans: [group] })),
    null,
    '\t',
  ),
  'a list of spans': JSON.stringify(['a', 'b', 'c'].map(span), null, 4),
  'a download of Jaeger': JSON.stringify({ data: ['a', 'b', 'c'].map(jaegerTrace) }, null, 2),
};

it.each(Object.entries(FILES))(
  'loses of %s that is indented no more than one element, wherever a sign is missing or too many',
  async (_name, file) => {
    const lines = file.split('\n');
    // Only what lies behind the beginning of an element can be told by it.
    const first = lines.findIndex((line) => /"(name|operationName)": /.test(line));
    for (const [at, line] of lines.entries()) {
      if (at < first || at % 3 > 0) continue;
      for (const broken of [line.slice(0, -1), `${line}}`, `${line}{`]) {
        const damaged = lines.with(at, broken).join('\n');
        const { spans, problems } = await readFormats(damaged, { pieceBytes: 4096 });
        const left = new Set(spans.map((one) => String(one['name'])[0]));
        expect(left.size, `line ${at + 1}: ${broken}`).toBeGreaterThanOrEqual(2);
        if (left.size < 3) expect(problems.length).toBeGreaterThan(0);
      }
    }
  },
);

it('never takes sound JSON apart, wherever its lines begin and end', async () => {
  for (const end of ['\n', '\n ', '\n    ']) {
    for (const sign of ['{', '}', '[', ']', ',', ':']) {
      const file = `[${JSON.stringify({ resourceSpans: groups }).replaceAll(sign, `${end}${sign}\n`)}]`;
      const { spans, problems } = await readFormats(
        file.replaceAll(/"[^"]*"/g, (text) => text.replaceAll(/\n */g, '')),
      );
      expect(problems).toEqual([]);
      expect(spans).toHaveLength(6);
    }
  }
});

it('reads members after commas too many', async () => {
  const file = FILES['a request']!.replaceAll('"scope":', ',"scope":').replaceAll(
    /\n( {4}|)\}/g,
    ',\n$1}',
  );
  const { spans, problems } = await readFormats(file);
  expect(spans).toHaveLength(6);
  expect(problems).toEqual([]);
});

it('reads records without what is wrong in their resource, scope and schemaUrl, and says so', async () => {
  const bad = JSON.stringify(exportRequest([{ name: 'kept' }], 'shop', { wrong: 'x' }))
    .replace('{"stringValue":"x"}', '{"intValue":"x"}')
    .replace('"scope":{"name":"test"}', '"schemaUrl":5,"scope":{"name":7}');
  const { spans, problems } = await readFormats(bad);
  expect(spans).toMatchObject([{ name: 'kept', service: 'shop' }]);
  expect(problems.map(({ reason }) => reason)).toEqual([
    'the resource is read without what is wrong in it: resource.attributes[1].value.intValue: must be an integer, as decimal text or a number',
    'the scope is read without what is wrong in it: scope.name: must be a string',
    'a schemaUrl is no text and is left out',
  ]);
});

it('takes ids in base64 wherever they are, and names what nests too deep', async () => {
  const ids = { traceId: 'Cvdlr1kBzUPdhEjrIRyAMQ==', spanId: 't61rcWkgMzE=' };
  const dataPoints = [{ asInt: '1', timeUnixNano: '1', exemplars: [ids] }];
  const metrics = [{ name: 'm', sum: { aggregationTemporality: 2, dataPoints } }];
  const deep = `${'{"arrayValue":{"values":['.repeat(60)}{}${']}}'.repeat(60)}`;
  const logs = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${deep}}]}]}]}`;
  const file = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const { metrics: read, problems } = await readFormats(`${file}\n${logs}`);
  expect(JSON.stringify(read)).toContain('"spanId":"b7ad6b7169203331"');
  expect(problems.map(({ reason }) => reason)).toEqual([expect.stringContaining('nests deeper')]);
});

const line = (name: string) => JSON.stringify(exportRequest([{ name }]));

it('reads lines behind a mark of UTF-8 and behind words that end at a bracket', async () => {
  const mark = '\ufeff';
  const files = [`${mark}${line('a')}\n${mark}${line('b')}`, `${line('c')}${mark}${line('d')}`];
  const words = [`docker-1|${line('e')}`, `12${line('f')}`, `\u{ff01}[${line('g')}]`];
  for (const pieceBytes of [1, 2, 997]) {
    const marked = await readFormats([...files, mark].join('\n'), { pieceBytes });
    expect(marked.spans.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
    expect(marked.problems).toEqual([]);
    const { spans, problems } = await readFormats(words.join('\n'), { pieceBytes });
    expect(spans.map(({ name }) => name)).toEqual(['e', 'f', 'g']);
    expect(problems).toHaveLength(3);
  }
});
