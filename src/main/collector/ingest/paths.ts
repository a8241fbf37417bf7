import type { Signal } from '../otlp/types.ts';

const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];

/** Where SDKs post OTLP: the standard paths, and those that other collectors' SDKs have built in. */
const PREFIXES = [
  '/v1/',
  '/v1/otlp/v1/',
  '/api/sdk/v1/',
  '/api/sdk/',
  '/api/public/otel/v1/',
] as const;

/** What a path takes: one signal of OTLP, or JamJet's events, which become spans. */
export interface IngestRoute {
  readonly signal: Signal;
  readonly isJamjet: boolean;
}

const ROUTES = new Map<string, IngestRoute>([
  ...PREFIXES.flatMap((prefix) =>
    SIGNALS.map((signal) => [prefix + signal, { signal, isJamjet: false }] as const),
  ),
  ['/v1/events/ingest', { signal: 'traces', isJamjet: true }],
]);

/** What a request target takes, or undefined when telemetry is not sent there. */
export function ingestRoute(target: string): IngestRoute | undefined {
  return ROUTES.get(target) ?? ROUTES.get(normalizePath(target));
}

/** The path of a request target: no host, no query, `//` collapsed, percent-encoding undone, no slash at the end. */
export function normalizePath(target: string): string {
  let path = plainTarget(target);
  const end = path.search(/[?#]/);
  if (end >= 0) path = path.slice(0, end);
  if (path.includes('%')) path = decodePath(path).replace(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A request target without the scheme and host of its absolute form, and with `//` in its path collapsed. */
export function plainTarget(target: string): string {
  let path = target;
  if (!path.startsWith('/')) {
    const authority = path.indexOf('://');
    const slash = authority < 0 ? -1 : path.indexOf('/', authority + 3);
    path = slash < 0 ? '/' : path.slice(slash);
  }
  const end = path.search(/[?#]/);
  const query = end < 0 ? '' : path.slice(end);
  return path.slice(0, path.length - query.length).replace(/\/{2,}/g, '/') + query;
}

/** The host and port an absolute-form request target names; it overrides the Host header (RFC 9112 3.2.2). */
export function targetAuthority(target: string): string | undefined {
  if (target.startsWith('/')) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
