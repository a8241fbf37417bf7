import { createContext, use } from 'react';
import type { ShortenedText } from '../../../shared/span-detail.ts';

/** What the parts of a conversation need to know of the span they are in. */
export interface LlmContent {
  /** Texts of which the view holds only the beginning, by JSON pointer into it. */
  readonly shortened: Readonly<Record<string, ShortenedText>>;
  readonly toolNames: ReadonlyMap<string, string>;
}

const Content = createContext<LlmContent>({ shortened: {}, toolNames: new Map() });

export const LlmContentProvider = Content.Provider;

export function useLlmContent(): LlmContent {
  return use(Content);
}
