import { describe, expect, it } from 'vitest';
import { RAW_PATH, type ShortenedValue } from '../../../shared/span-detail.ts';
import { storedSpan as span } from '../../../../test/support/stored-spans.ts';
import { cpuMs } from '../../../../test/support/cpu-time.ts';
import { spanDetail } from './span-detail.ts';
import { valueAt } from './value-at.ts';

const text = (value: string) => ({ stringValue: value });
const whole = async (stored: ReturnType<typeof span>, path: string): Promise<string> =>
  valueAt(stored, path).text();

describe('spanDetail', () => {
  it('keeps times, ids and numbers exact', () => {
    const detail = spanDetail(
      span({
        startTimeUnixNano: '1790000000123456789',
        endTimeUnixNano: '1790000000123456790',
        attributes: [
          { key: 'big', value: { intValue: '9223372036854775807' } },
          { key: 'nan', value: { doubleValue: 'NaN' } },
        ],
      }),
    );
    expect(detail.startTimeUnixNano).toBe('1790000000123456789');
    expect(detail.durationNano).toBe('1');
    expect(detail.attributes).toEqual([
      { key: 'big', value: { type: 'int', value: '9223372036854775807' } },
      { key: 'nan', value: { type: 'double', value: 'NaN' } },
    ]);
    expect(detail.resource.attributes).toEqual([
      { key: 'service.name', value: { type: 'string', value: 'shop' } },
    ]);
    expect(detail.scope).toMatchObject({ name: 'lib', version: '1.0' });
  });

  it('tells a duration that a stepping clock made negative', () => {
    expect(spanDetail(span({ startTimeUnixNano: '20', endTimeUnixNano: '5' })).durationNano).toBe(
      '-15',
    );
  });

  it('reads the GenAI fields and the conversation', () => {
    const detail = spanDetail(
      span({
        attributes: [
          { key: 'gen_ai.operation.name', value: text('chat') },
          { key: 'gen_ai.request.model', value: text('gpt-4.1') },
          { key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } },
          {
            key: 'gen_ai.input.messages',
            value: text('[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]'),
          },
        ],
      }),
    );
    expect(detail.genAi).toMatchObject({ operation: 'chat', model: 'gpt-4.1', inputTokens: 12 });
    expect(detail.llm?.input).toEqual([
      { role: 'user', name: '', parts: [{ kind: 'text', text: 'Hi' }] },
    ]);
    expect(detail.llmShortened).toEqual({});
    expect(detail).toMatchObject({ costUsd: 0.5, costSource: 'prices' });
  });

  it('has no conversation where there is none', () => {
    expect(spanDetail(span({})).llm).toBeNull();
  });
});

