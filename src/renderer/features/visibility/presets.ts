import type { AttributeScope, MatchKind } from '../../../shared/visibility.ts';

/** Which attributes a rule covers, without whom it hides them from. */
export interface Coverage {
  readonly pattern: string;
  readonly match: MatchKind;
  readonly scopes: readonly AttributeScope[];
}

export interface Preset {
  readonly id: string;
  readonly name: string;
  /** What is hidden by it, in one sentence. */
  readonly about: string;
  readonly rules: readonly Coverage[];
}

const RECORDS: readonly AttributeScope[] = ['span', 'event', 'log'];
const prefix = (pattern: string, scopes = RECORDS): Coverage => ({
  pattern,
  match: 'prefix',
  scopes,
});
const exact = (pattern: string, scopes = RECORDS): Coverage => ({
  pattern,
  match: 'exact',
  scopes,
});

/** What is hidden most often; keys as the OpenTelemetry conventions and common SDKs call them. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'messages',
    name: 'LLM messages',
    about: 'Prompts, answers, reasoning, tool calls and retrieved documents of model calls.',
    rules: [{ pattern: '*', match: 'glob', scopes: ['message'] }],
  },
  {
    id: 'identity',
    name: 'User identity',
    about: 'Who the user is and which session it was.',
    rules: [
      prefix('user.', ['span', 'event', 'log', 'resource']),
      prefix('enduser.', ['span', 'event', 'log', 'resource']),
      prefix('session.', ['span', 'event', 'log', 'resource']),
      exact('gen_ai.conversation.id', ['span', 'event', 'log']),
      prefix('langfuse.user.'),
      prefix('langfuse.session.'),
    ],
  },
  {
    id: 'http',
    name: 'HTTP headers and bodies',
    about: 'Headers, bodies, query strings and addresses of clients.',
    rules: [
      prefix('http.request.header.'),
      prefix('http.response.header.'),
      { pattern: '*request.body', match: 'glob', scopes: RECORDS },
      { pattern: '*response.body', match: 'glob', scopes: RECORDS },
      exact('url.query'),
      exact('url.full'),
      exact('http.url'),
      exact('http.target'),
      exact('client.address'),
    ],
  },
  {
    id: 'database',
    name: 'DB statements',
    about: 'Statements sent to databases, with their parameters.',
    rules: [
      exact('db.statement'),
      exact('db.query.text'),
      prefix('db.query.parameter.'),
      prefix('db.operation.parameter.'),
    ],
  },
];

const sameScopes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((scope) => b.includes(scope));

/** The rule that covers exactly the same, if there is one: a second one is refused. */
export function findTwin<R extends Coverage>(
  rules: readonly R[],
  { pattern, match, scopes }: Coverage,
): R | undefined {
  return rules.find(
    (rule) => rule.pattern === pattern && rule.match === match && sameScopes(rule.scopes, scopes),
  );
}
