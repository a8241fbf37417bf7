import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeApi } from '../../src/main/collector/api/open-api.ts';
import { VERSION } from '../../src/main/version.ts';
import { openTestCollector } from '../support/open-test-collector.ts';
import { CALLS } from './permission-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/openapi.json');

/** JSON with whatever fits on a line on one: short, and a change is still seen where it is. */
function print(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length + indent.length <= 120)
    return line;
  const deeper = `${indent} `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Object.entries(value).map(([key, item]) => {
    const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    return `${deeper}${name}${print(item, deeper)}`;
  });
  return `${open}\n${items.join(',\n')}\n${indent}${close}`;
}

it('docs/openapi.json is what the contract says (UPDATE_OPENAPI=1 writes it anew)', async () => {
  const text = `${print(await describeApi(VERSION))}\n`;
  if (process.env['UPDATE_OPENAPI'] === '1') writeFileSync(DOCUMENT, text);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
});

it('is served as it is checked in', async () => {
  const { url } = await openTestCollector();
  const served = await (await fetch(`${url}/api/openapi.json`)).json();
  expect(served).toEqual(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  expect(served.openapi).toMatch(/^3\.1\./);
});

it('has every call with a route and no other, and refers to nothing that is missing', async () => {
  const document = await describeApi(VERSION);
  const operations = Object.values(document.paths!).flatMap((item) =>
    Object.values(item!).map((operation) => (operation as { operationId: string }).operationId),
  );
  const routed = CALLS.filter(({ route }) => route.path !== undefined).map(({ name }) => name);
  expect(operations.toSorted()).toEqual(routed.toSorted());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  for (const [, path] of references) {
    const target = path!
      .split('/')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
    expect(target, path).toBeTypeOf('object');
  }
});

it('says which calls need no credentials, which take an Idempotency-Key, and what files are', async () => {
  const { paths } = await describeApi(VERSION);
  expect(paths!['/session']!.post!.security).toEqual([]);
  expect(paths!['/session']!.get!.security).toBeUndefined();
  const headers = (path: string) =>
    (paths![path]!.post!.parameters ?? []).filter((it) => 'in' in it && it.in === 'header');
  expect(headers('/projects')).toMatchObject([{ name: 'Idempotency-Key' }]);
  expect(headers('/projects/{projectId}/keys')).toMatchObject([{ name: 'Idempotency-Key' }]);
  expect(headers('/organizations')).toEqual([]);
  const answer = (path: string) => paths![path]!.get!.responses!['200'];
  expect(answer('/projects/{projectId}/traces/{traceId}')).toEqual({
    description: 'OK',
    content: { 'application/json': {} },
  });
});
