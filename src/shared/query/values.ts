const DURATION_US: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1000,
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
  d: 86_400e6,
};

const FACTORS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '': 1,
    B: 1,
    k: 1e3,
    K: 1e3,
    M: 1e6,
    G: 1e9,
    kB: 1e3,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
  }),
);

/** `1.5s`, `250ms` or `1h30m` in microseconds; undefined for anything else. */
export function parseDurationUs(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|min|m|h|d))+$/.test(text)) return undefined;
  let us = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)([a-zµμ]+)/g)) {
    us += Number(number) * DURATION_US[unit!]!;
  }
  return us;
}

/** `12`, `-1.5e3`, `10k`, `2MiB` or `$0.05` as a number; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const match = /^([+-]?)\$?(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(text);
  const factor = match === null ? undefined : FACTORS.get(match[3]!);
  if (match === null || factor === undefined) return undefined;
  const number = Number(match[2]) * factor;
  return match[1] === '-' ? -number : number;
}

/**
 * An ISO date, with a time or without, in microseconds since the epoch; UTC unless it says otherwise. Nanoseconds are a
 * fraction, as exact as a number is.
 */
export function parseTimeUs(text: string): number | undefined {
  const match =
    /^\d{4}-\d{2}-\d{2}(?:([Tt ])\d{2}:\d{2}(?::\d{2}(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2})?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, hours, fraction = '', given] = match;
  const zone = hours !== undefined && given === undefined ? 'Z' : '';
  const ms = Date.parse(text.replace(' ', 'T') + zone);
  // A Date keeps milliseconds alone.
  return Number.isNaN(ms) ? undefined : ms * 1000 + Number(fraction.slice(3).padEnd(6, '0')) / 1000;
}
