import { expect, it } from 'vitest';
import { shortClient } from './key-use.ts';

it.each([
  ['OTel-OTLP-Exporter-Python/1.40.0', 'OTel-OTLP-Exporter-Python/1.40.0'],
  ['OTel-OTLP-Exporter-JavaScript/0.301.0 (linux; x64)', 'OTel-OTLP-Exporter-JavaScript/0.301.0'],
  ['grpc-node-js/1.13.4', 'grpc-node-js/1.13.4'],
  ['node', 'node'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    'Safari/537.36',
  ],
  ['x'.repeat(500), 'x'.repeat(60)],
  ['bad\u0007agent\n/1', 'bad?agent?/1'],
  ['', ''],
])('%s is told as %s', (userAgent, short) => {
  expect(shortClient(userAgent)).toBe(short);
});
