import { expect, test } from 'vitest';
import { normalizePath, ingestRoute, plainTarget, targetAuthority } from './paths.ts';

test.each([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
  ['/v1/otlp/v1/traces', 'traces'],
  ['/api/sdk/v1/metrics', 'metrics'],
  ['/api/sdk/logs', 'logs'],
  ['/api/public/otel/v1/traces', 'traces'],
  ['//v1//traces', 'traces'],
  ['/v1/traces/', 'traces'],
  ['/v1/traces?x=1&y=/v1/logs', 'traces'],
  ['/v1/%74races', 'traces'],
  ['/v1%2Ftraces', 'traces'],
  ['http://127.0.0.1:4318/v1/logs', 'logs'],
  ['/v1/events/ingest', 'traces'],
  ['//v1/events/ingest/', 'traces'],
  ['/v1/traces/extra', undefined],
  ['/v1/spans', undefined],
  ['/V1/traces', undefined],
  ['/v1/../v1/traces', undefined],
  ['/v1/%ZZtraces', undefined],
  ['/', undefined],
  ['', undefined],
  ['*', undefined],
])('%s is for %s', (target, signal) => {
  expect(ingestRoute(target)?.signal).toBe(signal);
});

test('a target keeps its query and loses its host and double slashes', () => {
  expect(plainTarget('http://host:1//api//v1/x?u=http://y//z')).toBe('/api/v1/x?u=http://y//z');
  expect(plainTarget('/api/v1/my%20app')).toBe('/api/v1/my%20app');
  expect(plainTarget('http://host')).toBe('/');
  expect(normalizePath('/a%2F%2Fb/?q')).toBe('/a/b');
});

test('only an absolute target names a host', () => {
  expect(targetAuthority('/v1/traces')).toBeUndefined();
  expect(targetAuthority('http://evil.example/v1/traces')).toBe('evil.example');
  expect(targetAuthority('*')).toBeUndefined();
});
