/** What is known of the use of a key: kept in memory by the request, written down now and then. */
export interface KeyUse {
  /** Of its last use, ms since the epoch; null before the first. */
  lastMs: number | null;
  /** IP address of its last use. */
  from: string | null;
  /** User agent of its last use, as it was sent. */
  client: string | null;
  /** Requests let in. */
  requests: number;
  /** Spans stored. */
  spans: number;
}

/** Longest client name kept, characters. */
const MAX_CLIENT = 60;

/**
 * What a client calls itself, without the comments and the libraries behind it.
 *
 * `OTel-OTLP-Exporter-Python/1.40.0 (linux)` becomes `OTel-OTLP-Exporter-Python/1.40.0`; a browser keeps its last and
 * most telling part.
 */
export function shortClient(userAgent: string): string {
  const words = userAgent
    .replaceAll(/[^\u{20}-\u{7e}]/gu, '?')
    .replaceAll(/\([^()]*\)/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  const told = words[0]?.startsWith('Mozilla/')
    ? words.findLast((word) => word.includes('/'))
    : words[0];
  return (told ?? '').slice(0, MAX_CLIENT);
}