describe('long values', () => {
  const long = 'Grüße 漢字 😀 '.repeat(20_000);

  it('are shortened wherever they are, and given whole by their path', async () => {
    const stored = span({
      attributes: [
        { key: 'a', value: text('short') },
        { key: 'b', value: text(long) },
      ],
      events: [{ name: 'e', timeUnixNano: '1', attributes: [{ key: 'c', value: text(long) }] }],
      links: [
        {
          traceId: '0'.repeat(31) + '1',
          spanId: '0'.repeat(15) + '1',
          attributes: [{ key: 'd', value: text(long) }],
        },
      ],
    });
    const detail = spanDetail(stored);
    expect(JSON.stringify(detail).length).toBeLessThan(20_000);
    const values = [
      detail.attributes[1]!.value,
      detail.events[0]!.attributes[0]!.value,
      detail.links[0]!.attributes[0]!.value,
    ] as ShortenedValue[];
    for (const value of values) {
      expect(value).toMatchObject({
        type: 'shortened',
        of: 'string',
        size: Buffer.byteLength(long),
      });
      expect(long.startsWith(value.preview)).toBe(true);
      expect(Buffer.from(value.preview).toString()).toBe(value.preview);
      expect(await whole(stored, value.path)).toBe(long);
    }
  });

  it('of bytes come back as bytes, of arrays as JSON', async () => {
    const bytes = Buffer.alloc(100_000, 7);
    const items = Array.from({ length: 20_000 }, (_, i) => ({ intValue: String(i) }));
    const stored = span({
      attributes: [
        { key: 'bytes', value: { bytesValue: bytes.toString('base64') } },
        { key: 'list', value: { arrayValue: { values: items } } },
      ],
    });
    const [first, second] = spanDetail(stored).attributes.map(
      ({ value }) => value as ShortenedValue,
    );
    expect(first).toMatchObject({ of: 'bytes', size: 100_000 });
    expect(second).toMatchObject({ of: 'array', size: 20_000 });
    expect(Buffer.from(await valueAt(stored, first!.path).arrayBuffer()).equals(bytes)).toBe(true);
    expect(JSON.parse(await whole(stored, second!.path))).toHaveLength(20_000);
  });

  it('stay within a budget when there are hundreds of them', () => {
    const attributes = Array.from({ length: 400 }, (_, i) => ({
      key: `k${i}`,
      value: text('x'.repeat(60_000)),
    }));
    expect(JSON.stringify(spanDetail(span({ attributes }))).length).toBeLessThan(3e6);
  });

  it('inside messages are shortened and found again', async () => {
    const answer = `Line one\n"quoted" ${'words '.repeat(30_000)}`;
    const messages = [
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Hi' },
          { type: 'text', content: answer },
        ],
      },
    ];
    const stored = span({
      attributes: [
        { key: 'gen_ai.operation.name', value: text('chat') },
        { key: 'gen_ai.input.messages', value: text(JSON.stringify(messages)) },
      ],
    });
    const detail = spanDetail(stored);
    const part = detail.llm!.input[0]!.parts[1] as { kind: string; text: string };
    expect(part.kind).toBe('text');
    expect(answer.startsWith(part.text)).toBe(true);
    const shortened = detail.llmShortened['/input/0/parts/1/text']!;
    expect(shortened.length).toBe(answer.length);
    expect(await whole(stored, shortened.path)).toBe(answer);
  });

  it('inside structured messages are shortened and found again', async () => {
    const answer = `"quoted" ${'words '.repeat(30_000)}`;
    const part = (content: string) => ({
      kvlistValue: {
        values: [
          { key: 'type', value: text('text') },
          { key: 'content', value: text(content) },
        ],
      },
    });
    const message = {
      kvlistValue: {
        values: [
          { key: 'role', value: text('user') },
          { key: 'parts', value: { arrayValue: { values: [part('Hi'), part(answer)] } } },
        ],
      },
    };
    const stored = span({
      attributes: [
        { key: 'gen_ai.operation.name', value: text('chat') },
        { key: 'gen_ai.input.messages', value: { arrayValue: { values: [message] } } },
      ],
    });
    const detail = spanDetail(stored);
    expect(JSON.stringify(detail.llm).length).toBeLessThan(40_000);
    const shortened = detail.llmShortened['/input/0/parts/1/text']!;
    expect(shortened.length).toBe(answer.length);
    expect(await whole(stored, shortened.path)).toBe(answer);
  });

  it('of 10 MB are described in a moment', () => {
    const image = `data:image/png;base64,${'QUJD'.repeat(2.5e6)}`;
    const content = [{ type: 'image_url', image_url: { url: image } }];
    const stored = span({
      attributes: [
        { key: 'gen_ai.operation.name', value: text('chat') },
        { key: 'gen_ai.input.messages', value: text(JSON.stringify([{ role: 'user', content }])) },
      ],
    });
    expect(cpuMs(() => JSON.stringify(spanDetail(stored)))).toBeLessThan(250);
    expect(JSON.stringify(spanDetail(stored)).length).toBeLessThan(200_000);
  });
});

describe('valueAt', () => {
  it('gives the span as OTLP/JSON', async () => {
    const stored = span({ name: 'checkout' });
    const document = JSON.parse(await whole(stored, RAW_PATH)) as {
      resourceSpans: { resource: unknown; scopeSpans: { spans: { name: string }[] }[] }[];
    };
    expect(document.resourceSpans[0]!.scopeSpans[0]!.spans[0]!.name).toBe('checkout');
  });

  it('says what is wrong with a path', () => {
    const stored = span({ attributes: [{ key: 'a', value: text('["x"]') }] });
    for (const path of ['attributes/7', 'events/0/attributes/0', 'attributes/0@3']) {
      expect(() => valueAt(stored, path)).toThrowError(
        expect.objectContaining({ code: 'not_found' }) as Error,
      );
    }
    expect(() => valueAt(stored, '../secret')).toThrowError(
      expect.objectContaining({ code: 'invalid' }) as Error,
    );
  });
});
