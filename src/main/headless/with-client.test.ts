import { expect, it } from 'vitest';
import type { Client } from './connect.ts';
import { findProject } from './with-client.ts';

/** What is said of a project that is not there, beside these. */
async function refusal(...names: string[]): Promise<string> {
  const projects = names.map((name, i) => ({ id: `prj_${i}`, name }));
  const client = { projects: { list: async () => ({ projects }) } } as unknown as Client;
  return findProject(client, 'x').then(String, (error: Error) => error.message);
}

it('names of projects are told once each, and of many the first', async () => {
  expect(await refusal('Shop', 'Default Project', 'Default Project')).toBe(
    'There is no project "x". There are: "Shop", "Default Project".',
  );
  const many = Array.from({ length: 300 }, (_, i) => `P${i}`);
  expect(await refusal(...many)).toMatch(
    /^There is no project "x"\. There are: "P0", .*"P9" and 290 more\. "spanward project list"/,
  );
  expect(await refusal(...Array<string>(300).fill('X'))).toMatch(
    /"x": prj_0, .* and 290 more\. Name it/,
  );
  expect(await refusal()).toContain('"spanward project create"');
});
