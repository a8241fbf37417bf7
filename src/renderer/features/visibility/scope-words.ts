import type { AttributeScope, HideKind, MatchKind } from '../../../shared/visibility.ts';

/** Each place an attribute can sit, in one word and in plain words, in the order they are offered. */
export const SCOPE_WORDS: Readonly<
  Record<AttributeScope, { readonly name: string; readonly means: string }>
> = {
  span: { name: 'Spans', means: 'what a span says of itself' },
  message: {
    name: 'LLM messages',
    means: 'prompts, answers, tool calls and documents, wherever they are recorded',
  },
  event: { name: 'Events', means: 'what happened during a span, exceptions too' },
  resource: { name: 'Resources', means: 'who sent it: service, host, process' },
  log: { name: 'Logs', means: 'log records and their bodies' },
  metric: { name: 'Metrics', means: 'attributes of metric points' },
  link: { name: 'Links', means: 'references to other spans' },
  scope: { name: 'Instrumentation', means: 'the library that made the span' },
};

/** Places in the order they are offered. */
export const SCOPE_ORDER = Object.keys(SCOPE_WORDS) as AttributeScope[];

/** How a pattern is compared, as it stands before the pattern. */
export const MATCH_WORDS: Readonly<Record<MatchKind, string>> = {
  exact: 'is',
  prefix: 'begins with',
  glob: 'looks like',
};

export const HIDE_WORDS: Readonly<Record<HideKind, string>> = {
  value: 'the value',
  key: 'key and value',
};
