import { expect, it } from 'vitest';
import { HostName } from './host-name.ts';

it.each([
  ['traces.example.com', 'traces.example.com'],
  [' Traces.Example.COM. ', 'traces.example.com'],
  ['collector', 'collector'],
  ['my_service', 'my_service'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['10.0.0.5', '10.0.0.5'],
])('%s is the name %s', (text, name) => {
  expect(HostName.parse(text)).toBe(name);
});

it.each([
  '',
  '.',
  '*',
  '*.example.com',
  'traces.*',
  'traces.example.com:4318',
  'https://traces.example.com',
  'traces.example.com/path',
  'a..b',
  '-a.example',
  'a-.example',
  'two words',
  'user@host',
  'traces.example.com,evil.example',
  'a\u0000b',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(127)}example`,
])('%j is none', (text) => {
  expect(HostName.safeParse(text).success).toBe(false);
});
