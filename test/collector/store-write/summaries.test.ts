import { describe, expect, test } from 'vitest';
import type { SpanFields } from '../../../src/main/collector/otlp/types.ts';
import { unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { decodeSpanHeader } from '../../../src/main/collector/store/segment/span-header.ts';
import { summarize } from '../../../src/main/collector/store/summarize.ts';
import type { TraceParts } from '../../../src/main/collector/store/trace-parts.ts';
import { NOON_US, spanId, spanSegment, traceId, type SpanSketch } from './span-sketch.ts';

const span = (id: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  trace: traceId(1),
  span: spanId(id),
  ...more,
});
const call = (inputTokens: number, outputTokens: number, cost = 0): Partial<SpanFields> => ({
  usage: 1,
  inputTokens,
  outputTokens,
  ...(cost > 0 ? { cost, costSource: 1 as const } : {}),
});

function headerOf(sketches: readonly SpanSketch[]) {
  return decodeSpanHeader(unpackBody(spanSegment(sketches).parts['body']!).header);
}

const parts = (...sketches: SpanSketch[]): TraceParts => summarize(headerOf(sketches));

describe('the part of a trace in a segment', () => {
  test('takes name and service from the root, times from all spans', () => {
    const all = parts(
      span(2, { parent: spanId(1), name: 'early', startUs: NOON_US - 50, durationUs: 10 }),
      span(1, { name: 'root', resource: 1, startUs: NOON_US, durationUs: 100, status: 2 }),
      span(3, { parent: spanId(1), startUs: NOON_US + 90, durationUs: 500, status: 2 }),
    );
    expect(all.count).toBe(1);
    expect(all.strings[all.name[0]!]).toBe('root');
    expect(all.strings[all.service[0]!]).toBe('back');
    expect(all.startUs[0]).toBe(NOON_US - 50);
    expect(all.endUs[0]).toBe(NOON_US + 590);
    expect(all.spans[0]).toBe(3);
    expect(all.errors[0]).toBe(2);
    expect(all.flags[0]).toBe(3);
    const services = [...all.serviceList].map((ref) => all.strings[ref]);
    expect(services.sort()).toEqual(['back', 'front']);
  });

  test('takes name and service from the earliest span while there is no root', () => {
    const all = parts(
      span(2, { parent: spanId(9), name: 'later', startUs: NOON_US + 5 }),
      span(3, { parent: spanId(9), name: 'first', startUs: NOON_US }),
    );
    expect(all.strings[all.name[0]!]).toBe('first');
    expect(all.flags[0]).toBe(0);
  });

  test('sums tokens and cost over model calls', () => {
    const all = parts(
      span(1, { fields: { usage: 2, inputTokens: 30, outputTokens: 3 } }),
      span(2, { parent: spanId(1), fields: { ...call(10, 1, 0.5), model: 'a' } }),
      span(3, { parent: spanId(1), fields: { ...call(20, 2, 0.25), model: 'b' } }),
    );
    expect([all.inputTokens[0], all.outputTokens[0], all.cost[0]]).toEqual([30, 3, 0.75]);
    expect(all.wrapperInputTokens[0]).toBe(30);
    expect(all.strings[all.model[0]!]).toBe('a');
    expect([...all.modelList].map((ref) => all.strings[ref])).toEqual(['a', 'b']);
  });

  test('has no cost when no call has one', () => {
    expect(parts(span(1, { fields: call(1, 1) })).cost[0]).toBeNaN();
  });

  test('counts a call above another call as a wrapper, once', () => {
    const all = parts(
      span(1, { fields: call(30, 3, 1) }),
      span(2, { parent: spanId(1), startUs: NOON_US + 1, fields: call(30, 3, 1) }),
      span(3, { parent: spanId(2), startUs: NOON_US + 2, fields: call(30, 3, 1) }),
    );
    expect([all.inputTokens[0], all.outputTokens[0], all.cost[0]]).toEqual([30, 3, 1]);
    expect([all.wrapperInputTokens[0], all.wrapperCost[0]]).toEqual([30, 1]);
  });

  test('keeps a call whose child call reports nothing', () => {
    const all = parts(
      span(1, { fields: call(30, 3) }),
      span(2, { parent: spanId(1), fields: call(0, 0) }),
    );
    expect(all.inputTokens[0]).toBe(30);
  });

  test('takes the first value of what only some spans carry', () => {
    const all = parts(
      span(1, { startUs: NOON_US }),
      span(2, { startUs: NOON_US + 1, fields: { session: 's1', user: 'u' } }),
      span(3, { startUs: NOON_US + 2, fields: { session: 's2' } }),
    );
    expect(all.strings[all.session[0]!]).toBe('s1');
    expect(all.strings[all.user[0]!]).toBe('u');
    expect(all.strings[all.environment[0]!]).toBe('test');
  });

  test('leaves out the dead, and traces that have no other spans', () => {
    const header = headerOf([
      span(1, { name: 'root', status: 2 }),
      span(2, { parent: spanId(1), startUs: NOON_US + 1, durationUs: 7, fields: call(5, 5) }),
      { trace: traceId(2), span: spanId(1), name: 'other' },
      { trace: traceId(3), span: spanId(1), name: 'gone' },
    ]);
    const dead = new Uint8Array(1);
    const ordinal = (name: string): number =>
      [...header.name].findIndex((ref) => header.strings[ref] === name);
    for (const name of ['root', 'gone']) dead[0]! |= 1 << ordinal(name);
    const all = summarize(header, dead);
    expect(all.count).toBe(2);
    expect(all.traceIds).toHaveLength(32);
    expect(all.serviceAt).toHaveLength(3);
    const names = Array.from({ length: 2 }, (_, i) => all.strings[all.name[i]!]);
    expect(names.sort()).toEqual(['other', 'work']);
    const row = [...all.spans].findIndex((_, i) => all.strings[all.name[i]!] === 'work');
    expect([all.spans[row], all.errors[row], all.inputTokens[row], all.endUs[row]]).toEqual([
      1,
      0,
      5,
      NOON_US + 8,
    ]);
  });
});
