/**
 * Numbers, sizes, money and times as people read them. Pure, and the only place that formats.
 *
 * Everything follows the system's locale through Intl, except durations, whose units (µs, ms, s)
 * are the same everywhere a trace is read.
 */

import { formatBytes as bytesIn } from '../../shared/format-bytes.ts';

/** Of whoever looks: for words that other processes say too. */
export const LOCALE = typeof navigator === 'undefined' ? 'en-US' : navigator.language;
const count = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** `12,481`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `12.5K`: for places with little room. @param from where all digits have no room any more */
export function formatCompact(value: number, from = 10_000): string {
  return value < from ? count.format(value) : compact.format(value);
}

/** `5K`, `10K`: marks of one axis, written alike. */
export function formatMark(value: number): string {
  return compact.format(value);
}

/** `1 trace`, `12,481 traces`. */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${count.format(value)} ${value === 1 ? one : many}`;
}

/** A rate: `214/s`, `0.4/s`; with a noun `214 spans/s`. */
export function formatRate(perSecond: number, noun = ''): string {
  const number = perSecond >= 10 ? count.format(Math.round(perSecond)) : oneDigit.format(perSecond);
  return noun === '' ? `${number}/s` : `${number} ${noun}/s`;
}

const three = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** From so many seconds on a duration is told in years: only a clock that is wrong makes it so long. */
const YEARS_FROM = 1_000 * 86_400;
const YEAR = 365.25 * 86_400;

/** A duration given in nanoseconds with three significant digits: `812 ns`, `4.12 s`, `3 min 20 s`. */
export function formatDurationNs(ns: number): string {
  if (ns < 0) return `-${formatDurationNs(-ns)}`;
  if (ns < 1_000) return `${Math.round(ns)} ns`;
  if (ns < 999_500) return `${three(ns / 1_000)} µs`;
  if (ns < 999_500_000) return `${three(ns / 1_000_000)} ms`;
  const seconds = ns / 1_000_000_000;
  if (seconds < 59.95) return `${three(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return twoUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400)
    return twoUnits(Math.floor(whole / 3_600), 'h', Math.floor((whole % 3_600) / 60), 'min');
  if (whole >= YEARS_FROM) return `${(whole / YEAR).toFixed(1)} years`;
  return twoUnits(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3_600), 'h');
}

/** `1 min`, `1 min 20 s`: a zero of the smaller unit is left out. */
function twoUnits(large: number, unit: string, small: number, smaller: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
}

/** A duration given in microseconds, see {@link formatDurationNs}. */
export function formatDuration(us: number): string {
  return formatDurationNs(us * 1_000);
}

/** US dollars: whole cents from a dollar on, four significant digits below, so that `$0.0217` stays useful. */
export function formatMoney(usd: number): string {
  const small = Math.abs(usd) > 0 && Math.abs(usd) < 1;
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    ...(small
      ? { minimumFractionDigits: 4, maximumFractionDigits: Math.abs(usd) < 0.0001 ? 7 : 4 }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  }).format(usd);
}

const price = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** A price in US dollars with all its digits, at least two: `$0.40`, `$0.075`. */
export function formatPrice(usd: number): string {
  return price.format(usd);
}

/** Bytes in steps of 1000: `38.4 MB`. */
export function formatBytes(bytes: number): string {
  return bytesIn(bytes, LOCALE);
}

const clock = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dayOfUtc = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const dateOfUtc = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayAndYear = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const shortClock = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `12 s ago`, `in 14 min`; from a day ago or an hour ahead on the date. `us` microseconds, `nowMs` milliseconds since the epoch. */
export function relativeTime(us: number, nowMs: number): string {
  const date = new Date(us / 1000);
  const seconds = Math.round((nowMs - us / 1000) / 1000);
  if (seconds <= -3_600) return localTime(us);
  if (seconds < -60) return `in ${Math.round(-seconds / 60)} min`;
  // Clocks differ a little, and the screen's ticks every five seconds: that was a moment ago.
  if (seconds < -5) return 'now';
  if (seconds < 3) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  return sameYear ? dayHour(us) : dayAndYear.format(date);
}

