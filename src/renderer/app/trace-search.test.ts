import { describe, expect, it } from 'vitest';
import { readTraceSearch, termCount, toTraceFilter, writeTraceSearch } from './trace-search.ts';

const read = (query: string) => readTraceSearch(new URLSearchParams(query));

describe('readTraceSearch', () => {
  it.each([
    'time=toString',
    'from=5&to=4',
    'from=x&to=9',
    'status=maybe',
    'min-us=-1',
    'max-us=NaN',
    'attribute=novalue',
    'attribute==x',
    'unknown=1',
  ])('leaves out what makes no sense: %s', (query) => {
    expect(read(query)).toEqual({ time: { kind: 'any' }, terms: {} });
  });

  it('takes each alternative once', () => {
    expect(read('service=a&service=b&service=a').terms).toEqual({ services: ['a', 'b'] });
  });
});

it('reads how the list is looked at, groups before live', () => {
  expect(read('group=service&live=1')).toMatchObject({ groupBy: 'service' });
  expect(read('live=1').live).toBe(true);
  expect(read('live=yes&group=')).toEqual({ time: { kind: 'any' }, terms: {} });
});

describe('toTraceFilter', () => {
  it('reads the clock for a moving range', () => {
    const search = read('time=1h&service=a');
    expect(toTraceFilter(search, 7_200_000)).toEqual({
      services: ['a'],
      fromUs: 3_600_000_000,
    });
  });

  it('hands a fixed range on', () => {
    expect(toTraceFilter(read('from=10&to=20'), 0)).toEqual({ fromUs: 10, toUs: 20 });
  });
});

it('counts conditions, not the time', () => {
  expect(termCount(read('service=a&service=b&status=ok&time=1h').terms)).toBe(3);
});

describe('how the list looks', () => {
  it.each([
    'sort=duration',
    'sort=cost&direction=up&columns=name%2Cduration%2Cuser',
    'q=a+%3D+1&group=service&group-sort=p95',
  ])('is part of the address: %s', (query) => {
    expect(writeTraceSearch(read(query)).toString()).toBe(query);
  });

  it('is left out where it makes no sense', () => {
    expect(read('sort=name&direction=up&columns=,&group-sort=x').look).toBeUndefined();
  });
});
