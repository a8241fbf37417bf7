import { spawnProgram } from '../clients/support/program.ts';
import { startOpenAiServer } from '../clients/support/openai-server.ts';
import { test as base } from './console.ts';

interface Fixtures {
  /** Runs a program of `test/clients` to its end, in a process of its own. */
  readonly runProgram: (path: string, env: Readonly<Record<string, string>>) => Promise<void>;
  /** Base URL of the stand-in for the provider's API. */
  readonly openAi: string;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  runProgram: async ({}, use) => {
    const kills: (() => void)[] = [];
    await use(async (path, env) => {
      const program = spawnProgram(path, env);
      kills.push(program.kill);
      await program.ended();
    });
    for (const kill of kills) kill();
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  openAi: async ({}, use) => {
    const server = await startOpenAiServer();
    await use(server.baseUrl);
    server.close();
  },
});

export { expect } from './console.ts';
