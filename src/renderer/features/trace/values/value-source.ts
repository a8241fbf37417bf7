import { createContext, use } from 'react';

/** Where the whole of a shortened value comes from: the span that is shown. */
export interface ValueSource {
  /** Names the span in the cache and in file names. */
  readonly id: string;
  readonly load: (path: string) => Promise<Blob>;
}

const Source = createContext<ValueSource | null>(null);

export const ValueSourceProvider = Source.Provider;

/** The source of the span around; values are only shown inside of one. */
export function useValueSource(): ValueSource {
  const source = use(Source);
  if (source === null) throw new Error('A value is shown outside of a span.');
  return source;
}
