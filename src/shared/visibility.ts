/** Where an attribute can sit; `message` is the content of LLM messages, wherever it sits. */
export const ATTRIBUTE_SCOPES = [
  'resource',
  'scope',
  'span',
  'event',
  'link',
  'log',
  'metric',
  'message',
] as const;
export type AttributeScope = (typeof ATTRIBUTE_SCOPES)[number];

/** How the pattern of a rule is compared with a key: as it is, as its beginning, or with `*` and `?`. */
export const MATCH_KINDS = ['exact', 'prefix', 'glob'] as const;
export type MatchKind = (typeof MATCH_KINDS)[number];

/** `value`: the key is shown and its value is not; `key`: the attribute is left out altogether. */
export const HIDE_KINDS = ['value', 'key'] as const;
export type HideKind = (typeof HIDE_KINDS)[number];

/** API keys as viewers, by their scope; a key for ingest reads nothing. */
export const KEY_VIEWERS = ['key:read', 'key:admin'] as const;

/** What stands in the place of a hidden value. A span detail says `hidden: true` beside it. */
export const HIDDEN_VALUE = '[hidden]';

/** Most rules of one project. */
export const MAX_RULES = 200;
/** Longest pattern, UTF-16 units: that of an attribute filter. */
export const MAX_PATTERN = 512;

/** Columns of the traces list and of the span table that are computed from attributes. */
export const DERIVED_FIELDS = [
  'service',
  'serviceCount',
  'environment',
  'release',
  'operation',
  'provider',
  'model',
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'reasoningTokens',
  'costUsd',
  'session',
  'user',
  'status',
  'errorCount',
] as const;
export type DerivedField = (typeof DERIVED_FIELDS)[number];
