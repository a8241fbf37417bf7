import { describe, expect, test } from 'vitest';
import { parseContentCoding, parseContentType } from './media-type.ts';

describe('parseContentType', () => {
  test.each([
    ['application/x-protobuf', 'protobuf'],
    ['application/protobuf', 'protobuf'],
    ['Application/X-Protobuf; charset=utf-8', 'protobuf'],
    ['application/json', 'json'],
    ['application/json;charset=UTF-8', 'json'],
    [' application/json ', 'json'],
    ['application/jsonx', undefined],
    ['text/plain', undefined],
    ['application/grpc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (header, format) => {
    expect(parseContentType(header)).toBe(format);
  });
});

describe('parseContentCoding', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['zstd', 'zstd'],
    ['br', undefined],
    ['gzip, gzip', undefined],
    ['snappy', undefined],
  ])('%s is %s', (header, coding) => {
    expect(parseContentCoding(header)).toBe(coding);
  });
});
