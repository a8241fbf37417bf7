import { onTestFinished } from 'vitest';
import { startOpenAiServer } from './openai-server.ts';

/** Starts the stand-in for the provider's API, closed with the test; returns its base URL. */
export async function openFakeOpenAi(): Promise<string> {
  const server = await startOpenAiServer();
  onTestFinished(() => server.close());
  return server.baseUrl;
}