/** The day where the reader is: `Nov 21, 2026`. */
export function formatDate(us: number): string {
  return dayAndYear.format(new Date(us / 1000));
}

/** `Nov 21 14:02:11`: day and time of day where the reader is. */
export function dayTime(us: number): string {
  const date = new Date(us / 1000);
  return `${day.format(date)} ${clock.format(date)}`;
}

/** `Nov 21 14:02:11 to Nov 22 09:30:00`; with the years where it spans more than one. */
export function timeSpan(fromUs: number, toUs: number): string {
  const isOneYear = new Date(fromUs / 1000).getFullYear() === new Date(toUs / 1000).getFullYear();
  const write = isOneYear ? dayTime : localTime;
  return `${write(fromUs)} to ${write(toUs)}`;
}

/** `Nov 21 14:00`: an hour where the reader is. */
export function dayHour(us: number): string {
  const date = new Date(us / 1000);
  return `${day.format(date)} ${shortClock.format(date)}`;
}

/** `Nov 21` of a day that is counted in UTC. @param date ISO */
export function utcDay(date: string): string {
  return dayOfUtc.format(new Date(date));
}

/** `Nov 21, 2026` of a day that is counted in UTC. @param date ISO */
export function utcDate(date: string): string {
  return dateOfUtc.format(new Date(date));
}

/** Date and time of day where the reader is. */
export function localTime(us: number): string {
  const date = new Date(us / 1000);
  return `${dayAndYear.format(date)} ${clock.format(date)}`;
}

/** Local time with its zone and, on the next line where it is another, UTC; to the microsecond, or as exact as it is told. */
export function exactTime(us: number): string {
  const date = new Date(us / 1000);
  const micros = String(Math.floor(us) % 1_000_000).padStart(6, '0');
  // Times that are kept to the millisecond pretend to no more.
  const part = micros.endsWith('000') ? micros.slice(0, 3) : micros;
  const zone =
    new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short' })
      .formatToParts(date)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  const utc = date.toISOString().slice(0, 19).replace('T', ' ');
  const local = `${dayAndYear.format(date)} ${clock.format(date)}.${part} ${zone}`;
  return zone === 'UTC' ? local : `${local}\n${utc}.${part} UTC`;
}

/** A tick of a time axis that spans `rangeUs`: seconds, minutes or days, whichever tells ticks apart. */
export function axisTime(us: number, rangeUs: number): string {
  const date = new Date(us / 1000);
  if (rangeUs < 10 * 60e6) return clock.format(date);
  if (rangeUs < 36 * 3_600e6) return shortClock.format(date);
  if (rangeUs < 10 * 86_400e6) return `${day.format(date)} ${shortClock.format(date)}`;
  return rangeUs < 300 * 86_400e6 ? day.format(date) : dayAndYear.format(date);
}

const exactClock = new Intl.DateTimeFormat(LOCALE, {
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const month = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric' });
const year = new Intl.DateTimeFormat(LOCALE, { year: 'numeric' });

/** In what a time axis goes from mark to mark. */
export type TickUnit = 'millisecond' | 'second' | 'minute' | 'day' | 'month' | 'year';

/** A mark of a time axis in steps of `unit`: `14:05`, and where a day begins `Nov 21`. */
export function tickTime(us: number, unit: TickUnit): string {
  const date = new Date(us / 1000);
  switch (unit) {
    case 'millisecond':
      return exactClock.format(date);
    case 'second':
      return clock.format(date);
    case 'minute':
      return (date.getHours() === 0 && date.getMinutes() === 0 ? day : shortClock).format(date);
    case 'day':
      return day.format(date);
    case 'month':
      return month.format(date);
    case 'year':
      return year.format(date);
  }
}

/** `7f3a…c91e`. */
export function shortId(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
